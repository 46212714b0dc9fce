"""Stand-in for `runpod_flash.endpoint`."""

from flashc_runtime.sdk.endpoint import Endpoint
from flashc_runtime.sdk.job import EndpointJob

__all__ = ["Endpoint", "EndpointJob"]
