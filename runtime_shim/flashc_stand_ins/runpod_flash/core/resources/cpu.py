"""Stand-in for `runpod_flash.core.resources.cpu`."""

from flashc_runtime.sdk.enums import CpuInstanceType

__all__ = ["CpuInstanceType"]
