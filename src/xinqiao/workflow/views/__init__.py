"""Pages over the items of all features: the work list and the map."""
