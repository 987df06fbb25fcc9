"""Xinqiao: every request gets an answer."""
