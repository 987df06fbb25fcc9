"""What people type on the pages of requests."""
