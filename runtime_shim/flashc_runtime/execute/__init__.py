"""`/execute`: runs code that comes in a request. Shipped in workers of Live resources alone."""

from flashc_runtime.execute.endpoint import Execute as Execute

__all__ = ["Execute"]
