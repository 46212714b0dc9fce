"""Input that no route may see: refused the same way on the fast path and off it."""

import gc
import json
from typing import Annotated, Any

import pytest
from fastapi import Depends, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel

from flashc_runtime import create_app
from runtime.asgi import call


class Person(BaseModel):
    """A model."""

    name: str


@pytest.mark.parametrize(
    "body",
    [b'{"name": NaN}', b'{"name": [Infinity]}', b'{"name": ' + b"[" * 199 + b"]" * 199 + b"}"],
    ids=["nan", "infinity", "depth"],
)
def test_rejected_input_that_is_no_json_is_still_a_422(body: bytes) -> None:
    app = create_app("people")

    @app.post("/people")
    def create(body: Person) -> Any:
        return body

    answer = call(app, "POST", "/people", body)
    assert answer.status == 422
    [problem] = json.loads(answer.body)["detail"]
    assert problem["loc"] == ["body", "name"]
    binary = call(app, "POST", "/people", b"\xff", headers=(("content-type", "x"),))
    assert (binary.status, binary.json()["detail"][0]["loc"]) == (422, ["body"])
    assert call(app, "POST", "/people", b"\xff").status in (400, 422)
    assert call(app, "POST", "/people", b"[" * 100_000).status in (400, 422)


@pytest.mark.parametrize("fast", ["0", "1"])
def test_a_refused_body_is_let_go_without_a_collection(
    monkeypatch: pytest.MonkeyPatch, fast: str
) -> None:
    monkeypatch.setenv("FLASH_FAST_PATH", fast)
    app = create_app("people")

    @app.post("/people")
    def create(body: Person) -> Any:
        return body

    gc.collect()
    # Other tests may have some that live on.
    before = refusals()
    gc.disable()
    try:
        for body in (b'{"name":', b"{}", b"[1]"):
            assert call(app, "POST", "/people", body).status == 422
        after = refusals()
    finally:
        gc.enable()
    assert len(after) == len(before)


def refusals() -> list[RequestValidationError]:
    """Return those that are alive, whoever holds them."""
    return [each for each in gc.get_objects() if isinstance(each, RequestValidationError)]


@pytest.mark.parametrize(("wrong", "listed"), [(1000, 1000), (1001, 1001), (20_000, 1001)])
def test_of_many_problems_the_first_are_listed(wrong: int, listed: int) -> None:
    app = create_app("numbers")

    @app.post("/numbers")
    def numbers(body: list[int]) -> Any:
        return body

    answer = call(app, "POST", "/numbers", json.dumps([{}] * wrong).encode())
    assert answer.status == 422
    found = answer.json()["detail"]
    assert len(found) == listed
    assert [each["loc"] for each in found[:1000]] == [["body", place] for place in range(1000)]
    assert [each["msg"] for each in found[1000:]] == (
        [] if wrong == 1000 else [f"{wrong - 1000} more errors are not listed"]
    )


def test_of_a_great_many_problems_the_number_is_said() -> None:
    app = create_app("numbers")

    @app.post("/numbers")
    def numbers(body: list[int]) -> Any:
        return body

    answer = call(app, "POST", "/numbers", json.dumps([{}] * 20_001).encode())
    [problem] = answer.json()["detail"]
    assert problem["type"] == "too_many_errors"
    assert problem["loc"] == ["body"]
    assert problem["msg"] == "20001 errors are not listed"


def test_bodies_of_dependencies_are_bounded_too() -> None:
    app = create_app("numbers")

    def rows(body: list[int]) -> list[int]:
        return body

    @app.post("/rows")
    def count(found: Annotated[list[int], Depends(rows)]) -> Any:
        return len(found)

    [problem] = call(app, "POST", "/rows", json.dumps(["x"] * 20_001).encode()).json()["detail"]
    assert problem["msg"] == "20001 errors are not listed"
    assert call(app, "POST", "/rows", json.dumps([1] * 20_001).encode()).json() == 20_001


def echoing_app() -> Any:
    app = create_app("echo")

    @app.post("/dictionary")
    def dictionary(body: dict[str, Any]) -> Any:
        return {"sent": body}

    @app.post("/request")
    async def request(request: Request) -> Any:
        return {"sent": await request.json()}

    @app.get("/numbers/{number:int}")
    def number(number: int) -> Any:
        return number

    return app


def nested(levels: int) -> bytes:
    return b'{"a":' + b"[" * (levels - 1) + b"1" + b"]" * (levels - 1) + b"}"


@pytest.mark.parametrize("fast", ["0", "1"])
@pytest.mark.parametrize("path", ["/dictionary", "/request"])
def test_a_body_that_could_not_be_sent_back_is_400(
    path: str, fast: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FLASH_FAST_PATH", fast)
    deep = {"detail": "The body is nested deeper than 200 levels"}
    half = {"detail": "The body holds half of a surrogate pair, which is no text"}
    refused = {
        nested(201): deep,
        nested(900): deep,
        b'{"a":' * 500 + b"1" + b"}" * 500: deep,
        b'{"a":"\\ud800"}': half,
        b'{"a":["\\uDC00\\uD800"]}': half,
        b'{"\\udfff":1}': half,
        b'{"a":"\xed\xa0\x80"}': half,
        '{"a":"\ud800"}'.encode("utf-16-le", "surrogatepass"): half,
    }
    for body, answer in refused.items():
        got = call(echoing_app(), "POST", path, body)
        assert (got.status, got.json()) == (400, answer), body[:40]
    accepted = (
        nested(200),
        b'{"a":"\\ud83d\\ude00 \\\\ud800"}',
        '{"a":"\ud7ff\ue000"}'.encode(),
        '{"a":"x"}'.encode("utf-16-le"),
        b'{"a":[' + b"[]," * 500 + b"1]}",
    )
    for body in accepted:
        got = call(echoing_app(), "POST", path, body)
        assert (got.status, got.json()) == (200, {"sent": json.loads(body)}), body[:40]


@pytest.mark.parametrize("fast", ["0", "1"])
def test_a_number_of_the_path_that_python_does_not_convert_is_404(
    fast: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("FLASH_FAST_PATH", fast)
    answer = call(echoing_app(), "GET", f"/numbers/{'9' * 4301}")
    assert (answer.status, answer.json()) == (404, {"detail": "Not Found"})
    assert caplog.records == []
    assert call(echoing_app(), "GET", f"/numbers/{'9' * 4300}").status == 200


def depth_answers(body: bytes, fast: str, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setenv("FLASH_FAST_PATH", fast)
    app = create_app("demo")

    @app.post("/any")
    async def take(body: dict[str, Any]) -> Any:
        return len(body)

    return call(app, "POST", "/any", body).status


def test_an_empty_list_is_a_level_with_and_without_the_fast_path(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for levels, expected in ((199, 200), (200, 400)):
        body = b'{"a":1,"e":' + b"[" * levels + b"]" * levels + b"}"
        for fast in ("0", "1"):
            assert depth_answers(body, fast, monkeypatch) == expected
    assert depth_answers(b'{"a":[' + b"[]," * 300 + b"1]}", "1", monkeypatch) == 200
