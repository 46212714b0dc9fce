"""Stand-in for `runpod_flash.core.resources.gpu`."""

from flashc_runtime.sdk.enums import GpuGroup, GpuType

__all__ = ["GpuGroup", "GpuType"]
