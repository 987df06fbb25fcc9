"""Writing what came in a file."""
