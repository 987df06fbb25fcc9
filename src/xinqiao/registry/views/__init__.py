"""Pages of the room `registry`."""
