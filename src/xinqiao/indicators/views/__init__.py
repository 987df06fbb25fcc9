"""Pages of the definitions."""
