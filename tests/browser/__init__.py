"""What people see, in a real browser, served by the real server."""
