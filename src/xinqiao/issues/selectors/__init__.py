"""What this room reads, scoped to who asks."""
