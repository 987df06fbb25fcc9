"""Writing: one module a verb."""
