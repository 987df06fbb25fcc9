"""Readers of the room `accounts`."""
