"""Stand-in for `tetra_rp.core.resources.serverless`."""

from flashc_runtime.sdk.enums import CudaVersion, ServerlessScalerType, ServerlessType
from flashc_runtime.sdk.resources import ServerlessEndpoint

__all__ = ["CudaVersion", "ServerlessEndpoint", "ServerlessScalerType", "ServerlessType"]
