"""Whatever a function gives, the fast path and FastAPI send the same, and call it once."""

import dataclasses
import datetime as dt
import decimal
import enum
import math
import uuid
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import pytest
from fastapi import FastAPI, HTTPException
from fastapi.exceptions import RequestValidationError, ResponseValidationError
from fastapi.responses import (
    JSONResponse,
    PlainTextResponse,
    RedirectResponse,
    Response,
    StreamingResponse,
)
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter
from starlette.background import BackgroundTask
from starlette.exceptions import HTTPException as StarletteHTTPException
from starlette.requests import ClientDisconnect, Request

from inventing import invented
from runtime.twins import JSON, Twins


class Colour(enum.Enum):
    """An enumeration."""

    RED = "red"


@dataclasses.dataclass
class Point:
    """A dataclass."""

    x: float
    colour: Colour


class Person(BaseModel):
    """A model with an alias and an extra field."""

    model_config = ConfigDict(extra="allow", populate_by_name=True)
    name: str = Field(default="Zoë", alias="fullName")
    born: dt.date | None = None


class OursError(Exception):
    """An exception with a handler of its own."""


class OurHTTP(HTTPException):
    """A kind of `HTTPException`."""


class Odd:
    """Nothing that JSON knows."""


class OddAttributes:
    """Has attributes, but is no model."""

    def __init__(self) -> None:
        self.name = "x"


def raising(error: BaseException) -> Callable[[], Any]:
    def give() -> Any:
        raise error

    return give


def endless() -> Any:
    own: list[Any] = []
    own.append(own)
    return own


async def chunks() -> AsyncIterator[bytes]:
    yield b"a"
    yield b"b"


OUTCOMES: dict[str, Callable[[], Any]] = {
    "none": lambda: None,
    "models": lambda: [Person(fullName="a", extra=Point(1.0, Colour.RED)), Person(name="b")],
    "dataclass": lambda: Point(math.nan, Colour.RED),
    "sets": lambda: {"set": {1}, "frozen": frozenset({"a"}), "tuple": (1, "2")},
    "numbers": lambda: [math.nan, math.inf, -math.inf, -0.0, 1e300, 10**400, True],
    "keys": lambda: {1: 1, None: 2, 1.5: 3, False: 4, dt.date(2024, 2, 29): 5, Colour.RED: 6},
    "nan key": lambda: {math.nan: 1},
    "tuple key": lambda: {(1, 2): 3},
    "times": lambda: [dt.datetime(2024, 2, 29, tzinfo=dt.UTC), dt.timedelta(1, 2), dt.time(3)],
    "decimals": lambda: [decimal.Decimal("1.10"), decimal.Decimal("NaN")],
    "uuid": lambda: uuid.UUID(int=1),
    "bytes": lambda: b"text",
    "other bytes": lambda: b"\xff",
    "half character": lambda: "\ud800",
    "iterator": lambda: iter([1, 2]),
    "generator": lambda: (n for n in (1, 2)),
    "failing generator": lambda: (1 // n for n in (1, 0)),
    "async generator": chunks,
    "odd": lambda: [Odd()],
    "odd attributes": OddAttributes,
    "a class": lambda: Odd,
    "an exception": lambda: ValueError("given, not raised"),
    "endless": endless,
    "response": lambda: Response(b"x", 201, {"x-a": "1"}),
    "empty response": lambda: Response(status_code=204),
    "json response": lambda: JSONResponse({"a": 1}, 202),
    "redirect": lambda: RedirectResponse("/elsewhere"),
    "cookie": lambda: with_cookie(PlainTextResponse("x")),
    "stream": lambda: StreamingResponse(chunks(), media_type="text/x"),
    "http": raising(HTTPException(418, "teapot", {"x-pot": "1"})),
    "http 204": raising(HTTPException(204)),
    "http 404": raising(HTTPException(404, {"of": "ours"})),
    "http 405": raising(HTTPException(405)),
    "http 413": raising(StarletteHTTPException(413)),
    "http 503": raising(OurHTTP(503)),
    "ours": raising(OursError("a")),
    "value": raising(ValueError("a")),
    "type": raising(TypeError("a")),
    "stop": raising(StopIteration(1)),
    "async stop": raising(StopAsyncIteration()),
    "timeout": raising(TimeoutError()),
    "lookup": raising(KeyError("a")),
    "assertion": raising(AssertionError()),
    "gone": raising(ClientDisconnect()),
    "request invalid": raising(RequestValidationError([{"loc": ("x",), "msg": "no"}])),
    "response invalid": raising(ResponseValidationError([])),
    "invalid": lambda: TypeAdapter(int).validate_python("x"),
    "group": raising(ExceptionGroup("a", [ValueError("b")])),
    "exit": raising(SystemExit(1)),
}


def with_cookie(response: Response) -> Response:
    response.set_cookie("a", "b")
    return response


def add_routes(app: FastAPI, calls: list[str]) -> None:
    @app.get("/async/{name}")
    async def give_async(name: str) -> Any:
        calls.append(name)
        return OUTCOMES[name]()

    @app.get("/sync/{name}")
    def give_sync(name: str) -> Any:
        calls.append(name)
        return OUTCOMES[name]()

    @app.post("/post/{name}")
    async def give_after_reading(name: str, body: dict[str, Any]) -> Any:
        calls.append(f"{name} {body}")
        return OUTCOMES[name]()

    @app.post("/echo")
    async def echo(body: Any) -> Any:
        calls.append("echo")
        return body

    @app.get("/background")
    async def background() -> Any:
        calls.append("function")
        return PlainTextResponse("x", background=BackgroundTask(calls.append, "after"))


def add_routes_and_handlers(app: FastAPI, calls: list[str]) -> None:
    add_routes(app, calls)

    async def handle_ours(request: Request, error: Exception) -> Response:
        body = (await request.body()).decode()
        seen = [request.url.path, request.path_params, request.scope["route"].path, body]
        calls.append(f"handler {error!r} {seen} {request.app is app}")
        return JSONResponse(seen, 409)

    def handle_status(_request: Request, error: Exception) -> Response:
        return PlainTextResponse(f"status {type(error).__name__}", 404)

    async def handle_value(_request: Request, error: Exception) -> Response:
        raise OursError from error

    app.add_exception_handler(OursError, handle_ours)
    app.add_exception_handler(404, handle_status)
    app.add_exception_handler(ValueError, handle_value)


@pytest.fixture(scope="module", params=[add_routes, add_routes_and_handlers])
def twins(request: pytest.FixtureRequest) -> Iterator[Twins]:
    made = Twins(request.param)
    yield made
    made.close()


@pytest.mark.parametrize("name", OUTCOMES)
def test_outcomes_are_the_same(twins: Twins, name: str) -> None:
    twins.ask_fast("GET", f"/async/{name}")
    twins.ask_fast("POST", f"/post/{name}", b'{"a":1}')
    if name != "exit":
        twins.ask_fast("GET", f"/sync/{name}")


def test_a_function_is_called_once_and_its_background_task_too() -> None:
    twins = Twins(add_routes)
    for _ in range(2):
        twins.ask_fast("GET", "/background")
        assert twins.fast.calls == ["function", "after"]
    twins.close()


LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.binary(max_size=4)
    | st.decimals()
    | st.datetimes()
    | st.timedeltas()
    | st.uuids()
    | st.sampled_from([Colour.RED, Point(1.0, Colour.RED), Person(name="b")])
)
RESULTS = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3)
    | st.tuples(inner, inner)
    | st.dictionaries(st.text(max_size=3) | st.integers() | st.floats(), inner, max_size=3),
    max_leaves=8,
)


@invented(200)
@given(result=RESULTS)
def test_results_are_the_same(twins: Twins, result: Any) -> None:
    OUTCOMES["any"] = lambda: result
    twins.ask_fast("GET", "/async/any")
    twins.ask_fast("GET", "/sync/any")
    del OUTCOMES["any"]


def test_limits_hold_on_the_fast_path() -> None:
    def add(app: FastAPI, calls: list[str]) -> None:
        @app.post("/echo")
        async def echo(body: list[int]) -> Any:
            calls.append("echo")
            return body

    twins = Twins(add, FLASH_MAX_BODY_BYTES="10")
    assert twins.ask_fast("POST", "/echo", b"[1,2,3]").body == b"[1,2,3]"
    parts = [
        {"type": "http.request", "body": b"[1,2,3,", "more_body": True},
        {"type": "http.request", "body": b"4,5,6]", "more_body": False},
    ]
    assert twins.ask("POST", "/echo", parts).status == 413
    long = (*JSON, (b"content-length", b"11"))
    assert twins.ask("POST", "/echo", b"[1,2,3,4,5]", headers=long).status == 413
    gone = [{"type": "http.request", "body": b"[1", "more_body": True}, {"type": "http.disconnect"}]
    twins.ask("POST", "/echo", gone)
    twins.close()
