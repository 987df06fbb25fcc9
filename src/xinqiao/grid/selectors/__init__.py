"""Reading areas, posts and places, each as far as the actor may see."""
