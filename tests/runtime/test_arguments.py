"""`UNSET`, `unset`, `given` and `marker_of`."""

import copy
import inspect
import pickle
from typing import Annotated, Any

import pytest
from fastapi import Body, Query
from pydantic import BaseModel, Field

from flashc_runtime import UNSET, create_app, given, marker_of, unset
from runtime.asgi import call


class Update(BaseModel):
    """A body with a field that must be there."""

    name: str
    tags: list[str] = Field(default_factory=unset)


class Filter(BaseModel):
    """A body that may be missing."""

    tags: list[str] = Field(default_factory=unset)


def list_things(kind: str, tags: tuple[str, ...] = ("a",)) -> list[str]:
    return [kind, *tags]


def make_app() -> Any:
    app = create_app("things")

    @app.put("/things/{kind}", operation_id="update_thing")
    def update_thing(kind: str, body: Update) -> Any:
        return list_things(kind, **given(tags=body.tags))

    @app.post("/things/{kind}", operation_id="filter_things")
    def filter_things(kind: str, body: Annotated[Filter, Body(default_factory=Filter)]) -> Any:
        return list_things(kind, **given(tags=body.tags))

    @app.get("/things/{kind}", operation_id="get_things")
    def get_things(kind: str, tags: Annotated[list[str], Query(default_factory=unset)]) -> Any:
        return list_things(kind, **given(tags=tags))

    return app


def test_copies_and_pickles_are_the_same_object() -> None:
    assert copy.copy(UNSET) is UNSET
    assert copy.deepcopy([UNSET])[0] is UNSET
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        assert pickle.loads(pickle.dumps(UNSET, protocol)) is UNSET  # noqa: S301


def test_given_keeps_none_and_empty_values() -> None:
    assert given(a=None, b=[], c=UNSET, d=0) == {"a": None, "b": [], "d": 0}


def test_the_functions_own_default_applies_when_nothing_was_sent() -> None:
    app = make_app()
    assert call(app, "PUT", "/things/x", {"name": "n"}).json() == ["x", "a"]
    assert call(app, "PUT", "/things/x", {"name": "n", "tags": ["b"]}).json() == ["x", "b"]
    assert call(app, "POST", "/things/x").json() == ["x", "a"]
    assert call(app, "GET", "/things/x").json() == ["x", "a"]
    assert call(app, "GET", "/things/x?tags=b&tags=c").json() == ["x", "b", "c"]


def test_the_document_shows_an_optional_field_without_a_default() -> None:
    document = make_app().openapi()
    model = document["components"]["schemas"]["Update"]
    assert model["required"] == ["name"]
    assert "default" not in model["properties"]["tags"]
    [query] = [
        each
        for each in document["paths"]["/things/{kind}"]["get"]["parameters"]
        if each["in"] == "query"
    ]
    assert query["required"] is False
    assert "default" not in query["schema"]


def keyed(key: str = Query("swordfish-1", alias="k"), limit: int = Query(ge=1)) -> list[Any]:
    return [key, limit]


def test_a_marker_is_that_of_the_function_and_shows_no_value() -> None:
    app = create_app("marked")

    @app.get("/a")
    def keys(
        key: str = marker_of(keyed, "key"), limit: int = marker_of(keyed, "limit")
    ) -> list[Any]:
        return keyed(key=key, limit=limit)

    assert call(app, "GET", "/a?limit=1").json() == ["swordfish-1", 1]
    assert call(app, "GET", "/a?limit=2&k=mine").json() == ["mine", 2]
    assert call(app, "GET", "/a?limit=0").status == 422
    assert call(app, "GET", "/a").status == 422
    assert b"swordfish" not in call(app, "GET", "/openapi.json").body
    # The function's own marker is as it was.
    assert inspect.signature(keyed).parameters["key"].default.default == "swordfish-1"


def test_a_decorator_that_hides_the_parameters_is_named() -> None:
    def hiding(*arguments: Any) -> list[Any]:
        return keyed(*arguments)

    with pytest.raises(LookupError, match=r"functools\.wraps"):
        marker_of(hiding, "key")
