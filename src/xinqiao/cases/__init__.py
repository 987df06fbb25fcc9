"""Requests: intake, dispatch, handling, reply and rating."""
