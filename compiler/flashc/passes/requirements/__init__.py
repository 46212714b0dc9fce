"""Requirements: which distributions each worker needs, and why."""
