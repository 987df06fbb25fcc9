"""Writing to the log and emptying the outbox."""
