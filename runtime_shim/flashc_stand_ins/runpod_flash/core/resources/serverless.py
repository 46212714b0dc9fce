"""Stand-in for `runpod_flash.core.resources.serverless`."""

from flashc_runtime.sdk.enums import CudaVersion, ServerlessScalerType, ServerlessType
from flashc_runtime.sdk.flash_resources import ServerlessEndpoint

__all__ = ["CudaVersion", "ServerlessEndpoint", "ServerlessScalerType", "ServerlessType"]
