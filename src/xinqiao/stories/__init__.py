"""The acceptance stories, which are also the demo data."""
