"""What only the whole house together can show."""
