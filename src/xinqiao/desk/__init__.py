"""Home pages per role and the map."""
