"""The append-only log: timeline, audit, outbox and indicator feed."""
