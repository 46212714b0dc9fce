"""The keys of `flash.toml`: what each table may hold, and what each key is in the API.

The names of hardware are those of the released SDKs (tetra_rp 0.25, runpod_flash 1.21).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from flashc.config.values import Check, boolean, choice, environment, image, many, text, whole
from flashc.passes.settle.python_ranges import PYTHONS

TOP: Final = ("python", "root", "lints", "imports", "endpoint", "resource", "function")


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A key: the field or argument of the API that it sets, and what its value must be."""

    field: str
    check: Check


def _form(word: str) -> str:
    """Compare names as `NVIDIA_L4`, `nvidia l4` and `NVIDIA-L4` alike."""
    return re.sub(r"[^a-z0-9]+", "_", word.lower())


_GPUS = (
    *("ANY", "ADA_24", "ADA_32_PRO", "ADA_48_PRO", "ADA_80_PRO", "AMPERE_16", "AMPERE_24"),
    *("AMPERE_48", "AMPERE_80", "HOPPER_141", "BLACKWELL_96", "BLACKWELL_180"),
    *("NVIDIA_GEFORCE_RTX_3090", "NVIDIA_GEFORCE_RTX_4090", "NVIDIA_GEFORCE_RTX_5090"),
    *("NVIDIA_RTX_6000_ADA_GENERATION", "NVIDIA_RTX_4000_ADA_GENERATION"),
    *("NVIDIA_RTX_2000_ADA_GENERATION", "NVIDIA_RTX_PRO_6000_BLACKWELL_SERVER_EDITION"),
    "NVIDIA_RTX_PRO_6000_BLACKWELL_WORKSTATION_EDITION",
    "NVIDIA_RTX_PRO_6000_BLACKWELL_MAX_Q_WORKSTATION_EDITION",
    *("NVIDIA_RTX_A4000", "NVIDIA_RTX_A4500", "NVIDIA_RTX_A5000", "NVIDIA_RTX_A6000"),
    *("NVIDIA_A40", "NVIDIA_L4", "NVIDIA_A100_80GB_PCIe", "NVIDIA_A100_SXM4_80GB"),
    *("NVIDIA_H100_80GB_HBM3", "NVIDIA_H200", "NVIDIA_B200"),
)
_CPUS = (
    *("CPU3G_1_4", "CPU3G_2_8", "CPU3G_4_16", "CPU3G_8_32"),
    *("CPU3C_1_2", "CPU3C_2_4", "CPU3C_4_8", "CPU3C_8_16"),
    *("CPU5C_1_2", "CPU5C_2_4", "CPU5C_4_8", "CPU5C_8_16"),
)
_CENTERS = (
    *("US_CA_2", "US_IL_1", "US_KS_2", "US_MO_1", "US_MO_2", "US_NC_2", "US_NE_1", "US_WA_1"),
    *("EU_CZ_1", "EU_RO_1", "EUR_NO_1"),
)
_CUDA = (
    *("11.8", "12.0", "12.1", "12.2", "12.3", "12.4", "12.5", "12.6", "12.7", "12.8", "12.9"),
    "13.0",
)
_HOUR = 3600

# Everything that concerns how an endpoint is deployed.
_DEPLOYED: Final[Mapping[str, Key]] = {
    "image": Key(field="imageName", check=image),
    "gpus": Key(
        field="gpus",
        check=many(choice(_GPUS, what="a GPU", spelled=_form), what="an array of GPUs"),
    ),
    "gpuCount": Key(field="gpuCount", check=whole(1)),
    "cudaVersions": Key(
        field="cudaVersions",
        check=many(choice(_CUDA, what="a CUDA version"), what="an array of CUDA versions"),
    ),
    "minCudaVersion": Key(field="minCudaVersion", check=choice(_CUDA, what="a CUDA version")),
    "instanceIds": Key(
        field="instanceIds",
        check=many(
            choice(_CPUS, what="a CPU instance", spelled=_form), what="an array of CPU instances"
        ),
    ),
    "workersMin": Key(field="workersMin", check=whole(0)),
    "workersMax": Key(field="workersMax", check=whole(0)),
    "idleTimeout": Key(field="idleTimeout", check=whole(1, _HOUR)),
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
        field="datacenter", check=choice(_CENTERS, what="a data center", spelled=_form)
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
