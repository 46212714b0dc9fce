"""The modules of the SDKs that code imports from, and what each of them has.

Read off the released packages (tetra_rp 0.25, runpod_flash 1.21). A worker has exactly these: its
stand-in holds a module for each, which a test compares with this table.
"""

from collections.abc import Mapping
from typing import Final

_BOTH = {
    "client": "remote",
    "core": "",
    "core.resources": """CpuInstanceType CpuLiveLoadBalancer CpuLiveServerless CpuLoadBalancerSlsResource
        CpuServerlessEndpoint LiveLoadBalancer LiveServerless LoadBalancerSlsResource
        ServerlessEndpoint CudaVersion DataCenter FlashApp
        GpuGroup GpuType NetworkVolume PodTemplate
        ResourceManager ServerlessScalerType ServerlessType""",
    "core.resources.cpu": "CpuInstanceType",
    "core.resources.gpu": "GpuGroup GpuType",
    "core.resources.live_serverless": """CpuLiveLoadBalancer CpuLiveServerless LiveLoadBalancer
        LiveServerless""",
    "core.resources.load_balancer_sls_resource": """CpuLoadBalancerSlsResource
        LoadBalancerSlsResource""",
    "core.resources.network_volume": "DataCenter NetworkVolume",
    "core.resources.serverless": """CudaVersion ServerlessEndpoint ServerlessScalerType
        ServerlessType""",
    "core.resources.serverless_cpu": "CpuServerlessEndpoint",
    "core.resources.template": "PodTemplate",
    "stubs": "LoadBalancerSlsStub",
    "stubs.load_balancer_sls": "LoadBalancerSlsStub",
}
_NEWER = {
    "endpoint": "Endpoint EndpointJob",
    "core.resources.datacenter": "CPU_DATACENTERS DataCenter",
}
# By dotted name, the packages themselves excepted.
SUBMODULES: Final[Mapping[str, frozenset[str]]] = {
    f"{package}.{module}": frozenset(names.split())
    for package, modules in (("tetra_rp", _BOTH), ("runpod_flash", _BOTH | _NEWER))
    for module, names in modules.items()
}
