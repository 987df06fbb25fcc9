"""Areas, boundaries, posts, organisations and the point lookup."""
