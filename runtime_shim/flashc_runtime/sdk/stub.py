"""`LoadBalancerSlsStub`: a call over HTTP with a timeout of one's own."""

from collections.abc import Callable, Sequence
from typing import Any

from flashc_runtime.sdk.dispatch import call_remote_async
from flashc_runtime.sdk.resources import LoadBalancerSlsResource


class LoadBalancerSlsStub:
    """Calls functions of one load-balanced endpoint over HTTP, wherever they are declared to run."""

    def __init__(self, server: LoadBalancerSlsResource, timeout: float | None = None) -> None:
        if timeout is not None and not timeout > 0:
            raise ValueError(f"timeout must be more than 0 seconds, not {timeout}")
        self.server = server
        """The endpoint."""
        self.timeout = 30.0 if timeout is None else timeout
        """Seconds that one call may take; 30 unless given."""

    async def __call__(
        self,
        func: Callable[..., Any],
        dependencies: Sequence[str] | None,
        system_dependencies: Sequence[str] | None,
        accelerate_downloads: bool,
        *args: Any,
        **kwargs: Any,
    ) -> Any:
        """Call `func`, which `@remote` has declared on this endpoint, with `args` and `kwargs`.

        The three parameters before them belong to the SDK's signature; the worker's image holds
        the dependencies already. Raises what `call_remote_async` raises, and `ValueError` for a
        function of another endpoint.
        """
        del dependencies, system_dependencies, accelerate_downloads
        routes = [
            each for each in getattr(func, "__remote_routes__", []) if each.resource is self.server
        ]
        if not routes:
            raise ValueError(f"{func!r} has no @remote route on {self.server!r}")
        return await call_remote_async(func, routes, args, kwargs, self.timeout)
