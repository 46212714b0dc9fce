"""The same resource classes with the defaults of `runpod_flash`.

The newer SDK keeps at most one worker, lets it idle for a minute and takes an image for a
development variant too.
"""

# ruff: noqa: N815  (the platform's own field names)

from flashc_runtime.sdk import resources
from flashc_runtime.sdk.enums import CudaVersion

DEFAULT_WORKERS_MIN = 0
DEFAULT_WORKERS_MAX = 1


class _Newer(resources.ServerlessResource):
    """The defaults that changed."""

    _locks_image = False
    workersMax: int = DEFAULT_WORKERS_MAX
    idleTimeout: int = 60


class ServerlessEndpoint(_Newer, resources.ServerlessEndpoint):
    """A queue-based endpoint."""


class CpuServerlessEndpoint(ServerlessEndpoint, resources.CpuServerlessEndpoint):
    """A queue-based endpoint on CPUs."""

    minCudaVersion: CudaVersion | str | None = None


class LoadBalancerSlsResource(_Newer, resources.LoadBalancerSlsResource):
    """A load-balanced endpoint: its functions are HTTP routes."""


class CpuLoadBalancerSlsResource(LoadBalancerSlsResource, resources.CpuLoadBalancerSlsResource):
    """A load-balanced endpoint on CPUs."""

    minCudaVersion: CudaVersion | str | None = None


class LiveServerless(ServerlessEndpoint, resources.LiveServerless):
    """The development variant of `ServerlessEndpoint`."""

    imageName: str = "runpod/flash:py3.12-latest"


class CpuLiveServerless(CpuServerlessEndpoint, resources.CpuLiveServerless):
    """The development variant of `CpuServerlessEndpoint`."""

    imageName: str = "runpod/flash-cpu:py3.12-latest"


class LiveLoadBalancer(LoadBalancerSlsResource, resources.LiveLoadBalancer):
    """The development variant of `LoadBalancerSlsResource`: functions run where they are called."""

    imageName: str = "runpod/flash-lb:py3.12-latest"


class CpuLiveLoadBalancer(CpuLoadBalancerSlsResource, resources.CpuLiveLoadBalancer):
    """The development variant of `CpuLoadBalancerSlsResource`."""

    imageName: str = "runpod/flash-lb-cpu:py3.12-latest"
