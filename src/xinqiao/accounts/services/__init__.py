"""Writers of the room `accounts`."""
