"""Shape: where each parameter of a route comes from."""
