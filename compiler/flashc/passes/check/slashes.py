"""FC309: routes whose paths differ only in a trailing slash."""

from collections.abc import Iterator

from flashc import codes
from flashc.diagnostic import Diagnostic, Label
from flashc.ir.program import Program, Route
from flashc.passes.program_walk import routes_of


def check_slashes(program: Program) -> Iterator[Diagnostic]:
    """Warn at the later route of each such pair of one endpoint and method."""
    first: dict[tuple[str, str, str], Route] = {}
    for endpoint, route in routes_of(program):
        key = (endpoint.resource.name, route.method, "".join(route.path.shape).rstrip("/"))
        earlier = first.setdefault(key, route)
        if earlier.path.shape != route.path.shape:
            yield Diagnostic(
                code=codes.SLASH_TWIN,
                message=f"`{route.path.text}` and `{earlier.path.text}` differ only in the last slash",
                primary=Label(span=route.path_span, text=f"for `{route.function.name}`"),
                labels=(Label(span=earlier.path_span, text=f"for `{earlier.function.name}`"),),
                help="declare one of them; the worker redirects the other to it",
            )
