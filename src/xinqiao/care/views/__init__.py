"""Pages of the room `care`."""
