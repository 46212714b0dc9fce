"""Routes: the grammar of path templates, which requests they match, and in which order they stand."""
