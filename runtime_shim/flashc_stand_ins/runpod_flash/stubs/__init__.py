"""Stand-in for `runpod_flash.stubs`."""

from flashc_runtime.sdk.stub import LoadBalancerSlsStub as LoadBalancerSlsStub

__all__ = ["LoadBalancerSlsStub"]
