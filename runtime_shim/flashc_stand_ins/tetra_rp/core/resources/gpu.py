"""Stand-in for `tetra_rp.core.resources.gpu`."""

from flashc_runtime.sdk.enums import GpuGroup, GpuType

__all__ = ["GpuGroup", "GpuType"]
