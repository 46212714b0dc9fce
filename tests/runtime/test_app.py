"""What every worker's application answers, whatever its routes are."""

import dataclasses
import datetime as dt
import decimal
import enum
import logging
import math
from typing import Any

import pytest
from fastapi import HTTPException, Response
from fastapi.responses import PlainTextResponse
from pydantic import BaseModel

from flashc_runtime import create_app
from runtime.asgi import call


class Colour(enum.Enum):
    """An enumeration."""

    RED = "red"


@dataclasses.dataclass
class Point:
    """A dataclass."""

    x: int


class Person(BaseModel):
    """A model."""

    name: str


class Odd:
    """Nothing that JSON knows."""


def greedy_app() -> Any:
    app = create_app("greedy")

    @app.get("/{name}")
    @app.post("/{name}")
    def capture(name: str) -> Any:
        return {"captured": name}

    @app.get("/{a}/{b:path}")
    def capture_more(a: str, b: str) -> Any:
        return {"captured": [a, b]}

    return app


def app_returning(value: Any) -> Any:
    app = create_app("results")

    @app.get("/result")
    def give() -> Any:
        if isinstance(value, BaseException):
            raise value
        return value

    return app


@pytest.mark.parametrize("path", ["/ping", "/ping/"])
def test_ping_wins_over_a_template_that_captures_it(path: str) -> None:
    answer = call(greedy_app(), "GET", path)
    assert (answer.status, answer.body) == (200, b'{"status":"healthy"}')
    assert call(greedy_app(), "GET", "/pong").json() == {"captured": "pong"}


def test_ping_takes_no_other_method() -> None:
    answer = call(greedy_app(), "POST", "/ping")
    assert (answer.status, answer.headers["allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize("path", ["/execute", "/execute/"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_execute_does_not_exist(method: str, path: str) -> None:
    answer = call(greedy_app(), method, path, {})
    assert (answer.status, answer.json()) == (404, {"detail": "Not Found"})


def test_paths_below_the_reserved_ones_belong_to_the_user() -> None:
    assert call(greedy_app(), "GET", "/ping/x").json() == {"captured": ["ping", "x"]}


def test_the_runtimes_routes_are_not_in_the_document() -> None:
    assert set(greedy_app().openapi()["paths"]) == {"/{name}", "/{a}/{b}"}


def test_documentation_paths_can_be_left_to_the_user() -> None:
    app = create_app("docs", docs=False)

    @app.get("/{page}")
    def show(page: str) -> Any:
        return page

    for page in ("docs", "redoc", "openapi.json"):
        assert call(app, "GET", f"/{page}").json() == page
    assert app.openapi()["info"]["title"] == "docs"


def test_an_exception_is_a_500_without_a_word_about_it(caplog: pytest.LogCaptureFixture) -> None:
    answer = call(app_returning(KeyError("secret")), "GET", "/result")
    assert (answer.status, answer.json()) == (500, {"detail": "Internal Server Error"})
    [record] = caplog.records
    assert "GET /result (give)" in record.getMessage()
    assert record.exc_info
    text = logging.Formatter().format(record)
    assert "KeyError: 'secret'" in text
    assert "starlette" not in text


def test_sys_exit_in_a_route_is_an_exception_like_any_other() -> None:
    assert call(app_returning(SystemExit(3)), "GET", "/result").status == 500


def test_http_exceptions_and_responses_are_honoured() -> None:
    teapot = call(app_returning(HTTPException(418, "teapot", {"x-pot": "1"})), "GET", "/result")
    assert (teapot.status, teapot.json()) == (418, {"detail": "teapot"})
    assert teapot.headers["x-pot"] == "1"
    plain = call(app_returning(PlainTextResponse("hi", 201)), "GET", "/result")
    assert (plain.status, plain.body) == (201, b"hi")
    assert call(app_returning(Response(status_code=204)), "GET", "/result").body == b""


def test_results_are_serialised_as_pydantic_does() -> None:
    result = {
        "numbers": [math.nan, math.inf, -math.inf, 1.5],
        "set": {1},
        "decimal": decimal.Decimal("1.10"),
        "day": dt.date(2024, 2, 29),
        "moment": dt.datetime(2024, 2, 29, 12, tzinfo=dt.UTC),
        "colour": Colour.RED,
        "point": Point(1),
        "people": [Person(name="Zoë")],
        "nothing": None,
    }
    assert call(app_returning(result), "GET", "/result").json() == {
        "numbers": [None, None, None, 1.5],
        "set": [1],
        "decimal": "1.10",
        "day": "2024-02-29",
        "moment": "2024-02-29T12:00:00Z",
        "colour": "red",
        "point": {"x": 1},
        "people": [{"name": "Zoë"}],
        "nothing": None,
    }


def test_a_result_that_is_no_json_is_a_500_that_names_route_and_type(
    caplog: pytest.LogCaptureFixture,
) -> None:
    answer = call(app_returning({"deep": [Odd()]}), "GET", "/result")
    assert (answer.status, answer.json()) == (500, {"detail": "Internal Server Error"})
    message = caplog.records[0].getMessage()
    assert "GET /result (give)" in message
    assert "Odd" in message


def test_the_log_holds_the_beginning_of_what_is_long(caplog: pytest.LogCaptureFixture) -> None:
    call(app_returning(KeyError("x" * 10_000)), "GET", "/result")
    [record] = caplog.records
    assert "x" * 400 in record.getMessage()
    assert len(record.getMessage()) < 700


def test_the_document_tells_of_the_errors_that_every_route_may_answer() -> None:
    document = greedy_app().openapi()
    assert document is greedy_app().openapi() or document == greedy_app().openapi()
    for item in document["paths"].values():
        for operation in item.values():
            for status in ("4XX", "5XX"):
                schema = operation["responses"][status]["content"]["application/json"]["schema"]
                assert schema == {"$ref": "#/components/schemas/WorkerError"}
    assert document["components"]["schemas"]["WorkerError"]["required"] == ["detail"]


def test_a_model_of_the_users_may_have_the_name_of_the_error_envelope() -> None:
    app = create_app("clash")

    class WorkerError(BaseModel):
        """A model of the user's."""

        code: int

    @app.post("/errors")
    def report(body: WorkerError) -> Any:
        return body

    schemas = app.openapi()["components"]["schemas"]
    assert list(schemas["WorkerError"]["properties"]) == ["code"]
    assert list(schemas["WorkerError_"]["properties"]) == ["detail"]


@pytest.mark.parametrize("fast", ["0", "1"])
@pytest.mark.parametrize("kind", [HTTPException, Response])
@pytest.mark.parametrize(
    ("status", "value", "reason"),
    [
        (99, "x", "the response has the status 99; HTTP has 200 to 599"),
        (0, "x", "the response has the status 0;"),
        (-1, "x", "the response has the status -1;"),
        (101, "x", "the response has the status 101;"),
        (1000, "x", "the response has the status 1000;"),
        (418, "a\r\nset-cookie: b", "the response's header x-a holds a control character: b'a"),
        (418, "a\x00", "the response's header x-a holds a control character: "),
        (418, "a\tb", ""),
        (599, "x", ""),
    ],
)
def test_a_response_that_http_does_not_have_is_500(
    fast: str,
    kind: Any,
    status: int,
    value: str,
    reason: str,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setenv("FLASH_FAST_PATH", fast)
    app = create_app("demo")

    @app.get("/odd")
    async def odd() -> Any:
        made = kind(status_code=status, headers={"x-a": value})
        if isinstance(made, Exception):
            raise made
        return made

    with caplog.at_level(logging.ERROR, logger="flashc_runtime"):
        answer = call(app, "GET", "/odd")
    assert answer.status == (500 if reason else status)
    assert reason in caplog.text
    if reason:
        assert answer.json() == {"detail": "Internal Server Error"}
        assert "x-a" not in answer.headers
