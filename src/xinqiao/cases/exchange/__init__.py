"""Requests in and out of files: what a hotline exports, what an office wants to open in a table."""
