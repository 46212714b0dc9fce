"""Stand-in for `tetra_rp.core.resources.template`."""

from flashc_runtime.sdk.storage import PodTemplate

__all__ = ["PodTemplate"]
