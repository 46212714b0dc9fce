"""The public names of `tetra_rp` and `runpod_flash`, generations A and B.

Read off the released packages (tetra_rp 0.19 to 0.25, runpod_flash 1.0 to 1.21).
"""

import re
from typing import Final

from flashc.ir.bindings import External, Symbol
from flashc.ir.program import ResourceClass

# The grammar of references, as Docker's distribution documents it.
_PART = r"[a-z0-9]+(?:(?:\.|__?|-+)[a-z0-9]+)*"
_HOST = r"[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::[0-9]+)?"
_IMAGE = re.compile(
    rf"(?:{_HOST}/)?{_PART}(?:/{_PART})*(?::[A-Za-z0-9_][A-Za-z0-9_.-]{{0,127}})?"
    r"(?:@(?:sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128}))?",
    re.ASCII,
)

PACKAGES: Final = frozenset({"tetra_rp", "runpod_flash"})

# The enumerations of hardware and places, whose members are constants.
ENUMERATIONS: Final = frozenset(
    """CpuInstanceType CudaVersion DataCenter GpuGroup GpuType ServerlessScalerType
    ServerlessType""".split()
)

RESOURCE_CLASSES: Final = {
    cls.name: cls
    for cls in (
        ResourceClass(name="LoadBalancerSlsResource", load_balanced=True, live=False, cpu=False),
        ResourceClass(name="LiveLoadBalancer", load_balanced=True, live=True, cpu=False),
        ResourceClass(name="CpuLoadBalancerSlsResource", load_balanced=True, live=False, cpu=True),
        ResourceClass(name="CpuLiveLoadBalancer", load_balanced=True, live=True, cpu=True),
        ResourceClass(name="ServerlessEndpoint", load_balanced=False, live=False, cpu=False),
        ResourceClass(name="LiveServerless", load_balanced=False, live=True, cpu=False),
        ResourceClass(name="CpuServerlessEndpoint", load_balanced=False, live=False, cpu=True),
        ResourceClass(name="CpuLiveServerless", load_balanced=False, live=True, cpu=True),
    )
}

# Every field that a released resource class accepts, in the order in which the manifest lists them.
RESOURCE_FIELDS: Final = (
    "name",
    "imageName",
    "gpus",
    "gpuCount",
    "cudaVersions",
    "minCudaVersion",
    "instanceIds",
    "workersMin",
    "workersMax",
    "idleTimeout",
    "executionTimeoutMs",
    "scalerType",
    "scalerValue",
    "flashboot",
    "env",
    "networkVolume",
    "networkVolumes",
    "networkVolumeId",
    "locations",
    "datacenter",
    "template",
    "templateId",
    "type",
    "python_version",
    "workersPFBTarget",
    "allowedCudaVersions",
    "gpuIds",
    "computeType",
    "flashEnvironmentId",
    "flashBootType",
    "activeBuildid",
    "aiKey",
    "createdAt",
    "hubRelease",
    "repo",
    "userId",
    "id",
)

REMOTE_ARGUMENTS: Final = (
    "resource_config",
    "dependencies",
    "system_dependencies",
    "accelerate_downloads",
    "local",
    "method",
    "path",
)

# The platform's own runtime images: handlers of the SDK, not a Python to build on.
PLATFORM_IMAGES: Final = (
    "runpod/tetra-rp-lb",
    "runpod/tetra-rp",
    "runpod/tetra-rp-cpu",
    "runpod/tetra-rp-lb-cpu",
    "runpod/flash",
    "runpod/flash-cpu",
    "runpod/flash-lb",
    "runpod/flash-lb-cpu",
)


def public_name(symbol: Symbol) -> str | None:
    """Give the SDK's name for `symbol` without package and submodules; None if it is not the SDK's."""
    if not isinstance(symbol, External):
        return None
    package, _, rest = symbol.name.partition(".")
    return rest.rpartition(".")[2] if package in PACKAGES and rest else None


def is_remote(symbol: Symbol) -> bool:
    """Whether `symbol` is the SDK's `remote`."""
    return public_name(symbol) == "remote"


def resource_class(symbol: Symbol) -> ResourceClass | None:
    """Give the resource class that `symbol` is, if it is one."""
    return RESOURCE_CLASSES.get(public_name(symbol) or "")


def is_image(text: str) -> bool:
    """Whether Docker takes `text` as an image: registry, folders, tag and digest.

    Nothing passes that a shell or a Dockerfile would read as more than a name.
    """
    return _IMAGE.fullmatch(text) is not None


def is_platform_image(image: str) -> bool:
    """Whether `image`, with any tag or registry before it, is one of the platform's runtime images."""
    bare = image.split("@", maxsplit=1)[0]
    repository = bare if ":" not in bare.rpartition("/")[2] else bare.rpartition(":")[0]
    return any(repository == known or repository.endswith(f"/{known}") for known in PLATFORM_IMAGES)
