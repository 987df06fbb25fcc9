"""Training a model, putting one to use."""
