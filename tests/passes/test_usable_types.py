"""The types that generated code states are those that pydantic and FastAPI take."""

import importlib
import warnings
from typing import Annotated, Any

import pytest
from fastapi import FastAPI, Query
from pydantic import TypeAdapter

from flashc.passes.shape.bind import REPEATABLE, SCALARS
from flashc.passes.types.usable import ARGUMENTS, USABLE


def as_generated(name: str) -> Any:
    """Give a type by its full name, with the arguments that generated code gives it."""
    module, _, short = name.rpartition(".")
    bare = getattr(importlib.import_module(module), short)
    if name == "builtins.tuple":
        return tuple[Any, ...]
    count = ARGUMENTS.get(name)
    return bare if count is None else bare[(str, Any) if count == 2 else Any]


@pytest.mark.parametrize("name", sorted(USABLE | SCALARS))
def test_pydantic_validates_each_usable_type(name: str) -> None:
    TypeAdapter(as_generated(name))


@pytest.mark.parametrize("name", sorted(REPEATABLE))
def test_fastapi_takes_each_repeatable_type_from_a_query(name: str) -> None:
    app = FastAPI()
    module, _, short = name.rpartition(".")
    bare = getattr(importlib.import_module(module), short)

    def route(x: Any) -> Any:
        return x

    route.__annotations__ = {"x": Annotated[bare[int], Query()]}
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        app.get("/x")(route)
    (parameter,) = app.openapi()["paths"]["/x"]["get"]["parameters"]
    assert (parameter["in"], parameter["schema"]["type"]) == ("query", "array")
