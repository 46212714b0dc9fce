"""Stand-in for `tetra_rp.core.resources.serverless_cpu`."""

from flashc_runtime.sdk.resources import CpuServerlessEndpoint

__all__ = ["CpuServerlessEndpoint"]
