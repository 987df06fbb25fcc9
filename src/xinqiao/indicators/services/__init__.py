"""The only writers of the room: taking the log in, rebuilding, keeping definitions."""
