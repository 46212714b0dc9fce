"""Startup: what happens when a worker imports its modules."""
