"""Types: what annotations mean, and which code of the user's generated modules can repeat."""
