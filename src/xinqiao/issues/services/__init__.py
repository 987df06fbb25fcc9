"""The only writers of this room, one module a use case."""
