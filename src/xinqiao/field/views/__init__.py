"""Pages of the room `field`."""
