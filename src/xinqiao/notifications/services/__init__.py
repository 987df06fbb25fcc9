"""Writers of the room `notifications`."""
