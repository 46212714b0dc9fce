"""Stand-in for `runpod_flash.core.resources.serverless_cpu`."""

from flashc_runtime.sdk.flash_resources import CpuServerlessEndpoint

__all__ = ["CpuServerlessEndpoint"]
