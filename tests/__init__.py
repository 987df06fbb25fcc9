"""Cross-cutting tests; unit tests live in the package they test."""
