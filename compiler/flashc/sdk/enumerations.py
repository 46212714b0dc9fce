"""The members of the SDK's enumerations, by class, each with its value.

Read off the released SDKs (tetra_rp 0.25, runpod_flash 1.21). A worker has exactly these: a test
compares them with what its stand-in offers.
"""

from collections.abc import Mapping
from typing import Final

from flashc.sdk.hardware import CENTERS, CPUS, CUDA_VERSIONS, GPUS

_ANY: Final = {"ANY": "any"}
# `NVIDIA_A100_SXM4_80GB` and its kin are no mere rewriting of their values.
_ODD: Final = {
    "NVIDIA_GEFORCE_RTX_3090": "NVIDIA GeForce RTX 3090",
    "NVIDIA_GEFORCE_RTX_4090": "NVIDIA GeForce RTX 4090",
    "NVIDIA_GEFORCE_RTX_5090": "NVIDIA GeForce RTX 5090",
    "NVIDIA_RTX_6000_ADA_GENERATION": "NVIDIA RTX 6000 Ada Generation",
    "NVIDIA_RTX_4000_ADA_GENERATION": "NVIDIA RTX 4000 Ada Generation",
    "NVIDIA_RTX_2000_ADA_GENERATION": "NVIDIA RTX 2000 Ada Generation",
    "NVIDIA_RTX_PRO_6000_BLACKWELL_SERVER_EDITION": "NVIDIA RTX PRO 6000 Blackwell Server Edition",
    "NVIDIA_RTX_PRO_6000_BLACKWELL_WORKSTATION_EDITION": (
        "NVIDIA RTX PRO 6000 Blackwell Workstation Edition"
    ),
    "NVIDIA_RTX_PRO_6000_BLACKWELL_MAX_Q_WORKSTATION_EDITION": (
        "NVIDIA RTX PRO 6000 Blackwell Max-Q Workstation Edition"
    ),
    "NVIDIA_A100_SXM4_80GB": "NVIDIA A100-SXM4-80GB",
}
MEMBERS: Final[Mapping[str, Mapping[str, str]]] = {
    "GpuGroup": {name: _ANY.get(name, name) for name in GPUS if not name.startswith("NVIDIA")},
    "GpuType": {
        **_ANY,
        **{n: _ODD.get(n, n.replace("_", " ")) for n in GPUS if n.startswith("NVIDIA")},
    },
    "CpuInstanceType": {name: name.lower().replace("_", "-") for name in CPUS},
    "CudaVersion": {f"V{one.replace('.', '_')}": one for one in CUDA_VERSIONS},
    "DataCenter": {name: name.replace("_", "-") for name in CENTERS},
    "ServerlessScalerType": {name: name for name in ("QUEUE_DELAY", "REQUEST_COUNT")},
    "ServerlessType": {name: name for name in ("QB", "LB")},
}
# What else the classes define, and what every enumeration has, those that are text included.
_METHODS: Final = frozenset({"all", "from_string", "is_gpu_type", "mro", "name", "value"})
ATTRIBUTES: Final = _METHODS | frozenset(dir(str))


def has_attribute(enumeration: str, name: str) -> bool:
    """Whether a class of the SDK has a member or an attribute of this name; True for unknown ones."""
    members = MEMBERS.get(enumeration)
    return members is None or name in members or name in ATTRIBUTES or name.startswith("_")
