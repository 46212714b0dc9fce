"""Stand-in for `runpod_flash.core.resources.template`."""

from flashc_runtime.sdk.storage import PodTemplate

__all__ = ["PodTemplate"]
