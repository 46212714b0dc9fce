"""`@remote`: what it refuses, what it keeps, and who runs the function."""

import asyncio
import inspect
import pickle
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest

from flashc_runtime import identity, own_endpoint
from runtime.processes import environment
from tetra_rp import LiveLoadBalancer, LiveServerless, LoadBalancerSlsResource, remote

live = LiveLoadBalancer(name="weather-live")
deployed = LoadBalancerSlsResource(name="weather service", imageName="x")
queue = LiveServerless(name="jobs")


@remote(live, method="get", path="/forecast/{day}")
def forecast(day: str, days: int = 1) -> list[str]:
    """Say what comes."""
    return [day] * days


@remote(resource_config=live, method="POST", path="/report", dependencies=["numpy"])
async def report(text: str) -> str:
    return text.upper()


@remote(live, method="GET", path="/count")
def count(limit: int) -> Iterator[int]:
    yield from range(limit)


@remote(live, method="GET", path="/ticks")
async def ticks(limit: int) -> AsyncIterator[int]:
    for each in range(limit):
        yield each


@remote(deployed, method="GET", path="/far/{day}")
def far(day: str) -> str:
    return day


@remote(deployed, method="POST", path="/far")
async def far_async(day: str) -> str:
    return day


@remote(deployed, method="GET", path="/near", local=True)
def near() -> str:
    return "near"


@remote(live, method="GET", path="/old")
@remote(live, method="GET", path="/new")
def renamed() -> str:
    return "same"


@remote(queue)
class Model:
    """A class of a queue-based endpoint."""

    def __init__(self, size: int) -> None:
        self.size = size

    def run(self) -> int:
        """Return the size."""
        return self.size


@pytest.fixture
def worker(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make this process a worker of one endpoint, which owns `far` and the class."""
    monkeypatch.setattr(identity, "_endpoints", [])
    monkeypatch.setattr(identity, "_owned", set())
    own_endpoint("weather service", {__name__: ("far", "Model")})


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        ({}, "LiveLoadBalancer 'weather-live' requires both 'method' and 'path'"),
        ({"method": "GET"}, "requires both 'method' and 'path'"),
        ({"path": "/x"}, "requires both 'method' and 'path'"),
        (
            {"method": "PTACH", "path": "/x"},
            "Invalid HTTP method 'PTACH' must be one of: GET, POST, PUT, DELETE, PATCH; did you ",
        ),
        ({"method": "OPTIONS", "path": "/x"}, "Invalid HTTP method 'OPTIONS' must be one of: "),
        ({"method": "GET", "path": "api/x"}, "path must start with '/': write '/api/x'"),
        ({"method": "GET", "path": "/ping"}, "path '/ping' is reserved"),
        ({"method": "GET", "path": "/Execute/"}, "path '/Execute/' is reserved"),
    ],
)
def test_a_wrong_route_is_refused_when_the_decorator_runs(
    arguments: dict[str, str], text: str
) -> None:
    with pytest.raises(ValueError) as caught:
        remote(live, **arguments)  # type: ignore[arg-type]
    assert text in str(caught.value)


def test_a_route_of_two_functions_is_a_conflict() -> None:
    api = LiveLoadBalancer(name="twice")

    def process(item: int) -> int:
        return item

    def change(number: int) -> int:
        return number

    remote(api, method="POST", path="/api/process/{item}")(process)
    # The same again, as after a reload, and what only looks alike, are no conflicts.
    remote(api, method="POST", path="/api/process/{item}")(process)
    remote(api, method="PUT", path="/api/process/{item}")(change)
    remote(api, method="POST", path="/api/process/{item:path}")(change)
    remote(LiveLoadBalancer(name="twice"), method="POST", path="/api/process/{item}")(change)
    remote(api, method="POST", path="/api/process/{item}", local=True)(change)
    expected = (
        r"^Route conflict detected: POST /api/process/\{number\} defined twice on 'twice': "
        r".*process in .*test_remote\.py has it, so .*change needs another path or method$"
    )
    with pytest.raises(ValueError, match=expected):
        remote(api, method="post", path="/api/process/{number}")(change)


def test_a_script_that_is_imported_too_is_no_conflict(tmp_path: Path) -> None:
    (tmp_path / "shared.py").write_text(
        "from tetra_rp import LiveLoadBalancer\napi = LiveLoadBalancer(name='x')\n"
    )
    (tmp_path / "script.py").write_text(
        "from shared import api\nfrom tetra_rp import remote\n\n\n"
        "@remote(api, method='GET', path='/x')\ndef f(): return 1\n\n\n"
        "if __name__ == '__main__':\n    import script\n    print(script.f(), f())\n"
    )
    command = [sys.executable, str(tmp_path / "script.py")]
    assert subprocess.check_output(command, env=environment(tmp_path), text=True) == "1 1\n"


def test_in_an_interactive_session_a_function_may_replace_another() -> None:
    session: dict[str, Any] = {"api": LiveLoadBalancer(name="cells"), "remote": remote}
    for name in ("first", "second"):
        code = f"@remote(api, method='GET', path='/x')\ndef {name}(): return {name!r}"
        exec(code, session)  # noqa: S102  (a cell of a notebook)
    assert session["second"]() == "second"


@pytest.mark.parametrize(
    "arguments", [{"method": 1, "path": "/x"}, {"method": "GET", "path": b"/"}]
)
def test_a_route_that_is_no_text_is_a_type_error(arguments: dict[str, Any]) -> None:
    with pytest.raises(TypeError, match="must be a text such as 'GET' or '/users', not"):
        remote(live, **arguments)


def test_a_decorator_without_a_resource_is_refused() -> None:
    with pytest.raises(TypeError, match="needs a resource first"):
        remote(lambda: None)  # type: ignore[arg-type]


def test_a_class_is_no_route() -> None:
    with pytest.raises(TypeError, match=r"Model is a class; a route of .* is a function"):
        remote(live, method="GET", path="/x")(Model)


def test_a_route_on_a_queue_is_a_warning() -> None:
    with pytest.warns(UserWarning, match="LiveServerless is queue-based"):
        remote(queue, method="POST", path="/x")


def test_the_function_keeps_everything_that_tools_look_at() -> None:
    assert forecast.__name__ == "forecast"
    assert forecast.__doc__ == "Say what comes."
    assert forecast.__module__ == __name__
    assert str(inspect.signature(forecast)) == "(day: str, days: int = 1) -> list[str]"
    assert inspect.unwrap(forecast) is not forecast
    assert not inspect.iscoroutinefunction(forecast)
    assert inspect.iscoroutinefunction(report)
    assert inspect.isgeneratorfunction(count)
    assert inspect.isasyncgenfunction(ticks)
    assert pickle.loads(pickle.dumps([forecast, report, Model])) == [  # noqa: S301
        forecast,
        report,
        Model,
    ]


def test_the_declaration_can_be_read_from_the_function() -> None:
    config: Any = forecast.__remote_config__  # type: ignore[attr-defined]
    assert (config["resource_config"], config["method"]) == (live, "GET")
    assert report.__remote_config__["dependencies"] == ["numpy"]  # type: ignore[attr-defined]


def test_live_functions_run_where_they_are_called() -> None:
    assert forecast("monday", days=2) == ["monday", "monday"]
    assert asyncio.run(report("x")) == "X"
    assert list(count(3)) == [0, 1, 2]

    async def collect() -> list[int]:
        return [each async for each in ticks(3)]

    assert asyncio.run(collect()) == [0, 1, 2]
    assert Model(3).run() == 3


def test_local_functions_run_where_they_are_called(worker: None) -> None:
    del worker
    assert near() == "near"


def test_one_function_may_have_several_routes() -> None:
    assert renamed() == "same"
    routes: Any = renamed.__remote_routes__  # type: ignore[attr-defined]
    assert [route.path for route in routes] == ["/old", "/new"]


def test_a_deployed_function_without_an_address_says_what_to_do() -> None:
    expected = "Endpoint URL not available - endpoint may not be deployed: 'weather service'"
    with pytest.raises(ValueError, match=expected) as caught:
        far("monday")
    assert "FLASH_ENDPOINT_URL_WEATHER_SERVICE" in str(caught.value)
    assert "LiveLoadBalancer" in str(caught.value)
    with pytest.raises(ValueError, match=expected):
        asyncio.run(far_async("monday"))
    with pytest.raises(ValueError, match=expected):
        _ = deployed.endpoint_url


def test_an_async_function_without_an_address_fails_when_awaited_not_when_called() -> None:
    waiting = far_async("monday")
    with pytest.raises(ValueError, match="Endpoint URL not available"):
        asyncio.run(waiting)


def test_in_a_worker_its_own_functions_run_directly(worker: None) -> None:
    del worker
    assert far("monday") == "monday"
    assert Model(2).run() == 2


def test_in_a_worker_all_other_functions_are_remote_even_live_ones(worker: None) -> None:
    del worker
    with pytest.raises(ValueError, match="Endpoint URL not available"):
        forecast("monday")
    with pytest.raises(ValueError, match="Endpoint URL not available"):
        list(count(1))


def test_deploying_is_refused_with_what_to_do() -> None:
    with pytest.raises(NotImplementedError, match=r"deploy\(\) of 'weather service'"):
        asyncio.run(deployed.deploy())
