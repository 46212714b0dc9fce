"""Stand-in for `tetra_rp.core.resources.network_volume`."""

from flashc_runtime.sdk.enums import DataCenter
from flashc_runtime.sdk.storage import NetworkVolume

__all__ = ["DataCenter", "NetworkVolume"]
