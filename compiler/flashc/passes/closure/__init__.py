"""Closure: what of the project each endpoint's worker ships."""
