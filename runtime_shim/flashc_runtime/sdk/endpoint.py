"""`Endpoint`: generation C of the SDK, one object for routes, queue functions and clients.

What it is shows from its use: `@api.get("/x")` makes it load-balanced, `@api` queue-based, and with
`id=` or `image=` it is a client. In a worker, its own functions run directly and all others go over
HTTP. Elsewhere functions run where they are called, as the released SDK takes its development
classes there; `FLASH_IS_LIVE_PROVISIONING=false` makes calls go to the deployed endpoint instead.
"""

import os
from collections.abc import Awaitable, Generator, Mapping, Sequence
from typing import Any, NoReturn, Protocol, TypeVar, cast

from flashc_runtime.sdk import client, endpoint_options
from flashc_runtime.sdk.enums import (
    CpuInstanceType,
    CudaVersion,
    DataCenter,
    GpuGroup,
    GpuType,
    ServerlessScalerType,
)
from flashc_runtime.sdk.job import EndpointJob
from flashc_runtime.sdk.remote import Decorator, remote
from flashc_runtime.sdk.resources import ServerlessResource
from flashc_runtime.sdk.routes import check_path
from flashc_runtime.sdk.storage import NetworkVolume, PodTemplate

T = TypeVar("T")

CLIENT_TIMEOUT_SECONDS = 60.0


class RouteOrAnswer(Decorator, Awaitable[Any], Protocol):
    """What `api.get(...)` returns: a decorator, or for a client the answer to be awaited."""


class _Answer:
    """The call of a client: it is sent when it is awaited."""

    def __init__(self, endpoint: "Endpoint", method: str, path: str, data: Any, timeout: float):
        self._endpoint = endpoint
        self._request = (method, path, data, timeout)

    def __await__(self) -> Generator[Any, None, Any]:
        address = client.routes_address(self._endpoint.name, self._endpoint.id)
        sent = client.request(self._endpoint.label, address, *self._request)
        return sent.__await__()

    def __call__(self, *_: Any, **__: Any) -> NoReturn:
        method, path, _data, _timeout = self._request
        raise TypeError(
            f"{self._endpoint!r} is a client: .{method.lower()}({path!r}) calls it and cannot "
            f"decorate a function. Use Endpoint(name=...) without id= and image= for your own code"
        )


class Endpoint:
    """One endpoint; see the module's text. Unknown and contradictory arguments raise at once."""

    def __init__(
        self,
        name: str | None = None,
        *,
        id: str | None = None,  # noqa: A002  (as released)
        gpu: GpuGroup | GpuType | list[GpuGroup | GpuType] | None = None,
        cpu: str | CpuInstanceType | list[str | CpuInstanceType] | None = None,
        workers: int | tuple[int, int] | None = None,
        idle_timeout: int = 60,
        dependencies: Sequence[str] | None = None,
        system_dependencies: Sequence[str] | None = None,
        accelerate_downloads: bool = True,
        volume: NetworkVolume | list[NetworkVolume] | None = None,
        datacenter: DataCenter | str | Sequence[DataCenter | str] | None = None,
        env: Mapping[str, str] | None = None,
        gpu_count: int = 1,
        execution_timeout_ms: int = 0,
        flashboot: bool = True,
        image: str | None = None,
        scaler_type: ServerlessScalerType | None = None,
        scaler_value: int = 4,
        template: PodTemplate | None = None,
        min_cuda_version: CudaVersion | str | None = CudaVersion.V12_8,
        max_concurrency: int = 1,
    ) -> None:
        endpoint_options.check_exclusive(name, id, gpu, cpu, image)
        if max_concurrency < 1:
            raise ValueError(f"max_concurrency must be at least 1, not {max_concurrency}")
        self.name, self.id, self.image = name, id, image
        self.gpu = endpoint_options.gpus(gpu, is_needed=cpu is None and id is None)
        self.cpu = endpoint_options.cpus(cpu)
        self.workers_min, self.workers_max = endpoint_options.workers(workers)
        self.idle_timeout = idle_timeout
        self.dependencies = dependencies
        self.system_dependencies = system_dependencies
        self.accelerate_downloads = accelerate_downloads
        self.volume = endpoint_options.volumes(volume)
        self.datacenter = datacenter
        self.env = None if env is None else dict(env)
        self.gpu_count = gpu_count
        self.execution_timeout_ms = execution_timeout_ms
        self.flashboot = flashboot
        self.scaler_value = scaler_value
        self.template = template
        self.min_cuda_version = min_cuda_version
        self.max_concurrency = max_concurrency
        self._scaler_type = scaler_type
        self._routes: dict[tuple[str, str], str] = {}
        self._target: Any = None
        self._resource: ServerlessResource | None = None

    def __repr__(self) -> str:
        shown = {"name": self.name, "id": self.id, "image": self.image}
        parts = (f"{key}={value!r}" for key, value in shown.items() if value is not None)
        return f"Endpoint({', '.join(parts)})"

    @property
    def is_client(self) -> bool:
        """Whether it only calls what runs elsewhere."""
        return self.id is not None or self.image is not None

    @property
    def is_cpu(self) -> bool:
        """Whether it runs on CPUs."""
        return self.cpu is not None

    @property
    def is_load_balanced(self) -> bool:
        """Whether it has routes."""
        return bool(self._routes)

    @property
    def scaler_type(self) -> ServerlessScalerType:
        """What it scales by: requests if it has routes, else the delay of its queue."""
        if self._scaler_type is not None:
            return self._scaler_type
        kind = ServerlessScalerType
        return kind.REQUEST_COUNT if self.is_load_balanced else kind.QUEUE_DELAY

    @property
    def label(self) -> str:
        """How messages call it."""
        return self.name or self.id or "endpoint"

    # --- Your own code ---

    def __call__(self, target: T) -> T:
        """Declare `target`, a function or class, as what the queue-based endpoint runs.

        Raises `ValueError` for a client and for an object that has routes.
        """
        if self.is_client:
            raise ValueError(
                f"{self!r} is a client and cannot decorate {target!r}: use Endpoint(name=...) "
                f"without id= and image= for your own code"
            )
        if self._routes:
            raise ValueError(f"{self!r} has routes and cannot decorate a function itself as well")
        if self.name is None:
            self.name = str(getattr(target, "__name__", ""))
        self._target = target
        decorate = remote(
            self._declared(),
            dependencies=self.dependencies,
            system_dependencies=self.system_dependencies,
            accelerate_downloads=self.accelerate_downloads,
        )
        return cast("T", cast("Any", decorate)(target))

    def get(self, path: str, data: Any = None, **options: Any) -> RouteOrAnswer:
        """Declare a GET route, or send a GET request with a client; `timeout=` in seconds."""
        return self._route_or_answer("GET", path, data, options)

    def post(self, path: str, data: Any = None, **options: Any) -> RouteOrAnswer:
        """Declare a POST route, or send a POST request with a client; `timeout=` in seconds."""
        return self._route_or_answer("POST", path, data, options)

    def put(self, path: str, data: Any = None, **options: Any) -> RouteOrAnswer:
        """Declare a PUT route, or send a PUT request with a client; `timeout=` in seconds."""
        return self._route_or_answer("PUT", path, data, options)

    def delete(self, path: str, data: Any = None, **options: Any) -> RouteOrAnswer:
        """Declare a DELETE route, or send a DELETE request with a client; `timeout=` in seconds."""
        return self._route_or_answer("DELETE", path, data, options)

    def patch(self, path: str, data: Any = None, **options: Any) -> RouteOrAnswer:
        """Declare a PATCH route, or send a PATCH request with a client; `timeout=` in seconds."""
        return self._route_or_answer("PATCH", path, data, options)

    def _route_or_answer(
        self, method: str, path: str, data: Any, options: dict[str, Any]
    ) -> RouteOrAnswer:
        if self.is_client:
            timeout = endpoint_options.timeout(options, CLIENT_TIMEOUT_SECONDS)
            return cast("RouteOrAnswer", _Answer(self, method, path, data, timeout))
        if data is not None or options:
            raise TypeError(
                f"data and keyword arguments are for clients (id= or image=): declare a route with "
                f"@api.{method.lower()}({path!r}) alone"
            )
        return cast("RouteOrAnswer", self._route(method, path))

    def _route(self, method: str, path: str) -> Decorator:
        if self.name is None:
            raise ValueError("name is required for load-balanced endpoints: Endpoint(name=...)")
        if self._target is not None:
            raise ValueError(f"{self!r} decorates a function itself and cannot have routes as well")
        check_path(path)

        def decorate(target: Any) -> Any:
            taken = self._routes.get((method, path))
            if taken is not None:
                raise ValueError(
                    f"duplicate route {method} {path}: it belongs to {taken!r} already"
                )
            self._routes[method, path] = target.__name__
            return remote(
                self._declared(),
                dependencies=self.dependencies,
                system_dependencies=self.system_dependencies,
                accelerate_downloads=self.accelerate_downloads,
                method=method,
                path=path,
            )(target)

        return cast("Decorator", decorate)

    def _declared(self) -> ServerlessResource:
        """Return the resource that the object stands for, made by its first use."""
        if self._resource is None:
            kind = endpoint_options.resource_class(
                load_balanced=self.is_load_balanced, cpu=self.is_cpu, live=_is_live()
            )
            self._resource = kind(**self._fields())
        return self._resource

    def _fields(self) -> dict[str, Any]:
        fields: dict[str, Any] = {
            "name": self.name,
            "workersMin": self.workers_min,
            "workersMax": self.workers_max,
            "idleTimeout": self.idle_timeout,
            "executionTimeoutMs": self.execution_timeout_ms,
            "flashboot": self.flashboot,
            "datacenter": self.datacenter,
            "scalerType": self.scaler_type,
            "scalerValue": self.scaler_value,
            "template": self.template,
            "env": self.env,
        }
        if self.volume is not None:
            several = len(self.volume) > 1
            fields["networkVolumes" if several else "networkVolume"] = (
                self.volume if several else self.volume[0]
            )
        if self.cpu is not None:
            return {**fields, "instanceIds": self.cpu}
        version = self.min_cuda_version
        return {**fields, "gpus": self.gpu, "gpuCount": self.gpu_count, "minCudaVersion": version}

    # --- Queues that run elsewhere ---

    async def run(self, input_data: Any, *, webhook: str | None = None) -> EndpointJob:
        """Submit a job, and return it at once; `webhook` is a URL to be called when it is done."""
        payload = {"input": input_data} | ({} if webhook is None else {"webhook": webhook})
        return EndpointJob(await self._queue("POST", "/run", payload), self._queue)

    async def runsync(self, input_data: Any, timeout: float = 60.0) -> EndpointJob:
        """Submit a job and wait for it, at most `timeout` seconds."""
        data = await self._queue("POST", "/runsync", {"input": input_data}, timeout)
        return EndpointJob(data, self._queue)

    async def cancel(self, job_id: str) -> EndpointJob:
        """Cancel a job by its id."""
        return EndpointJob(await self._queue("POST", f"/cancel/{job_id}", None), self._queue)

    async def _queue(
        self, method: str, path: str, data: Any, timeout: float = CLIENT_TIMEOUT_SECONDS
    ) -> dict[str, Any]:
        address = client.queue_address(self.name, self.id)
        answer = await client.request(self.label, address, method, path, data, timeout)
        if not isinstance(answer, dict):
            raise TypeError(f"{self!r} did not answer with a job: {answer!r:.200}")
        return answer


def _is_live() -> bool:
    return os.environ.get("FLASH_IS_LIVE_PROVISIONING", "").lower() != "false"
