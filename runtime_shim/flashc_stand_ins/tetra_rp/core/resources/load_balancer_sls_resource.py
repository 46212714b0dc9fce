"""Stand-in for `tetra_rp.core.resources.load_balancer_sls_resource`."""

from flashc_runtime.sdk.resources import CpuLoadBalancerSlsResource, LoadBalancerSlsResource

__all__ = ["CpuLoadBalancerSlsResource", "LoadBalancerSlsResource"]
