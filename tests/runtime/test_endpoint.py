"""`Endpoint` of the stand-in: what it refuses, who runs its functions, and what its clients send."""

import asyncio
import inspect
import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from flashc_runtime import identity, own_endpoint
from runpod_flash import Endpoint, EndpointJob, GpuGroup, NetworkVolume
from runpod_flash import ServerlessScalerType as Scaler

api = Endpoint(name="weather", cpu="cpu3c-1-2", workers=(1, 3))
queue = Endpoint(name="jobs", gpu=GpuGroup.ADA_24)


@api.get("/forecast/{day}")
@api.post("/forecasts")
def forecast(day: str, days: int = 1) -> list[str]:
    """Say what comes."""
    return [day] * days


@api.post("/report")
async def report(text: str) -> str:
    return text.upper()


@queue
def work(x: int) -> int:
    return x + 1


@pytest.fixture
def worker() -> Iterator[None]:
    """Make this process a worker that owns `forecast` alone."""
    endpoints, owned = list(identity._endpoints), set(identity._owned)
    own_endpoint("weather", {__name__: ("forecast",)})
    yield
    identity._endpoints[:] = endpoints
    identity._owned.clear()
    identity._owned.update(owned)


class Elsewhere(BaseHTTPRequestHandler):
    """Plays what clients call: an echo of every request, and a queue."""

    asked: list[str] = []  # noqa: RUF012  (one list for all, emptied by the fixture)

    def do_GET(self) -> None:
        """Answer every method."""
        self.asked.append(f"{self.command} {self.path}")
        length = int(self.headers.get("content-length") or 0)
        body = self.rfile.read(length)
        job = {"id": "job-1", "status": "IN_QUEUE"}
        answers: dict[str, Any] = {
            "/run": job,
            "/runsync": {"id": "job-2", "status": "COMPLETED", "output": {"text": "hi"}},
            "/status/job-1": {**job, "status": "COMPLETED", "output": [1]},
            "/cancel/job-1": {**job, "status": "CANCELLED"},
        }
        echo = {"method": self.command, "path": self.path, "body": json.loads(body or "null")}
        text = json.dumps(answers.get(self.path, echo)).encode()
        self.send_response(404 if self.path == "/missing" else 200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    do_POST = do_PUT = do_DELETE = do_PATCH = do_GET  # noqa: N815

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Stay silent."""


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Serve what `Endpoint(id="abc-1")` and the endpoint `vllm` call."""
    Elsewhere.asked.clear()
    with ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        url = f"http://127.0.0.1:{server.server_address[1]}"
        monkeypatch.setenv("FLASH_ENDPOINT_URL_ABC_1", url)
        monkeypatch.setenv("FLASH_ENDPOINT_URL_VLLM", url)
        yield Elsewhere.asked
        server.shutdown()
        thread.join()


def run(make: Callable[[], Any]) -> Any:
    async def main() -> Any:
        return await make()

    return asyncio.run(main())


# --- Your own code ---


def test_a_decorated_function_stays_what_it_was() -> None:
    assert forecast("mon", 2) == ["mon", "mon"]
    assert list(inspect.signature(forecast).parameters) == ["day", "days"]
    assert forecast.__doc__ == "Say what comes."
    assert inspect.iscoroutinefunction(report)
    assert asyncio.run(report("a")) == "A"
    assert work(1) == 2


def test_several_routes_of_one_function_are_kept() -> None:
    routes = forecast.__remote_routes__  # type: ignore[attr-defined]
    assert [(r.method, r.path) for r in routes] == [
        ("GET", "/forecast/{day}"),
        ("POST", "/forecasts"),
    ]
    assert {r.resource.name for r in routes} == {"weather"}
    assert (api.is_load_balanced, api.is_cpu, api.is_client) == (True, True, False)
    assert (api.workers_min, api.workers_max) == (1, 3)
    assert (api.scaler_type, queue.scaler_type) == (Scaler.REQUEST_COUNT, Scaler.QUEUE_DELAY)


@pytest.mark.usefixtures("worker")
def test_in_a_worker_own_functions_run_and_others_go_over_http(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert forecast("tue") == ["tue"]
    monkeypatch.setenv("FLASH_ENDPOINT_URL_WEATHER", "http://127.0.0.1:9")
    with pytest.raises(ConnectionError, match="cannot reach endpoint 'weather'"):
        asyncio.run(report("a"))
    with pytest.raises(NotImplementedError, match="queue-based endpoint 'jobs'"):
        work(1)


def test_deployed_functions_can_be_called_from_anywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLASH_IS_LIVE_PROVISIONING", "false")
    deployed = Endpoint(name="far away")

    @deployed.get("/x")
    def far() -> int:
        return 1

    with pytest.raises(ValueError, match="FLASH_ENDPOINT_URL_FAR_AWAY"):
        far()


def test_a_queue_takes_the_name_of_what_it_decorates() -> None:
    unnamed = Endpoint(volume=NetworkVolume(name="models"))

    @unnamed
    class Model:
        def run(self) -> int:
            return 1

    assert unnamed.name == "Model"
    assert Model().run() == 1


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        ({"gpu": GpuGroup.ANY, "cpu": "cpu3c-1-2"}, "gpu and cpu are mutually exclusive"),
        ({"id": "a", "image": "b"}, "id and image are mutually exclusive"),
        ({"image": "b"}, "name or id is required"),
        ({"max_concurrency": 0}, "at least 1"),
        ({"workers": -1}, "negative"),
        ({"workers": (3, 1)}, "exceeds the most"),
        ({"workers": "three"}, "a number or a pair"),
        ({"gpu": 24}, "gpu must be"),
        ({"gpu": "ADA_25"}, "did you mean 'ADA_24'"),
        ({"cpu": "cpu3c-1-3"}, "did you mean 'cpu3c-1-2'"),
        ({"volume": []}, "volume must be"),
    ],
)
def test_wrong_arguments_are_named(arguments: dict[str, Any], text: str) -> None:
    with pytest.raises(ValueError, match=text):
        Endpoint(**arguments)


def test_an_object_is_of_one_kind() -> None:
    with pytest.raises(ValueError, match="has routes"):
        api(work)
    with pytest.raises(ValueError, match="decorates a function itself"):
        queue.get("/x")
    with pytest.raises(ValueError, match="duplicate route POST /report"):
        api.post("/report")(forecast)
    with pytest.raises(ValueError, match="name is required"):
        Endpoint(cpu="cpu3c-1-2").get("/x")
    with pytest.raises(ValueError, match="reserved"):
        api.get("/ping")
    with pytest.raises(TypeError, match="for clients"):
        api.post("/y", {"a": 1})


def test_a_client_decorates_nothing() -> None:
    client = Endpoint(id="abc-1")
    with pytest.raises(ValueError, match="is a client"):
        client(work)
    with pytest.raises(TypeError, match="is a client"):
        client.post("/x")(work)


# --- Clients ---


@pytest.mark.usefixtures("elsewhere")
def test_a_client_sends_json_and_gives_the_answer() -> None:
    client = Endpoint(id="abc-1")
    for method in ("get", "post", "put", "delete", "patch"):
        answer = run(lambda m=method: getattr(client, m)("/v1/x?y=1", {"a": [1]}, timeout=60))
        assert answer == {"method": method.upper(), "path": "/v1/x?y=1", "body": {"a": [1]}}
    assert run(lambda: client.get("/plain"))["body"] is None
    with pytest.raises(RuntimeError, match="404"):
        run(lambda: client.get("/missing"))
    with pytest.raises(TypeError, match="did you mean 'timeout'"):
        client.get("/x", timeouts=1)


@pytest.mark.usefixtures("elsewhere")
def test_an_image_is_called_where_its_name_is_configured() -> None:
    assert run(lambda: Endpoint(name="vllm", image="a/b").get("/v1/models"))["path"] == "/v1/models"
    with pytest.raises(ValueError, match="FLASH_ENDPOINT_URL_OTHER"):
        run(lambda: Endpoint(name="other", image="a/b").get("/x"))


def test_jobs_are_submitted_waited_for_and_cancelled(elsewhere: list[str]) -> None:
    client = Endpoint(id="abc-1")

    async def main() -> None:
        done = await client.runsync({"prompt": "x"})
        assert isinstance(done, EndpointJob)
        assert (done.done, done.output, done.error) == (True, {"text": "hi"}, None)
        job = await client.run({"prompt": "x"}, webhook="http://me")
        assert (job.id, job.done) == ("job-1", False)
        assert repr(job) == "EndpointJob(id='job-1', status='IN_QUEUE')"
        assert (await job.wait(timeout=60)).output == [1]
        assert (await job.cancel()).done
        assert (await client.cancel("job-1")).done

    asyncio.run(main())
    assert elsewhere == [
        "POST /runsync",
        "POST /run",
        "GET /status/job-1",
        "POST /cancel/job-1",
        "POST /cancel/job-1",
    ]


def test_without_an_address_an_id_is_one_of_the_platform() -> None:
    from flashc_runtime.sdk.client import queue_address, routes_address

    assert routes_address(None, "k3") == "https://k3.api.runpod.ai"
    assert queue_address(None, "k3") == "https://api.runpod.ai/v2/k3"
