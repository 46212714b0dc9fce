"""What the fast path does not know takes FastAPI's way, with everything that belongs to it."""

from collections.abc import AsyncIterator, Iterator
from typing import Annotated, Any
from unittest import mock

import pytest
from fastapi import (
    APIRouter,
    BackgroundTasks,
    Body,
    Cookie,
    Depends,
    FastAPI,
    File,
    Form,
    Header,
    Query,
    Request,
    Response,
)
from pydantic import BaseModel, Json
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from flashc_runtime.settings import read_settings
from runtime.twins import Twins


class Item(BaseModel):
    """A body, or several queries."""

    x: int = 1


def dependency(q: str = "given") -> str:
    return q


def add_slow_routes(app: FastAPI, calls: list[str]) -> None:  # noqa: C901  (one function a trait)
    """Add one route for each trait that the fast path leaves to FastAPI."""

    @app.get("/depends")
    def depends(value: Annotated[str, Depends(dependency)]) -> Any:
        calls.append(value)
        return value

    @app.get("/depends-aside", dependencies=[Depends(dependency)])
    def depends_aside() -> Any:
        return "x"

    @app.get("/request")
    async def with_request(request: Request) -> Any:
        return [request.url.path, request.app is app]

    @app.get("/response")
    async def with_response(response: Response) -> Any:
        response.headers["x-a"] = "b"
        response.status_code = 202
        return "x"

    @app.get("/background")
    async def with_background(tasks: BackgroundTasks) -> Any:
        tasks.add_task(calls.append, "later")
        return "x"

    @app.get("/header")
    async def with_header(host: Annotated[str, Header()]) -> Any:
        return host

    @app.get("/cookie")
    async def with_cookie(a: Annotated[str, Cookie()] = "none") -> Any:
        return a

    @app.get("/query-model")
    async def with_query_model(q: Annotated[Item, Query()]) -> Any:
        return q

    @app.get("/json-query")
    async def with_json(q: Annotated[Json[list[int]], Query()] = "[1]") -> Any:
        return q

    @app.get("/checked-default")
    async def with_checked_default(q: Annotated[int, Query(validate_default=True)] = "5") -> Any:
        return q

    @app.get("/lines")
    def lines() -> Any:
        yield from (1, 2)

    @app.get("/async-lines")
    async def async_lines() -> AsyncIterator[int]:
        yield 1

    @app.get("/text", response_class=Response)
    async def text() -> Any:
        return "x"

    @app.get("/created", status_code=201)
    async def created() -> Any:
        return "x"

    @app.get("/filtered")
    async def filtered() -> Item:
        return Item(x=2)

    @app.get("/no-annotation")
    async def no_annotation():
        return Item(x=3)

    @app.get("/without-unset", response_model_exclude_unset=True)
    async def without_unset() -> Any:
        return Item()

    @app.post("/embedded")
    async def embedded(item: Annotated[Item, Body(embed=True)]) -> Any:
        return item

    @app.post("/two")
    async def two(a: Item, b: Item) -> Any:
        return [a, b]

    @app.post("/form")
    async def form(a: Annotated[str, Form()] = "none") -> Any:
        return a

    @app.post("/file")
    async def file(a: Annotated[bytes, File()] = b"") -> Any:
        return a


SLOW = (
    "depends depends-aside request response background header cookie query-model json-query "
    "checked-default lines async-lines text created filtered no-annotation without-unset docs "
    "openapi.json redoc unknown"
).split()


@pytest.fixture(scope="module")
def slow_twins() -> Iterator[Twins]:
    made = Twins(add_slow_routes)
    yield made
    made.close()


@pytest.mark.parametrize("name", SLOW)
def test_what_is_not_on_the_whitelist_is_fastapis(slow_twins: Twins, name: str) -> None:
    slow_twins.ask_slow("GET", f"/{name}")


def test_bodies_that_are_not_one_json_value_are_fastapis(slow_twins: Twins) -> None:
    form = ((b"content-type", b"application/x-www-form-urlencoded"),)
    slow_twins.ask_slow("POST", "/embedded", b'{"item":{"x":2}}')
    slow_twins.ask_slow("POST", "/two", b'{"a":{},"b":{"x":2}}')
    slow_twins.ask_slow("POST", "/form", b"a=b", headers=form)
    slow_twins.ask_slow("POST", "/file", b"a=b", headers=form)


def test_overridden_dependencies_are_honoured(slow_twins: Twins) -> None:
    for twin in (slow_twins.fast, slow_twins.plain):
        twin.app.dependency_overrides[dependency] = lambda: "overridden"
    assert slow_twins.ask_slow("GET", "/depends").body == b'"overridden"'


def add_one(app: FastAPI, _calls: list[str]) -> None:
    @app.get("/one")
    async def one() -> Any:
        return 1


def test_a_slash_too_many_is_redirected() -> None:
    twins = Twins(add_one)
    assert twins.ask_slow("GET", "/one/").status == 307
    assert twins.ask_slow("HEAD", "/one").status == 405
    twins.close()


def test_a_route_added_later_is_found_at_once() -> None:
    twins = Twins(add_one)
    assert twins.ask_fast("GET", "/one").status == 200
    assert twins.ask_slow("GET", "/two").status == 404
    for twin in (twins.fast, twins.plain):

        @twin.app.get("/two")
        async def two() -> Any:
            return 2

    assert twins.ask_fast("GET", "/two").body == b"2"
    twins.close()


class Marking:
    """A user's middleware, as pure ASGI."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve everything with an answer of its own."""
        await Response("marked")(scope, receive, send)


def test_middleware_of_the_user_sees_every_request() -> None:
    async def mark(request: Request, call_next: Any) -> Response:
        answer: Response = await call_next(request)
        answer.headers["x-marked"] = "1"
        return answer

    def add(app: FastAPI, calls: list[str]) -> None:
        add_one(app, calls)
        app.add_middleware(BaseHTTPMiddleware, dispatch=mark)

    twins = Twins(add)
    assert (b"x-marked", b"1") in twins.ask_slow("GET", "/one").headers
    twins.close()


def test_layers_put_around_the_stack_see_every_request() -> None:
    twins = Twins(add_one)
    twins.ask_fast("GET", "/one")
    for twin in (twins.fast, twins.plain):
        assert twin.app.middleware_stack is not None
        twin.app.middleware_stack = Marking(twin.app.middleware_stack)
    assert twins.ask_slow("GET", "/one").body == b"marked"
    twins.close()


@pytest.mark.parametrize("kind", ["mount", "include", "host", "root_path", "router"])
def test_applications_with_more_than_routes_are_fastapis(kind: str) -> None:
    def add(app: FastAPI, calls: list[str]) -> None:
        if kind == "mount":
            app.mount("/one", Marking(app))
        elif kind == "host":
            app.host("twin", Marking(app))
        elif kind == "include":
            router = APIRouter(dependencies=[Depends(dependency)])
            router.get("/one")(lambda: "included")
            app.include_router(router)
        elif kind == "root_path":
            app.root_path = "/root"
        add_one(app, calls)
        if kind == "router":
            app.router.__class__ = type("Router", (APIRouter,), {})

    twins = Twins(add)
    twins.ask_slow("GET", "/one")
    twins.close()


def test_telemetry_that_is_configured_is_fastapis() -> None:
    def add(app: FastAPI, calls: list[str]) -> None:
        add_one(app, calls)
        app._native_telemetry.enabled = lambda: True  # type: ignore[method-assign]

    twins = Twins(add)
    twins.ask_slow("GET", "/one")
    twins.close()


def test_insides_that_are_unknown_switch_the_fast_path_off(
    caplog: pytest.LogCaptureFixture,
) -> None:
    twins = Twins(add_one)
    with mock.patch("flashc_runtime.fast.path.settling_stack", side_effect=AttributeError("gone")):
        for _ in range(2):
            assert twins.ask_slow("GET", "/one").status == 200
    twins.close()
    assert [record.getMessage() for record in caplog.records] == ["the fast path is off"]


def test_inside_another_application_the_way_is_fastapis() -> None:
    twins = Twins(add_one)
    twins.ask_slow("GET", "/one", app=FastAPI())
    twins.close()


def test_the_fast_path_is_on_unless_it_is_switched_off() -> None:
    assert read_settings({}).fast_path
    assert read_settings({"FLASH_FAST_PATH": "1"}).fast_path
    assert not read_settings({"FLASH_FAST_PATH": "0"}).fast_path
