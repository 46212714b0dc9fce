"""FC226: imports of modules that the SDK's stand-in does not have, or of names that those lack."""

from collections.abc import Iterator, Mapping

from flashc import codes
from flashc.diagnostic import Diagnostic, Label
from flashc.ir.closure import Closure, ImportEdge, ImportGraph
from flashc.passes.suggest import suggestion
from flashc.sdk.modules import SUBMODULES
from flashc.sdk.names import PACKAGES


def check_sdk_imports(graph: ImportGraph, closures: Mapping[str, Closure]) -> Iterator[Diagnostic]:
    """Report each import below an SDK's package that fails when a worker starts."""
    shipped = {module for closure in closures.values() for module in closure.modules}
    for module in sorted(shipped):
        for one in graph.imports.get(module, ()):
            edge = one.edge
            package, _, inner = edge.target.partition(".")
            if package in PACKAGES and inner and not one.modules and not edge.guarded:
                yield from _missing(edge, package)


def _missing(edge: ImportEdge, package: str) -> Iterator[Diagnostic]:
    names = SUBMODULES.get(edge.target)
    if names is None:
        # Only the last part is taken for a typo.
        parent = edge.target.rpartition(".")[0]
        known = [name for name in SUBMODULES if name.rpartition(".")[0] == parent]
        yield Diagnostic(
            code=codes.NOT_IN_SDK,
            message=f"a worker has no module `{edge.target}`",
            primary=Label(span=edge.span, text="importing it fails when the worker starts"),
            help=_advice(suggestion(edge.target, known), package),
        )
    elif edge.name is not None and edge.name not in names:
        if f"{edge.target}.{edge.name}" in SUBMODULES or edge.name == "*":
            return
        near = suggestion(edge.name, sorted(names))
        yield Diagnostic(
            code=codes.NOT_IN_SDK,
            message=f"`{edge.target}` has no `{edge.name}`",
            primary=Label(span=edge.span, text="importing it fails when the worker starts"),
            help=_advice(near, package),
        )


def _advice(near: str | None, package: str) -> str:
    if near is not None:
        return f"did you mean `{near}`?"
    return f"import what you need from `{package}` itself, or remove the import"
