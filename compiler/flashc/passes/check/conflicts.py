"""FC304: two functions of one endpoint under the same method and the same shape of path."""

from collections.abc import Iterator

from flashc import codes
from flashc.diagnostic import Diagnostic, Label
from flashc.ir.program import Program, Route
from flashc.passes.program_walk import routes_of


def check_conflicts(program: Program) -> Iterator[Diagnostic]:
    """Report each route that an earlier one of its endpoint already answers."""
    first: dict[tuple[str, str, tuple[str, ...]], Route] = {}
    for endpoint, route in routes_of(program):
        key = (endpoint.resource.name, route.method, route.path.shape)
        earlier = first.setdefault(key, route)
        if earlier is not route:
            yield _conflict(route, earlier)


def _conflict(route: Route, earlier: Route) -> Diagnostic:
    same_shape = route.path.text != earlier.path.text
    note = f"`{earlier.path.text}` and `{route.path.text}` match the same requests"
    return Diagnostic(
        code=codes.ROUTE_CONFLICT,
        message=f"Route conflict detected: {route.method} {route.path.text} defined twice",
        primary=Label(span=route.path_span, text=f"again here, for `{route.function.name}`"),
        labels=(Label(span=earlier.path_span, text=f"first here, for `{earlier.function.name}`"),),
        notes=(note,) if same_shape else (),
        help="change path or method to make each route unique",
    )
