"""Templates, channels and delivery."""
