"""Stand-in for `tetra_rp.core.resources.cpu`."""

from flashc_runtime.sdk.enums import CpuInstanceType

__all__ = ["CpuInstanceType"]
