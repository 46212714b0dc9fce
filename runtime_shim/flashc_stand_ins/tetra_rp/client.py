"""Stand-in for `tetra_rp.client`."""

from flashc_runtime.sdk.remote import remote

__all__ = ["remote"]
