"""Pages of the administrators: areas, posts, units, buildings and door plates."""
