"""The arguments of `Endpoint`, in the forms in which users may write them."""

from typing import Any

from flashc_runtime.naming import suggestion
from flashc_runtime.sdk import flash_resources
from flashc_runtime.sdk.enums import CpuInstanceType, GpuGroup, GpuType
from flashc_runtime.sdk.resources import ServerlessResource
from flashc_runtime.sdk.storage import NetworkVolume


def check_exclusive(
    name: str | None,
    id: str | None,  # noqa: A002  (as released)
    gpu: Any,
    cpu: Any,
    image: str | None,
) -> None:
    """Raise `ValueError` for arguments that exclude or need each other."""
    if gpu is not None and cpu is not None:
        raise ValueError("gpu and cpu are mutually exclusive: specify one or neither")
    if id is not None and image is not None:
        raise ValueError("id and image are mutually exclusive: id= connects, image= is a new one")
    if image is not None and name is None:
        raise ValueError("name or id is required when image= is set")


def workers(value: Any) -> tuple[int, int]:
    """Return the least and the most workers; a number alone is the most."""
    least = flash_resources.DEFAULT_WORKERS_MIN
    if value is None:
        return least, flash_resources.DEFAULT_WORKERS_MAX
    if isinstance(value, int) or (isinstance(value, str) and value.strip().isdecimal()):
        # Text comes from the environment: `workers=os.getenv("WORKERS", 3)`.
        pair = (least, int(value))
    elif isinstance(value, (tuple, list)) and len(value) == 2:
        pair = (int(value[0]), int(value[1]))
    else:
        raise ValueError(f"workers must be a number or a pair (least, most), not {value!r}")
    if min(pair) < 0:
        raise ValueError(f"workers cannot be negative: {pair}")
    if pair[0] > pair[1]:
        raise ValueError(f"workers: the least ({pair[0]}) exceeds the most ({pair[1]})")
    return pair


def gpus(value: Any, *, is_needed: bool) -> list[GpuGroup | GpuType] | None:
    """Return the GPUs as a list; any where none is named and one is needed."""
    if value is None:
        return [GpuGroup.ANY] if is_needed else None
    return [_gpu(each) for each in (value if isinstance(value, (list, tuple)) else [value])]


def _gpu(value: Any) -> GpuGroup | GpuType:
    """Return a member; text, which the environment gives, is its name or its value."""
    if isinstance(value, (GpuGroup, GpuType)):
        return value
    members: list[GpuGroup | GpuType] = [*GpuGroup, *GpuType]
    found = next((each for each in members if value in (each.name, each.value)), None)
    if found is None:
        hint = suggestion(str(value), [each.name for each in members])
        raise ValueError(
            f"gpu must be a GpuGroup, a GpuType or a list of them, not {value!r}{hint}"
        )
    return found


def cpus(value: Any) -> list[CpuInstanceType] | None:
    """Return the CPU instances as a list, None where none is named."""
    if value is None:
        return None
    return [_cpu(each) for each in (value if isinstance(value, (list, tuple)) else [value])]


def _cpu(value: Any) -> CpuInstanceType:
    try:
        return CpuInstanceType(value)
    except ValueError:
        hint = suggestion(str(value), [each.value for each in CpuInstanceType])
        raise ValueError(f"there is no CPU instance {value!r}{hint}") from None


def volumes(value: Any) -> list[NetworkVolume] | None:
    """Return the volumes as a list, None where none is named."""
    if value is None:
        return None
    found = list(value) if isinstance(value, (list, tuple)) else [value]
    if not found or not all(isinstance(each, NetworkVolume) for each in found):
        raise ValueError(f"volume must be a NetworkVolume or a list of at least one, not {value!r}")
    return found


def timeout(options: dict[str, Any], default: float) -> float:
    """Return the seconds that a client's call may take; raise `TypeError` for other options."""
    unknown = sorted(set(options) - {"timeout"})
    if unknown:
        hint = suggestion(unknown[0], ["timeout"])
        raise TypeError(f"a client's call takes data and timeout, not {unknown[0]!r}{hint}")
    return float(options.get("timeout", default))


def resource_class(*, load_balanced: bool, cpu: bool, live: bool) -> type[ServerlessResource]:
    """Return the resource class that an endpoint of this kind stands for."""
    kind = "LoadBalancer" if load_balanced else "Serverless"
    suffix = "" if live else {"LoadBalancer": "SlsResource", "Serverless": "Endpoint"}[kind]
    name = f"{'Cpu' if cpu else ''}{'Live' if live else ''}{kind}{suffix}"
    found: type[ServerlessResource] = getattr(flash_resources, name)
    return found
