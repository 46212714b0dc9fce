"""Members of the SDK's enumerations, which are constants: by name, and by value."""

import re

from flashc.ir.facts import Fact, Known, Reference, Unknown, Value
from flashc.sdk.hardware import CENTERS, CPUS, CUDA_VERSIONS, GPUS, form
from flashc.sdk.names import ENUMERATIONS, PACKAGES
from flashc.source import Span

_NAMES = {
    form(name): name for name in (*GPUS, *CPUS, *CENTERS, *(f"V{one}" for one in CUDA_VERSIONS))
}


def is_enumeration(name: str) -> bool:
    """Whether the full name of something is that of an enumeration of the SDK."""
    package, _, rest = name.partition(".")
    return package in PACKAGES and rest.rpartition(".")[2] in ENUMERATIONS


def member_named(owner: Value, name: Value) -> Reference | None:
    """Give `GpuGroup["ADA_24"]`, which is `GpuGroup.ADA_24`; None for anything else."""
    if not isinstance(owner, Reference) or not is_enumeration(owner.name):
        return None
    if not isinstance(name, str) or not name.isidentifier():
        return None
    return Reference(name=f"{owner.name}.{name}")


def member_of(enumeration: str, value: Fact, span: Span) -> Fact:
    """Give the member of an enumeration of the SDK that has a value."""
    if isinstance(value, Known) and isinstance(value.value, str):
        member = _valued(enumeration, value.value)
        if member is not None:
            return Known(value=member, span=span)
    if isinstance(value, Unknown) and value.broken:
        return value
    return Unknown(reason="is a member that is chosen when it runs", span=span)


def _valued(owner: str, value: str) -> Reference | None:
    """Give `GpuType("NVIDIA L4")`, which is `GpuType.NVIDIA_L4`; what no table knows, as it is."""
    written = f"v{value}" if owner.endswith("CudaVersion") else value
    known = _NAMES.get(form(written), re.sub(r"\W+", "_", value))
    return Reference(name=f"{owner}.{re.sub(r'[.]', '_', known)}") if known else None
