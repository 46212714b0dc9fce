"""One encoder for each language that user text is printed into; tables are fixed, never the host's."""
