"""Stand-in for `tetra_rp.stubs`."""

from flashc_runtime.sdk.stub import LoadBalancerSlsStub as LoadBalancerSlsStub

__all__ = ["LoadBalancerSlsStub"]
