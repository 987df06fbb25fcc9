"""What keepers of definitions fill in."""
