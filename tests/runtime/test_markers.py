"""A marker of FastAPI's that nobody could see in the sources keeps a worker from starting."""

from collections.abc import Callable
from types import ModuleType
from typing import Annotated, Any

import pytest
from fastapi import Depends, Header, Query, Security
from pydantic import BaseModel, Field

from flashc_runtime import create_app, unset
from flashc_runtime.markers import LostMarkerError, refuse_lost_markers


def user(x_user: Annotated[str, Header()] = "nobody") -> str:
    return x_user


class Payload(BaseModel):
    """A body that could hold what the dependency should give."""

    who: str = Field(default_factory=unset)


HIDDEN: Any = Depends(user)


def asks_by_default(who: str = HIDDEN) -> str:
    return who


def asks_by_type(who: Annotated[str, Security(user)]) -> str:
    return who


def asks_in_quotes(who: "Annotated[str, Depends(user)]") -> str:
    return who


def asks_for_a_header(who: str = Header("none")) -> str:
    return who


def asks_for_a_header_with_a_default_of_its_own(who: Annotated[str, Header()] = str(1)) -> str:
    return who


def asks_for_nothing(who: Annotated[str, "a remark"] = "nobody", *, more: "Unknown" = 1) -> str:  # type: ignore[name-defined]  # noqa: F821
    return f"{who}{more}"


def from_the_body(body: Payload) -> Any:
    return body


def from_the_query(who: Annotated[str, Query(default_factory=unset)]) -> Any:
    return who


def from_the_header_if_sent(who: Annotated[str, Header(default_factory=unset)]) -> Any:
    return who


def plainly(who: str = "nobody") -> Any:
    return who


def from_the_dependency(who: str = Depends(user)) -> Any:
    return who


def from_the_header(who: Annotated[str, Header()] = "none") -> Any:
    return who


def worker(function: Callable[..., Any], handler: Callable[..., Any]) -> ModuleType:
    """Return a module such as flashc writes, whose one route calls `function` from `handler`."""
    module = ModuleType("demo_worker.app")
    app = create_app("demo")
    app.post("/who")(handler)
    vars(module).update(app=app, ROUTE_REGISTRY={("POST", "/who"): function})
    return module


@pytest.mark.parametrize("handler", [from_the_body, from_the_query, plainly, from_the_header])
@pytest.mark.parametrize("function", [asks_by_default, asks_by_type, asks_in_quotes])
def test_a_dependency_that_requests_would_fill_is_refused(
    function: Callable[..., Any], handler: Callable[..., Any]
) -> None:
    with pytest.raises(LostMarkerError, match=f"parameter 'who' of .*{function.__name__}"):
        refuse_lost_markers(worker(function, handler))


@pytest.mark.parametrize("handler", [from_the_body, from_the_query, plainly, from_the_dependency])
def test_a_header_that_is_taken_from_elsewhere_is_refused(handler: Callable[..., Any]) -> None:
    with pytest.raises(LostMarkerError, match="Header"):
        refuse_lost_markers(worker(asks_for_a_header, handler))


@pytest.mark.parametrize(
    ("function", "handler"),
    [
        (asks_by_default, from_the_dependency),
        (asks_in_quotes, from_the_dependency),
        (asks_for_a_header, from_the_header),
        (asks_for_a_header_with_a_default_of_its_own, from_the_header_if_sent),
        (asks_for_nothing, from_the_body),
        (asks_for_nothing, plainly),
    ],
)
def test_what_fastapi_fills_and_ordinary_values_are_let_pass(
    function: Callable[..., Any], handler: Callable[..., Any]
) -> None:
    refuse_lost_markers(worker(function, handler))
