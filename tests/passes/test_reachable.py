"""Every accepted set of routes is reachable in a running FastAPI, and every refused one is not."""

import asyncio
import random
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flashc.ir.functions import Function, Packages
from flashc.ir.program import LoadBalancedEndpoint, Method, Program, Resource, ResourceClass, Route
from flashc.passes.check.conflicts import check_conflicts
from flashc.passes.check.unreachable import check_unreachable
from flashc.passes.routes.inclusion import is_within, witness
from flashc.passes.routes.languages import difference
from flashc.passes.routes.order import in_order
from flashc.passes.routes.paths import MalformedPath, parse_path
from flashc.source import Span

RESOURCE = Resource(
    resource_class=ResourceClass(name="LB", load_balanced=True, live=False, cpu=False),
    name="api",
    settings=(),
    module="m",
    span=Span(path="m.py", start=0, end=0),
    name_span=Span(path="m.py", start=0, end=0),
)
CONVERTERS = ("", ":int", ":float", ":uuid", ":path", ":str")
UUID = "0189d7a2-41b3-7cc0-9d5e-3f2b8d7c9e10"


def route(index: int, method: str, path: str) -> Route:
    """Make a route whose function is called by its index."""
    span = Span(path="m.py", start=index, end=index + 1)
    function = Function(
        module="m",
        name=f"f{index}",
        parameters=(),
        is_async=False,
        is_generator=False,
        docstring=None,
        span=span,
    )
    return Route(
        method=Method(method),
        path=parse_path(path),
        function=function,
        packages=Packages(python=(), system=()),
        method_span=span,
        path_span=span,
        span=span,
    )


def refused(routes: Iterable[Route]) -> set[str]:
    """Give the functions whose routes are reported as conflicts or as out of reach."""
    program = Program(
        endpoints=(LoadBalancedEndpoint(resource=RESOURCE, routes=tuple(routes), python="3.11"),),
        unused=(),
    )
    found = (*check_conflicts(program), *check_unreachable(program))
    return {f"f{d.primary.span.start}" for d in found if d.primary is not None}


def application(routes: Iterable[Route]) -> FastAPI:
    """Build what a worker registers, in the worker's order; each route answers with its name."""
    app = FastAPI(openapi_url=None)
    for one in routes:
        app.add_api_route(one.path.text, named(one), methods=[one.method])
    return app


def named(one: Route) -> Any:
    """Give a function that takes the parameters of a path and returns the route's name."""
    parameters = ", ".join(parameter.name for parameter in one.path.parameters)
    scope: dict[str, Any] = {}
    exec(f"def f({parameters}): return {one.function.name!r}", scope)  # noqa: S102
    return scope["f"]


async def ask(app: FastAPI, method: str, path: str) -> tuple[int, str]:
    """Send a request without a body through ASGI."""
    sent: list[Any] = []
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": [],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 2),
    }

    async def receive() -> Any:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    await app(scope, receive, send)
    body = b"".join(message.get("body", b"") for message in sent[1:])
    return sent[0]["status"], body.decode().strip('"')


def answers(app: FastAPI, method: str, paths: Iterable[str]) -> list[tuple[int, str]]:
    """Ask for several paths."""

    async def all_of_them() -> list[tuple[int, str]]:
        return [await ask(app, method, path) for path in paths]

    return asyncio.run(all_of_them())


def addresses(one: Route, random_: random.Random) -> Iterator[str]:
    """Yield addresses that a route's path matches, of every sort."""
    values = {
        "str": ["a", "b", "ab", "7", "7.5", UUID, "me", "x-1", "~"],
        "int": ["7", "10"],
        "float": ["7", "7.5"],
        "uuid": [UUID, UUID.replace("-", "")],
        "path": ["", "a", "a/b", "7", "me/end", "a/b/c", "/", UUID],
    }
    for _ in range(40):
        parts = [
            random_.choice(values[part.converter]) if hasattr(part, "converter") else part.text
            for part in one.path.parts
        ]
        yield "".join(parts)


segments = st.one_of(
    st.sampled_from(["a", "b", "me", "7", "a.b", "x-"]),
    st.tuples(
        st.sampled_from(["", "", "", "a", "x-"]),
        st.sampled_from(CONVERTERS),
        st.sampled_from(["", "", "", "b", ".b"]),
    ),
)


@st.composite
def paths(draw: st.DrawFn) -> str:
    """Draw a path of up to three segments; names of parameters are made unique."""
    count = 0
    texts = []
    for each in draw(st.lists(segments, min_size=1, max_size=3)):
        if isinstance(each, str):
            texts.append(each)
        else:
            count += 1
            before, converter, after = each
            texts.append(f"{before}{{p{count}{converter}}}{after}")
    return "/" + "/".join(texts) + draw(st.sampled_from(["", "", "", "/"]))


sets_of_routes = st.lists(
    st.tuples(st.sampled_from(["GET", "GET", "POST"]), paths()), min_size=2, max_size=6
).map(lambda pairs: [route(i, m, p) for i, (m, p) in enumerate(pairs)])


@settings(
    max_examples=300, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
@given(sets_of_routes)
def test_what_is_accepted_is_reachable_and_what_is_refused_is_not(routes: list[Route]) -> None:
    out_of_reach = refused(routes)
    ordered = in_order(routes)
    app = application(ordered)
    random_ = random.Random(7)
    for index, one in enumerate(ordered):
        earlier = tuple(e.path for e in ordered[:index] if e.method == one.method)
        if one.function.name in out_of_reach:
            asked = list(addresses(one, random_))
            found = answers(app, one.method, asked)
            # In FastAPI's eyes, too: nothing that the path matches ever gets there.
            assert all(answer != (200, one.function.name) for answer in found), asked
        else:
            shown = witness(one.path, earlier)
            assert shown is not None
            assert answers(app, one.method, [shown]) == [(200, one.function.name)], shown


@settings(max_examples=300, deadline=None, derandomize=True)
@given(paths(), paths())
def test_a_path_is_within_another_where_its_addresses_are(one: str, other: str) -> None:
    first, second = route(0, "GET", one), route(1, "GET", other)
    alone = application([second])
    asked = list(addresses(first, random.Random(3)))
    reached = [status == 200 for status, _ in answers(alone, "GET", asked)]
    # The cheap ways and the languages themselves agree.
    assert is_within(first.path, second.path) is (difference(first.path, (second.path,)) is None)
    if is_within(first.path, second.path):
        assert all(reached), asked
    else:
        shown = witness(first.path, (second.path,))
        assert shown is not None
        assert answers(application([first]), "GET", [shown])[0][0] == 200
        assert answers(alone, "GET", [shown])[0][0] != 200


@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        (["/u/{a}", "/u/{b}"], {"f1"}),
        (["/u/{id:int}", "/u/{name}"], set()),
        (["/u/{name}", "/u/{id:int}"], set()),
        (["/u/{name}", "/u/me"], set()),
        (["/{p:path}/end", "/{q:path}"], set()),
        (["/{q:path}", "/{p:path}/end"], set()),
        (["/{a:path}", "/{a:path}{b:path}"], {"f1"}),
        (["/x/{a}/{b:path}", "/x/{p:path}", "/{q:path}"], set()),
        (["/x/{a:path}", "/x/{a:path}", "/y"], {"f1"}),
        (["/f/{a:float}", "/f/{a:int}", "/f/{b:float}"], {"f2"}),
        # Two that together leave nothing to a third.
        (["/a{x}", "/a", "/a{x}/{y:path}", "/a/{y:path}", "/a{z:path}"], {"f4"}),
        (["/t/", "/t"], set()),
    ],
)
def test_only_what_no_order_helps_is_refused(paths: list[str], expected: set[str]) -> None:
    assert refused(route(i, "GET", path) for i, path in enumerate(paths)) == expected


def test_other_methods_hide_nothing() -> None:
    assert refused([route(0, "GET", "/{a}"), route(1, "POST", "/{b}")]) == set()


@pytest.mark.parametrize(
    "path", ["/a?b", "/a#b", "/a//b", "/{", "/}", "/{é}", "/{a:nope}", "/{a}{a}"]
)
def test_paths_that_never_match_what_they_say_are_malformed(path: str) -> None:
    with pytest.raises(MalformedPath):
        parse_path(path)
