"""The only writers of areas, boundaries, places, plates, organisations, posts and appointments."""
