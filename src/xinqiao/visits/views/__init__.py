"""Pages of the room `visits`."""
