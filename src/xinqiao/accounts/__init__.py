"""Users, roles, access and sessions."""
