"""Random routes, the applications that they make, and addresses to ask these for."""

import asyncio
import random
from collections.abc import Iterable, Iterator
from typing import Any

from fastapi import FastAPI
from hypothesis import strategies as st

from flashc.ir.functions import Function, Packages
from flashc.ir.program import LoadBalancedEndpoint, Method, Program, Resource, ResourceClass, Route
from flashc.passes.check.conflicts import check_conflicts
from flashc.passes.check.unreachable import check_unreachable
from flashc.passes.routes.paths import parse_path
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
