"""Stand-in for `tetra_rp.core`."""
