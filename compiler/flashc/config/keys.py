"""The keys of `flash.toml`: what each table may hold, and what each key is in the API.

The names of hardware are those of the released SDKs (tetra_rp 0.25, runpod_flash 1.21).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from flashc.config.values import Check, boolean, choice, environment, image, many, text, whole
from flashc.passes.settle.python_ranges import PYTHONS
from flashc.sdk.hardware import CENTERS, CPUS, CUDA_VERSIONS, GPUS, LONGEST_IDLE, form

TOP: Final = ("python", "root", "lints", "imports", "endpoint", "resource", "function")


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A key: the field or argument of the API that it sets, and what its value must be."""

    field: str
    check: Check


# Everything that concerns how an endpoint is deployed.
_DEPLOYED: Final[Mapping[str, Key]] = {
    "image": Key(field="imageName", check=image),
    "gpus": Key(
        field="gpus",
        check=many(choice(GPUS, what="a GPU", spelled=form), what="an array of GPUs"),
    ),
    "gpuCount": Key(field="gpuCount", check=whole(1)),
    "cudaVersions": Key(
        field="cudaVersions",
        check=many(choice(CUDA_VERSIONS, what="a CUDA version"), what="an array of CUDA versions"),
    ),
    "minCudaVersion": Key(
        field="minCudaVersion", check=choice(CUDA_VERSIONS, what="a CUDA version")
    ),
    "instanceIds": Key(
        field="instanceIds",
        check=many(
            choice(CPUS, what="a CPU instance", spelled=form), what="an array of CPU instances"
        ),
    ),
    "workersMin": Key(field="workersMin", check=whole(0)),
    "workersMax": Key(field="workersMax", check=whole(0)),
    "idleTimeout": Key(field="idleTimeout", check=whole(1, LONGEST_IDLE)),
    "executionTimeoutMs": Key(field="executionTimeoutMs", check=whole(0)),
    "scalerType": Key(
        field="scalerType", check=choice(("REQUEST_COUNT", "QUEUE_DELAY"), what="a scaler")
    ),
    "scalerValue": Key(field="scalerValue", check=whole(1)),
    "flashboot": Key(field="flashboot", check=boolean),
    "env": Key(field="env", check=environment),
    "networkVolumeId": Key(field="networkVolumeId", check=text),
    "locations": Key(field="locations", check=text),
    "datacenter": Key(
        field="datacenter", check=choice(CENTERS, what="a data center", spelled=form)
    ),
    "templateId": Key(field="templateId", check=text),
}
INCLUDE: Final = "include"
PYTHON: Final = choice(PYTHONS, what="a version of Python that workers run on")
ENDPOINT: Final[Mapping[str, Key]] = {
    **_DEPLOYED,
    "python": Key(field="python_version", check=PYTHON),
    INCLUDE: Key(field=INCLUDE, check=many(text, what="an array of file patterns")),
}
RESOURCE: Final[Mapping[str, Key]] = {"name": Key(field="name", check=text), **_DEPLOYED}
FUNCTION: Final[Mapping[str, Key]] = {
    "method": Key(field="method", check=text),
    "path": Key(field="path", check=text),
    "dependencies": Key(
        field="dependencies", check=many(text, what="an array of requirements (PEP 508)")
    ),
    "system_dependencies": Key(
        field="system_dependencies", check=many(text, what="an array of Debian packages")
    ),
}
# What people write who know the API or another tool, and what it is called here.
OTHER_NAMES: Final[Mapping[str, str]] = {
    "imageName": "image",
    "base_image": "image",
    "gpu": "gpus",
    "cpu": "instanceIds",
    "workers": "workersMax",
    "timeout": "executionTimeoutMs",
    "execution_timeout": "executionTimeoutMs",
    "files": "include",
    "data": "include",
    "environment": "env",
    "endpoints": "endpoint",
    "resources": "resource",
    "functions": "function",
    "lint": "lints",
    "python_version": "python",
}
