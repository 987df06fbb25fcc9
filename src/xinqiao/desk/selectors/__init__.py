"""What the desk shows, read from the selectors of features and engines."""
