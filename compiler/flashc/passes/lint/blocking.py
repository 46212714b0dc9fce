"""FC704: an `async def` route waits in a way that stops every other request of its worker."""

from collections.abc import Iterator

from flashc import codes
from flashc.diagnostic import Diagnostic, Label
from flashc.ir.bindings import Bindings, BoundFunction, Defined, External
from flashc.ir.expressions import Call
from flashc.ir.program import Program, Route
from flashc.passes.names.bodies import calls_in, definition_of
from flashc.passes.names.lookup import follow, look_up
from flashc.passes.program_walk import routes_of
from flashc.source import Span

# Calls of well-known libraries that wait without yielding to the event loop, and what to use instead.
BLOCKING = {
    "time.sleep": "use `await asyncio.sleep(...)`",
    **dict.fromkeys(
        (
            f"requests.{verb}"
            for verb in ("get", "post", "put", "delete", "patch", "head", "request")
        ),
        "use an async client such as httpx, or make the function a plain `def`",
    ),
    **dict.fromkeys(
        (f"httpx.{verb}" for verb in ("get", "post", "put", "delete", "patch", "head", "request")),
        "use `async with httpx.AsyncClient() as client`",
    ),
    "urllib.request.urlopen": "use an async client such as httpx, or make the function a plain `def`",
    **dict.fromkeys(
        (f"subprocess.{name}" for name in ("run", "call", "check_call", "check_output")),
        "use `await asyncio.create_subprocess_exec(...)`",
    ),
    "os.system": "use `await asyncio.create_subprocess_shell(...)`",
}


def lint_blocking(program: Program, bindings: Bindings) -> Iterator[Diagnostic]:
    """Warn at each such call, once a function."""
    remote = {
        (route.function.module, route.function.name): endpoint.resource.name
        for endpoint, route in routes_of(program)
        if not route.function.is_async
    }
    seen: set[Span] = set()
    for endpoint, route in routes_of(program):
        definition = definition_of(bindings, route.function) if route.function.is_async else None
        for call in calls_in(definition.body) if definition else ():
            found = _blocking(route, call, bindings, remote, endpoint.resource.name)
            if found is not None and call.span not in seen:
                seen.add(call.span)
                yield _warning(route, call, *found)


def _blocking(
    route: Route,
    call: Call,
    bindings: Bindings,
    remote: dict[tuple[str, str], str],
    endpoint: str,
) -> tuple[str, str] | None:
    symbol = follow(bindings, look_up(bindings, route.function.module, call.function))
    if isinstance(symbol, External) and symbol.name in BLOCKING:
        return symbol.name, BLOCKING[symbol.name]
    if isinstance(symbol, Defined) and isinstance(symbol.binding.bound, BoundFunction):
        other = remote.get((symbol.module, symbol.name))
        if other is not None and other != endpoint:
            advice = f"make `{symbol.name}` an `async def`, and await it"
            return f"{symbol.name}", advice
    return None


def _warning(route: Route, call: Call, name: str, advice: str) -> Diagnostic:
    return Diagnostic(
        code=codes.BLOCKING_IN_ASYNC,
        message=f"`{name}` blocks the event loop in `async def {route.function.name}`",
        primary=Label(span=call.span, text="no other request is answered meanwhile"),
        labels=(Label(span=route.function.span, text="runs on the event loop"),),
        help=advice,
    )
