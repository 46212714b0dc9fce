"""Stand-in for `runpod_flash.core.resources.live_serverless`."""

from flashc_runtime.sdk.flash_resources import (
    CpuLiveLoadBalancer,
    CpuLiveServerless,
    LiveLoadBalancer,
    LiveServerless,
)

__all__ = ["CpuLiveLoadBalancer", "CpuLiveServerless", "LiveLoadBalancer", "LiveServerless"]
