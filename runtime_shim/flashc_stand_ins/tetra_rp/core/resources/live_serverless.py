"""Stand-in for `tetra_rp.core.resources.live_serverless`."""

from flashc_runtime.sdk.resources import (
    CpuLiveLoadBalancer,
    CpuLiveServerless,
    LiveLoadBalancer,
    LiveServerless,
)

__all__ = ["CpuLiveLoadBalancer", "CpuLiveServerless", "LiveLoadBalancer", "LiveServerless"]
