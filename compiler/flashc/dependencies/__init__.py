"""Reads what the project's own files say about distributions. I/O is here, and decisions are not."""

from flashc.dependencies.read import read_constraints

__all__ = ["read_constraints"]
