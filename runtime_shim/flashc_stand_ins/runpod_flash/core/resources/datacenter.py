"""Stand-in for `runpod_flash.core.resources.datacenter`."""

from flashc_runtime.sdk.enums import CPU_DATACENTERS, DataCenter

__all__ = ["CPU_DATACENTERS", "DataCenter"]
