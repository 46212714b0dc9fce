"""The fast path chooses the route that FastAPI chooses, whatever the order of the routes."""

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from hypothesis import given
from hypothesis import strategies as st

from inventing import invented
from runtime.twins import Twins


def add_crossing_routes(app: FastAPI, calls: list[str]) -> None:
    """Add routes that overlap, in an order that matters."""

    def add(method: str, path: str) -> None:
        name = f"{method} {path}"

        async def route() -> Any:
            calls.append(name)
            return name

        app.add_api_route(path, route, methods=[method], response_model=Any)

    for method, path in (
        ("GET", "/a/first"),
        ("GET", "/a/{x}"),
        ("GET", "/a/never"),
        ("POST", "/a/never"),
        ("POST", "/a/{x}"),
        ("PUT", "/{n:int}"),
        ("GET", "/{n:int}"),
        ("GET", "/{u:uuid}/x"),
        ("GET", "/{f:float}"),
        ("DELETE", "/{rest:path}"),
        ("GET", "/same"),
        ("GET", "/same"),
        ("GET", "/a.b+c"),
        ("GET", "/{x}-{y}"),
        ("GET", "/"),
        ("HEAD", "/head"),
        ("OPTIONS", "/head"),
    ):
        add(method, path)


@pytest.fixture(scope="module")
def crossing() -> Iterator[Twins]:
    made = Twins(add_crossing_routes)
    yield made
    made.close()


PATHS = st.lists(
    st.sampled_from(
        [
            *"/ / a first never same head 5 1.5 - x é a.b+c axbbc %2F {x}".split(),
            *["\n", "", "9" * 5000, "00000000-0000-0000-0000-00000000000A"],
        ]
    ),
    max_size=5,
).map(lambda parts: "/" + "".join(parts))


@invented(500)
@given(
    method=st.sampled_from(["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "get"]),
    path=PATHS,
    root=st.sampled_from(["", "", "", "/a", "/"]),
)
def test_the_same_route_is_chosen(crossing: Twins, method: str, path: str, root: str) -> None:
    crossing.ask(method, path, root_path=root)


def test_routes_in_their_order_are_fast(crossing: Twins) -> None:
    for method, path, route in (
        ("GET", "/a/first", "/a/first"),
        ("GET", "/a/never", "/a/{x}"),
        ("POST", "/a/never", "/a/never"),
        ("GET", "/5", "/{n:int}"),
        ("GET", "/1.5", "/{f:float}"),
        ("DELETE", "/x/y", "/{rest:path}"),
        ("GET", "/", "/"),
    ):
        assert crossing.ask_fast(method, path).body.decode() == f'"{method} {route}"'
    crossing.ask_slow("GET", "/5", root_path="/prefix")
    assert crossing.ask_slow("PATCH", "/x").status == 405
