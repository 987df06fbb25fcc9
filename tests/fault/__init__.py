"""Killed processes and a lost database: nothing is lost, nothing is doubled."""
