"""Reading, scoped by who asks."""
