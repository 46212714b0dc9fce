"""Stand-in for `runpod_flash.core.resources`."""

from flashc_runtime.sdk.enums import CpuInstanceType as CpuInstanceType
from flashc_runtime.sdk.enums import CudaVersion as CudaVersion
from flashc_runtime.sdk.enums import DataCenter as DataCenter
from flashc_runtime.sdk.enums import GpuGroup as GpuGroup
from flashc_runtime.sdk.enums import GpuType as GpuType
from flashc_runtime.sdk.enums import ServerlessScalerType as ServerlessScalerType
from flashc_runtime.sdk.enums import ServerlessType as ServerlessType
from flashc_runtime.sdk.flash_resources import CpuLiveLoadBalancer as CpuLiveLoadBalancer
from flashc_runtime.sdk.flash_resources import CpuLiveServerless as CpuLiveServerless
from flashc_runtime.sdk.flash_resources import (
    CpuLoadBalancerSlsResource as CpuLoadBalancerSlsResource,
)
from flashc_runtime.sdk.flash_resources import CpuServerlessEndpoint as CpuServerlessEndpoint
from flashc_runtime.sdk.flash_resources import LiveLoadBalancer as LiveLoadBalancer
from flashc_runtime.sdk.flash_resources import LiveServerless as LiveServerless
from flashc_runtime.sdk.flash_resources import LoadBalancerSlsResource as LoadBalancerSlsResource
from flashc_runtime.sdk.flash_resources import ServerlessEndpoint as ServerlessEndpoint
from flashc_runtime.sdk.storage import NetworkVolume as NetworkVolume
from flashc_runtime.sdk.storage import PodTemplate as PodTemplate
from flashc_runtime.sdk.unavailable import FlashApp as FlashApp
from flashc_runtime.sdk.unavailable import ResourceManager as ResourceManager

__all__ = [
    "CpuInstanceType",
    "CpuLiveLoadBalancer",
    "CpuLiveServerless",
    "CpuLoadBalancerSlsResource",
    "CpuServerlessEndpoint",
    "CudaVersion",
    "DataCenter",
    "FlashApp",
    "GpuGroup",
    "GpuType",
    "LiveLoadBalancer",
    "LiveServerless",
    "LoadBalancerSlsResource",
    "NetworkVolume",
    "PodTemplate",
    "ResourceManager",
    "ServerlessEndpoint",
    "ServerlessScalerType",
    "ServerlessType",
]
