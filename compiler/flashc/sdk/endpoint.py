"""The `Endpoint` API, generation C: its arguments, its routes, and the fields that it sets.

Read off the released package (runpod_flash 1.0 to 1.21).
"""

from collections.abc import Mapping
from typing import Final

from flashc.ir.bindings import Symbol
from flashc.ir.plan.types import Json
from flashc.ir.program import Method, ResourceClass
from flashc.sdk.names import public_name

NAME: Final = "Endpoint"

ARGUMENTS: Final = (
    *("name", "id", "gpu", "cpu", "workers", "idle_timeout", "dependencies"),
    *("system_dependencies", "accelerate_downloads", "volume", "datacenter", "env", "gpu_count"),
    *("execution_timeout_ms", "flashboot", "image", "scaler_type", "scaler_value", "template"),
    *("min_cuda_version", "max_concurrency"),
)

# What `from runpod_flash import ...` may name, its parts excepted.
PUBLIC: Final = (
    *("Endpoint", "EndpointJob", "remote", "CpuInstanceType", "CpuLiveLoadBalancer"),
    *("CpuLiveServerless", "CpuLoadBalancerSlsResource", "CpuServerlessEndpoint", "CudaVersion"),
    *("DataCenter", "FlashApp", "GpuGroup", "GpuType", "LiveLoadBalancer", "LiveServerless"),
    *("LoadBalancerSlsResource", "NetworkVolume", "PodTemplate", "ResourceManager"),
    *("ServerlessEndpoint", "ServerlessScalerType", "ServerlessType", "CPU_DATACENTERS"),
    *("DEFAULT_WORKERS_MAX", "DEFAULT_WORKERS_MIN", "LoadBalancerSlsStub"),
)
PARTS: Final = frozenset(
    """cli client config core dev_console endpoint execute_class flash_context flash_sentinel logger
    protos rules runtime stubs sunset""".split()
)
# What only this package has, of the two that share the other names.
NEWER: Final = frozenset(
    """Endpoint EndpointJob CPU_DATACENTERS DEFAULT_WORKERS_MAX DEFAULT_WORKERS_MIN endpoint""".split()
)

# The methods of an object that declare a route where no client is meant.
ROUTES: Final[Mapping[str, Method]] = {method.value.lower(): method for method in Method}

# Every other public name of an object, for what is misspelt.
MEMBERS: Final = (
    *("run", "runsync", "cancel", "name", "id", "env", "image", "volume", "template"),
    *("is_cpu", "is_client", "is_load_balanced", "workers_min", "workers_max", "scaler_type"),
    *("scaler_value", "dependencies", "system_dependencies", "datacenter", "gpu_count"),
    *("idle_timeout", "execution_timeout_ms", "flashboot", "accelerate_downloads"),
    "min_cuda_version",
)

# What an argument sets, in the words of the resource classes. Those with two fields, or with a
# value of another form, are read one by one.
FIELDS: Final[Mapping[str, str]] = {
    "gpu": "gpus",
    "gpu_count": "gpuCount",
    "min_cuda_version": "minCudaVersion",
    "cpu": "instanceIds",
    "idle_timeout": "idleTimeout",
    "execution_timeout_ms": "executionTimeoutMs",
    "scaler_type": "scalerType",
    "scaler_value": "scalerValue",
    "flashboot": "flashboot",
    "env": "env",
    "volume": "networkVolume",
    "datacenter": "datacenter",
    "template": "template",
    "max_concurrency": "max_concurrency",
    "accelerate_downloads": "accelerate_downloads",
}
_ARGUMENTS_OF: Final[Mapping[str, str]] = {
    **{field: argument for argument, field in FIELDS.items()},
    "networkVolumes": "volume",
    "workersMin": "workers",
    "workersMax": "workers",
}

CPUS: Final = (
    *("cpu3g-1-4", "cpu3g-2-8", "cpu3g-4-16", "cpu3g-8-32"),
    *("cpu3c-1-2", "cpu3c-2-4", "cpu3c-4-8", "cpu3c-8-16"),
    *("cpu5c-1-2", "cpu5c-2-4", "cpu5c-4-8", "cpu5c-8-16"),
)


def is_endpoint(symbol: Symbol) -> bool:
    """Whether `symbol` is the SDK's `Endpoint`."""
    return public_name(symbol) == NAME


def class_of(*, load_balanced: bool, cpu: bool) -> ResourceClass:
    """Give what an object is by its use. It is deployed as it stands: no code comes in a request."""
    return ResourceClass(name=NAME, load_balanced=load_balanced, live=False, cpu=cpu)


def written_settings(
    resource_class: ResourceClass, fields: Mapping[str, Json]
) -> Mapping[str, Json]:
    """Give fields under the names of the API that they are written in; `workers` is a pair."""
    if resource_class.name != NAME:
        return fields
    written = {argument_of(resource_class, field): value for field, value in fields.items()}
    if "workers" in written:
        written["workers"] = (fields.get("workersMin", 0), fields.get("workersMax"))
    return {argument: written[argument] for argument in ARGUMENTS if argument in written} | {
        name: value for name, value in written.items() if name not in ARGUMENTS
    }


def argument_of(resource_class: ResourceClass, field: str) -> str:
    """Give what a field is called where the resource is written."""
    return _ARGUMENTS_OF.get(field, field) if resource_class.name == NAME else field
