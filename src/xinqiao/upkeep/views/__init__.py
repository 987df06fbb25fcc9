"""Pages of the room `upkeep`."""
