"""FC601: imports of modules that should be part of the project, and are not there."""

from collections.abc import Iterator

from flashc import codes
from flashc.diagnostic import Diagnostic, Label
from flashc.ir.bindings import Bindings
from flashc.ir.closure import ImportGraph
from flashc.passes.suggest import suggestion


def check_imports(bindings: Bindings, graph: ImportGraph) -> Iterator[Diagnostic]:
    """Report each import that leads nowhere within the project, unless a `try` expects that."""
    for _, edge in graph.missing:
        if edge.guarded or edge.target.split(".")[0] in bindings.broken:
            continue
        near = suggestion(edge.target, bindings.modules)
        above = edge.target.startswith(".")
        hint = f"did you mean `{near}`?" if near and not above else None
        yield Diagnostic(
            code=codes.CANNOT_IMPORT,
            message=f"Cannot import module '{edge.target}'",
            primary=Label(
                span=edge.span,
                text="leads above the import root" if above else "no such module in the sources",
            ),
            help=hint or "ensure the module is below the import root (`--root`), and is spelt so",
        )
