"""Stand-in for `runpod_flash.stubs.load_balancer_sls`."""

from flashc_runtime.sdk.stub import LoadBalancerSlsStub

__all__ = ["LoadBalancerSlsStub"]
