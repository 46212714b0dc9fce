"""Stand-in for `runpod_flash.core.resources.load_balancer_sls_resource`."""

from flashc_runtime.sdk.flash_resources import (
    CpuLoadBalancerSlsResource,
    LoadBalancerSlsResource,
)

__all__ = ["CpuLoadBalancerSlsResource", "LoadBalancerSlsResource"]
