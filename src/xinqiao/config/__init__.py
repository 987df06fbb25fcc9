"""Settings, root URLs, API assembly and the server entry."""
