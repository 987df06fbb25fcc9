"""Pages of requests, one module per page."""
