"""Writers of the room `files`."""
