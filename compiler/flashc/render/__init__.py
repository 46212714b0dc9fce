"""Diagnostics as text for people and as JSON for machines. Pure functions; nothing here prints."""
