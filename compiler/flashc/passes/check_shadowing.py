"""FC602: modules of the user's that would hide what every worker needs."""

from collections.abc import Iterator

from flashc import codes
from flashc.diagnostic import Diagnostic, Label
from flashc.ir.bindings import Bindings
from flashc.ir.closure import ImportGraph
from flashc.ir.program import LoadBalancedEndpoint, Program
from flashc.passes.close import reached
from flashc.passes.naming import package_of
from flashc.passes.stdlib_names import STDLIB
from flashc.source import Span

# What the emitted code and the runtime import, directly or through FastAPI.
RUNTIME = frozenset(
    """annotated_types annotated_doc anyio click fastapi flashc_runtime h11 httptools idna
    multipart pydantic pydantic_core starlette typing_extensions typing_inspection uvicorn uvloop""".split()
)


def check_shadowing(
    program: Program, bindings: Bindings, graph: ImportGraph
) -> Iterator[Diagnostic]:
    """Report each shipped top-level module whose name is taken, once."""
    seen: set[str] = set()
    for endpoint in program.endpoints:
        if not isinstance(endpoint, LoadBalancedEndpoint):
            continue
        start = {route.function.module for route in endpoint.routes}
        package = package_of(endpoint.resource.name)
        for module in reached(graph, bindings, start):
            top = module.split(".", maxsplit=1)[0]
            owner = _owner(top, package)
            if owner is not None and top not in seen:
                seen.add(top)
                yield _shadows(bindings, module, top, owner)


def _owner(top: str, package: str) -> str | None:
    if top == package:
        return "the worker's own generated package"
    if top in RUNTIME:
        return "a package that every worker imports"
    return "a module of Python's standard library" if top in STDLIB else None


def _shadows(bindings: Bindings, module: str, top: str, owner: str) -> Diagnostic:
    source = bindings.modules[module].source
    return Diagnostic(
        code=codes.SHADOWS,
        message=f"module `{top}` would hide {owner}",
        primary=Label(span=Span(path=source.path, start=0, end=0)),
        help=f"rename `{top}`, and the imports of it",
    )
