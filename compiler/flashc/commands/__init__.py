"""One module per command: typed options in, an `Outcome` out. Nothing here prints or exits."""
