"""Lists of forms are read as FastAPI reads them, but for one field that is a JSON array."""

import json
from typing import Annotated, Any
from urllib.parse import urlencode

import pytest
from fastapi import Form
from hypothesis import example, given
from hypothesis import strategies as st

from flashc_runtime import create_app, or_json_array
from runtime.asgi import call

FORM = (("content-type", "application/x-www-form-urlencoded"),)
Texts = Annotated[list[str], or_json_array, Form()]
Numbers = Annotated[list[int], or_json_array, Form()]


def ours() -> Any:
    app = create_app("lists")

    @app.post("/x", operation_id="read")
    def read(
        texts: Texts,
        numbers: Numbers,
        pair: Annotated[tuple[int, str] | None, or_json_array, Form()] = None,
        unique: Annotated[set[float], or_json_array, Form()] = {1.5},  # noqa: B006  (as a default)
    ) -> Any:
        return [texts, numbers, pair, sorted(unique)]

    return app


def fastapis() -> Any:
    app = create_app("lists")

    @app.post("/x", operation_id="read")
    def read(
        texts: Annotated[list[str], Form()],
        numbers: Annotated[list[int], Form()],
        pair: Annotated[tuple[int, str] | None, Form()] = None,
        unique: Annotated[set[float], Form()] = {1.5},  # noqa: B006  (as above)
    ) -> Any:
        return [texts, numbers, pair, sorted(unique)]

    return app


OURS, FASTAPIS = ours(), fastapis()


def ask(app: Any, fields: list[tuple[str, str]]) -> tuple[int, Any]:
    answer = call(app, "POST", "/x", urlencode(fields).encode(), headers=FORM)
    return answer.status, answer.json()


def is_array(text: str) -> bool:
    try:
        return isinstance(json.loads(text), list)
    except ValueError:
        return False


names = st.sampled_from(["texts", "numbers", "pair", "unique", "other"])
values = st.one_of(
    st.sampled_from(
        ["1", "-2.5", "x", "", "[", "[1", "[]x", '{"a": 1}', "null", "true", '"a"', "1,2"]
    ),
    st.text(max_size=5),
)


@given(st.lists(st.tuples(names, values), max_size=8))
@example([("texts", "[draft"), ("numbers", "1")])
@example([("texts", "[1]"), ("texts", "[2]"), ("numbers", "1"), ("pair", "1"), ("pair", "[]")])
@example([])
def test_every_other_form_is_read_as_fastapi_reads_it(fields: list[tuple[str, str]]) -> None:
    sent = [name for name, _ in fields]
    if not any(sent.count(name) == 1 and is_array(value) for name, value in fields):
        assert ask(OURS, fields) == ask(FASTAPIS, fields)


def test_the_documents_are_the_same() -> None:
    assert OURS.openapi() == FASTAPIS.openapi()


@given(st.lists(st.text()), st.lists(st.integers()))
@example([], [])
@example(["[1]"], [1])
def test_one_field_that_is_an_array_is_that_array(texts: list[str], numbers: list[int]) -> None:
    fields = [("texts", json.dumps(texts)), ("numbers", f"  {json.dumps(numbers)}\n")]
    assert ask(OURS, fields) == (200, [texts, numbers, None, [1.5]])


@pytest.mark.parametrize(
    ("field", "answer"),
    [
        (("pair", '[1, "[x]"]'), [1, "[x]"]),
        (("unique", "[3, 2, 3]"), [2.0, 3.0]),
    ],
)
def test_of_every_kind_of_list(field: tuple[str, str], answer: Any) -> None:
    status, found = ask(OURS, [("texts", "x"), ("numbers", "1"), field])
    assert status == 200
    assert answer in found


@pytest.mark.parametrize("text", ['["x"]', "[1, [2]]", "[null]", '[{"a": 1}]'])
def test_an_array_of_something_else_is_rejected(text: str) -> None:
    status, found = ask(OURS, [("texts", "x"), ("numbers", text)])
    assert status == 422
    assert {each["loc"][1] for each in found["detail"]} == {"numbers"}
