"""Stand-in for `runpod_flash.client`."""

from flashc_runtime.sdk.remote import remote

__all__ = ["remote"]
