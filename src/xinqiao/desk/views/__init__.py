"""Pages of the desk: home pages per role and the board."""
