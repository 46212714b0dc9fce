"""Stand-in for `tetra_rp.stubs.load_balancer_sls`."""

from flashc_runtime.sdk.stub import LoadBalancerSlsStub

__all__ = ["LoadBalancerSlsStub"]
