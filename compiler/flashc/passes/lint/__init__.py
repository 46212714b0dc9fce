"""Lints: warnings about what works, and is likely not meant."""
