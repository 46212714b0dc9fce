"""The fast path gives a function the same arguments as FastAPI does, or leaves it to FastAPI."""

import decimal
import json
import uuid
from collections.abc import Iterator
from typing import Annotated, Any, get_args, get_origin
from urllib.parse import urlencode

import pytest
from fastapi import Body, FastAPI, Path, Query
from fastapi.routing import APIRoute
from hypothesis import given
from hypothesis import strategies as st
from pydantic import AliasChoices, BaseModel, ConfigDict, Field, SecretStr, create_model
from pydantic_core import to_jsonable_python

from flashc_runtime import unset
from flashc_runtime.fast.eligible import plan_route
from inventing import invented
from runtime.fast_annotations import LISTS, NESTED, SCALARS, NameAlone
from runtime.fast_requests import BODIES, OTHER_HEADERS, QUERIES, TEXTS, TYPES
from runtime.twins import Twins

EXAMPLES = invented(300)

Headers = tuple[tuple[bytes, bytes], ...]
SCALAR_PLACES = range(len(SCALARS))
QUERY_PLACES = range(len(SCALARS + LISTS))
BODY_PLACES = range(len(SCALARS + LISTS + NESTED))


def body_models(annotation: Any) -> tuple[type[BaseModel], type[BaseModel], type[BaseModel]]:
    """Make an ordinary model, a strict one and one whose field may be left out."""
    return (
        create_model("Plain", x=(annotation, ...), json_=(int, Field(default=1, alias="json"))),
        create_model(
            "Strict", __config__=ConfigDict(strict=True, extra="forbid"), x=(annotation, ...)
        ),
        create_model("Unset", x=(annotation, Field(default_factory=unset))),
    )


def add_path(app: FastAPI, calls: list[str], place: int, annotation: Any) -> None:
    """Add routes with the parameter in the path."""

    @app.get(f"/path/{place}/{{x}}")
    async def in_path(x: annotation) -> Any:
        calls.append(repr(x))
        return {"x": x}

    @app.get(f"/rest/{place}/{{rest:path}}/{{y:float}}")
    def in_rest(rest: annotation, y: annotation) -> Any:
        calls.append(repr((rest, y)))
        return [rest, y]


def add_query(app: FastAPI, calls: list[str], place: int, annotation: Any) -> None:
    """Add routes with the parameter in the query."""

    @app.get(f"/query/{place}")
    async def in_query(x: Annotated[annotation, Query()]) -> Any:
        calls.append(repr(x))
        return {"x": x}

    @app.delete(f"/query/{place}")
    async def in_query_or_not(
        y: Annotated[annotation, Query(alias="x")] = None, z: str = "z"
    ) -> Any:
        calls.append(repr((y, z)))
        return {"y": y, "z": z}


def add_body(app: FastAPI, calls: list[str], place: int, annotation: Any) -> None:
    """Add routes with the parameter in the body."""
    plain, strict, optional = body_models(annotation)

    @app.post(f"/body/{place}/plain")
    async def in_body(body: plain) -> Any:
        calls.append(repr(body))
        return {"x": body.x}

    @app.put(f"/body/{place}/strict/{{number:int}}")
    async def in_strict_body(number: int, body: strict, q: bool = False) -> Any:
        calls.append(repr((number, body, q)))
        return [number, body, q]

    @app.patch(f"/body/{place}/unset")
    def in_optional_body(body: Annotated[optional, Body(default_factory=optional)]) -> Any:
        calls.append(repr((body, sorted(body.model_fields_set))))
        return sorted(body.model_fields_set)

    @app.post(f"/body/{place}/bare")
    async def bare(body: Annotated[annotation, Body()]) -> Any:
        calls.append(repr(body))
        return body


def add_routes(app: FastAPI, calls: list[str]) -> None:
    for place, annotation in enumerate(SCALARS):
        add_path(app, calls, place, annotation)
    for place, annotation in enumerate(SCALARS + LISTS):
        add_query(app, calls, place, annotation)
    for place, annotation in enumerate(SCALARS + LISTS + NESTED):
        add_body(app, calls, place, annotation)

    @app.get("/choices")
    async def choices(x: Annotated[int, Query(validation_alias=AliasChoices("a", "b"))]) -> Any:
        calls.append(repr(x))
        return x

    @app.get("/id/{number:int}/{key:uuid}")
    async def converted(number: int, key: uuid.UUID) -> Any:
        calls.append(repr((number, key)))
        return [number, key]

    @app.get("/checked/{n}")
    async def checked(
        n: Annotated[int, Path(ge=3)], tags: Annotated[list[str], Query(default_factory=list)]
    ) -> Any:
        calls.append(repr((n, tags)))
        tags.append("changed")
        return tags


@pytest.fixture(scope="module")
def twins() -> Iterator[Twins]:
    made = Twins(add_routes)
    yield made
    made.close()


@EXAMPLES
@given(place=st.sampled_from(SCALAR_PLACES), text=TEXTS, more=TEXTS)
def test_path_parameters_are_the_same(twins: Twins, place: int, text: str, more: str) -> None:
    twins.ask("GET", f"/path/{place}/{text}")
    twins.ask("GET", f"/rest/{place}/{text}/{more}")
    twins.ask("GET", f"/id/{text}/{more}")


@EXAMPLES
@given(place=st.sampled_from(QUERY_PLACES), query=QUERIES, headers=OTHER_HEADERS)
def test_query_parameters_are_the_same(
    twins: Twins, place: int, query: bytes, headers: Headers
) -> None:
    twins.ask("GET", f"/query/{place}", query=query, headers=headers)
    twins.ask("DELETE", f"/query/{place}", query=query, headers=headers)
    twins.ask("GET", "/choices", query=query.replace(b"x", b"a"))


@EXAMPLES
@given(
    place=st.sampled_from(BODY_PLACES),
    body=BODIES,
    headers=st.tuples(TYPES, OTHER_HEADERS).map(lambda pair: pair[0] + pair[1]),
    cut=st.integers(0, 9),
)
def test_bodies_are_the_same(
    twins: Twins, place: int, body: bytes, headers: Headers, cut: int
) -> None:
    twins.ask("POST", f"/body/{place}/plain", body, headers=headers)
    twins.ask("PUT", f"/body/{place}/strict/7", body, headers=headers, query=b"q=1")
    twins.ask("POST", f"/body/{place}/bare", body, headers=headers)
    parts = [
        {"type": "http.request", "body": body[:cut], "more_body": True},
        {"type": "http.request", "body": body[cut:], "more_body": False},
    ]
    twins.ask("PATCH", f"/body/{place}/unset", parts, headers=headers)


def fitting(annotation: Any) -> st.SearchStrategy[Any]:
    """Return values of an annotation as JSON holds them."""
    like = {Any: str, dict[int, Any]: dict[int, str], SecretStr: str, NameAlone: str}
    like[dict[str, Any] | list[Any] | None] = dict[str, int] | list[str] | None
    values = st.from_type(like.get(annotation, annotation))
    if get_origin(annotation) is Annotated:
        inner = get_args(annotation)[0]
        simple = {int: [0, 99], str: ["ab", "xyz"], float: [0.5], decimal.Decimal: ["1.25"]}
        values = st.sampled_from(simple[inner]) if inner in simple else st.from_type(inner)
    return values.map(lambda value: to_jsonable_python(value, bytes_mode="base64"))


def as_text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def as_query(value: Any) -> bytes:
    values = value if isinstance(value, list) else [value]
    return urlencode([("x", as_text(each)) for each in values]).encode()


@EXAMPLES
@given(data=st.data(), place=st.sampled_from(BODY_PLACES))
def test_arguments_that_fit_are_the_same(twins: Twins, data: st.DataObject, place: int) -> None:
    value = data.draw(fitting((SCALARS + LISTS + NESTED)[place]))
    body = json.dumps({"x": value}).encode()
    twins.ask("POST", f"/body/{place}/plain", body)
    twins.ask("PUT", f"/body/{place}/strict/7", body, query=b"q=1")
    twins.ask("PATCH", f"/body/{place}/unset", body)
    twins.ask("POST", f"/body/{place}/bare", json.dumps(value).encode())
    if place in QUERY_PLACES:
        twins.ask("GET", f"/query/{place}", query=as_query(value))
        twins.ask("DELETE", f"/query/{place}", query=as_query(value))
    if place in SCALAR_PLACES:
        twins.ask("GET", f"/path/{place}/{as_text(value)}")


def test_every_annotation_is_served_on_the_fast_path(twins: Twins) -> None:
    routes = [route for route in twins.fast.app.routes if isinstance(route, APIRoute)]
    assert len(routes) > 4 * len(SCALARS + LISTS + NESTED)
    assert [route.path for route in routes if plan_route(route) is None] == ["/choices"]


def test_ordinary_requests_do_not_reach_fastapi(twins: Twins) -> None:
    twins.ask_fast("GET", "/path/1/5")
    twins.ask_fast("GET", f"/rest/{len(SCALARS) - 1}/a/b/c/1.5")
    twins.ask_fast("GET", "/id/5/00000000-0000-0000-0000-000000000001")
    twins.ask_fast("GET", "/query/0", query=b"x=%C3%A9+1&x=2")
    twins.ask_fast("DELETE", f"/query/{len(SCALARS)}")
    twins.ask_fast("DELETE", f"/query/{len(SCALARS)}", query=b"x=1&x=2")
    twins.ask_fast("POST", "/body/0/plain", b'{"x":"a","json":2}')
    twins.ask_fast("PUT", "/body/0/strict/7", b'{"x":"a"}')
    twins.ask_fast("PATCH", "/body/0/unset")
    twins.ask_fast("POST", f"/body/{len(SCALARS + LISTS)}/bare", b'{"a":1}')


def test_a_default_that_can_change_is_copied_for_every_call(twins: Twins) -> None:
    for _ in range(3):
        assert twins.ask_fast("GET", "/checked/3").body == b'["changed"]'


def test_a_rejected_body_is_422_and_one_that_is_too_deep_400(twins: Twins) -> None:
    for levels, status in ((199, 422), (300, 400)):
        body = b'{"x":' + b"[" * levels + b"]" * levels + b"}"
        assert twins.ask("POST", "/body/1/plain", body).status == status


def test_what_is_wrong_is_found_by_fastapi_itself(twins: Twins) -> None:
    assert twins.ask_slow("GET", "/path/1/five").status == 422
    assert twins.ask_slow("POST", "/body/1/plain", b'{"x":"five"}').status == 422
    assert twins.ask_slow("POST", "/body/1/plain", b"{").status == 422
    assert twins.ask_slow("POST", "/body/1/plain", b'{"x":1}', headers=()).status == 422
    assert twins.ask_slow("POST", "/body/1/plain", b'\xff{"x":1}').status == 400
