"""Attachments: checked, re-encoded and stored."""
