"""Pages of the room `participation`."""
