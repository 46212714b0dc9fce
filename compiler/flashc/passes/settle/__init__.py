"""Settle: what `flash.toml` says, put into the declarations."""
