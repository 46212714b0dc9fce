"""Naming: names for generated code, derived from the user's and clashing with nothing."""
