"""FC310: routes that no request reaches, because others answer all that they match."""

from collections.abc import Iterable, Iterator

from flashc import codes
from flashc.diagnostic import Diagnostic, Label
from flashc.ir.program import LoadBalancedEndpoint, Program, Route
from flashc.passes.routes.inclusion import is_within, witness
from flashc.passes.routes.neighbours import Neighbours
from flashc.passes.routes.order import in_order

# So many routes that together hide one are pointed at.
_MOST_LABELS = 4


def check_unreachable(program: Program) -> Iterator[Diagnostic]:
    """Report each route that the emitted order cannot help; equal shapes are another rule's."""
    for endpoint in program.endpoints:
        if isinstance(endpoint, LoadBalancedEndpoint):
            routes = in_order(_of_different_shapes(endpoint.routes))
            neighbours = Neighbours([(route.method, route.path) for route in routes])
            for index, route in enumerate(routes):
                earlier = [other for other in neighbours.of(index) if other < index]
                hiding = _hiding(route, tuple(routes[other] for other in earlier))
                if hiding:
                    yield _unreachable(route, hiding)


def _of_different_shapes(routes: Iterable[Route]) -> Iterable[Route]:
    """Leave out what has the method and shape of an earlier route: it would meet all that meets that."""
    first: dict[tuple[str, tuple[str, ...]], Route] = {}
    for route in routes:
        first.setdefault((route.method, route.path.shape), route)
    return first.values()


def _hiding(route: Route, met: tuple[Route, ...]) -> tuple[Route, ...]:
    """Give the earlier routes that together answer everything; none where one request is left."""
    if not met or witness(route.path, tuple(e.path for e in met)) is not None:
        return ()
    alone = next((e for e in met if is_within(route.path, e.path)), None)
    return met if alone is None else (alone,)


def _unreachable(route: Route, hiding: tuple[Route, ...]) -> Diagnostic:
    texts = " and ".join(f"`{e.path.text}`" for e in hiding[:_MOST_LABELS])
    verb = "matches" if len(hiding) == 1 else "match"
    return Diagnostic(
        code=codes.UNREACHABLE_ROUTE,
        message=f"no request reaches {route.method} {route.path.text}",
        primary=Label(span=route.path_span, text=f"for `{route.function.name}`"),
        labels=tuple(
            Label(span=e.path_span, text=f"answers it, with `{e.function.name}`")
            for e in hiding[:_MOST_LABELS]
        ),
        notes=(f"{texts} {verb} every address that it does, and no order of them helps",),
        help="change the path, such as by a literal segment before the parameter",
    )
