"""The resource classes that `@remote` takes, with the fields and defaults of `tetra_rp`.

A resource only describes an endpoint: the compiler reads the description from the source, and at
run time the name says where calls go.
"""

# ruff: noqa: N815  (the platform's own field names)

from collections.abc import Sequence
from typing import ClassVar

from flashc_runtime.sdk.addresses import address_of
from flashc_runtime.sdk.declaration import Declaration
from flashc_runtime.sdk.enums import (
    CpuInstanceType,
    CudaVersion,
    DataCenter,
    GpuGroup,
    GpuType,
    ServerlessScalerType,
    ServerlessType,
)
from flashc_runtime.sdk.storage import NetworkVolume, PodTemplate

_WHOLE = (
    "gpuCount",
    "workersMin",
    "workersMax",
    "idleTimeout",
    "executionTimeoutMs",
    "scalerValue",
)


class ServerlessResource(Declaration):
    """Base of all resources; a queue-based endpoint on GPUs unless a subclass says otherwise."""

    # Without annotations these two are no fields.
    is_live = False
    """Whether this is a development variant, whose functions run where they are called."""
    _locks_image = False
    _set_by_platform: ClassVar[frozenset[str]] = frozenset({"endpoint_url"})

    name: str
    gpus: Sequence[GpuGroup | GpuType] = (GpuGroup.ANY,)
    gpuCount: int = 1
    cudaVersions: Sequence[CudaVersion] = ()
    minCudaVersion: CudaVersion | str | None = CudaVersion.V12_8
    instanceIds: Sequence[CpuInstanceType] | None = None
    workersMin: int = 0
    workersMax: int = 3
    workersPFBTarget: int = 0
    idleTimeout: int = 5
    """Seconds, 1 to 3600."""
    executionTimeoutMs: int = 0
    """Milliseconds; 0 is the platform's default."""
    scalerType: ServerlessScalerType = ServerlessScalerType.QUEUE_DELAY
    scalerValue: int = 4
    type: ServerlessType = ServerlessType.QB
    flashboot: bool = True
    env: dict[str, str] | None = None
    imageName: str = ""
    template: PodTemplate | None = None
    templateId: str | None = None
    networkVolume: NetworkVolume | None = None
    networkVolumes: Sequence[NetworkVolume] | None = None
    networkVolumeId: str | None = None
    datacenter: DataCenter | str | Sequence[DataCenter | str] | None = None
    locations: str | None = None
    python_version: str | None = None
    flashEnvironmentId: str | None = None
    id: str | None = None
    allowedCudaVersions: str = ""
    gpuIds: str = ""
    computeType: str | None = None
    flashBootType: str | None = None
    # What the platform tells of an endpoint that is there; taken as the SDKs take it, and unused.
    activeBuildid: str | None = None
    aiKey: str | None = None
    createdAt: str | None = None
    hubRelease: str | None = None
    repo: str | None = None
    userId: str | None = None

    @property
    def endpoint_url(self) -> str:
        """URL of the running endpoint; `EndpointNotDeployedError` when none is configured."""
        return address_of(self.name)

    async def deploy(self) -> "ServerlessResource":
        """Raise `NotImplementedError`: endpoints are compiled, then run."""
        raise NotImplementedError(_deploying("deploy", self.name))

    async def undeploy(self) -> bool:
        """Raise `NotImplementedError`: a worker is stopped by ending its process."""
        raise NotImplementedError(_deploying("undeploy", self.name))

    def _validate(self) -> None:
        owner = f"{type(self).__name__} {self.name!r}"
        if not isinstance(self.name, str) or not self.name.strip():
            raise ValueError(f"{type(self).__name__}: name must be a text that is not empty")
        for field in _WHOLE:
            # Text of digits, as a variable of the environment gives it, is a number to the SDK.
            value = getattr(self, field)
            if isinstance(value, str):
                setattr(self, field, int(value))
        if not 1 <= self.idleTimeout <= 3600:
            raise ValueError(f"{owner}: idleTimeout must be between 1 and 3600 seconds")
        if self.workersMin > self.workersMax:
            raise ValueError(
                f"{owner}: workersMin ({self.workersMin}) exceeds workersMax ({self.workersMax})"
            )
        if self._locks_image:
            self.imageName = type(self).imageName


def _deploying(action: str, name: str) -> str:
    return (
        f"{action}() of {name!r} is not available here: compile the project with flashc and run "
        f"the endpoint's worker, then set its address for callers"
    )


class ServerlessEndpoint(ServerlessResource):
    """A queue-based endpoint."""


class LiveServerless(ServerlessEndpoint):
    """The development variant of `ServerlessEndpoint`."""

    is_live = True
    _locks_image = True
    imageName: str = "runpod/tetra-rp:latest"


class CpuServerlessEndpoint(ServerlessEndpoint):
    """A queue-based endpoint on CPUs."""

    gpus: Sequence[GpuGroup | GpuType] = ()
    gpuCount: int = 0
    instanceIds: Sequence[CpuInstanceType] | None = (CpuInstanceType.CPU3G_2_8,)


class CpuLiveServerless(CpuServerlessEndpoint):
    """The development variant of `CpuServerlessEndpoint`."""

    is_live = True
    _locks_image = True
    imageName: str = "runpod/tetra-rp-cpu:latest"


class LoadBalancerSlsResource(ServerlessResource):
    """A load-balanced endpoint: its functions are HTTP routes."""

    type: ServerlessType = ServerlessType.LB
    scalerType: ServerlessScalerType = ServerlessScalerType.REQUEST_COUNT

    def _validate(self) -> None:
        super()._validate()
        owner = f"{type(self).__name__} {self.name!r}"
        if self.scalerType is not ServerlessScalerType.REQUEST_COUNT:
            raise ValueError(f"{owner}: a load-balanced endpoint scales by REQUEST_COUNT only")
        if self.type is not ServerlessType.LB:
            raise ValueError(f"{owner}: type must be LB")


class LiveLoadBalancer(LoadBalancerSlsResource):
    """The development variant of `LoadBalancerSlsResource`: functions run where they are called."""

    is_live = True
    _locks_image = True
    imageName: str = "runpod/tetra-rp-lb:latest"


class CpuLoadBalancerSlsResource(LoadBalancerSlsResource):
    """A load-balanced endpoint on CPUs."""

    gpus: Sequence[GpuGroup | GpuType] = ()
    gpuCount: int = 0
    instanceIds: Sequence[CpuInstanceType] | None = (CpuInstanceType.CPU3G_2_8,)


class CpuLiveLoadBalancer(CpuLoadBalancerSlsResource):
    """The development variant of `CpuLoadBalancerSlsResource`."""

    is_live = True
    _locks_image = True
    imageName: str = "runpod/tetra-rp-lb-cpu:latest"
