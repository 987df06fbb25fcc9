"""Changes of a household, each one recorded act."""
