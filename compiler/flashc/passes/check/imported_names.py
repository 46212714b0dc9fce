"""FC614: from-imports of names that a module of the project certainly does not have."""

from collections.abc import Iterator
from itertools import chain

from flashc import codes
from flashc.diagnostic import Diagnostic, Label
from flashc.ir.bindings import Bindings, Unresolved
from flashc.ir.closure import ImportEdge, ImportGraph
from flashc.passes.names.lookup import look_up_name
from flashc.passes.suggest import suggestion

# A module whose text has one of these may get names that no statement binds.
_UNSEEN = ("__getattr__", "globals(", "sys.modules", "setattr(", "vars(", "exec(", "__dict__")


def check_imported_names(bindings: Bindings, graph: ImportGraph) -> Iterator[Diagnostic]:
    """Report each name that an import takes and that is not there, unless a `try` expects that."""
    complete: dict[str, bool] = {}
    for importer, imports in graph.imports.items():
        for imported in imports:
            edge = imported.edge
            if not edge.guarded and _is_missing(bindings, importer, edge, complete):
                yield _problem(bindings, edge.target, edge.name or "", edge)


def _is_missing(
    bindings: Bindings, importer: str, edge: ImportEdge, complete: dict[str, bool]
) -> bool:
    name, target = edge.name, edge.target
    namespace = bindings.namespaces.get(target)
    if name is None or namespace is None or name in namespace.names or name.startswith("__"):
        return False
    if target == importer or (target, name) in bindings.changes:
        return False
    symbol = look_up_name(bindings, target, name)
    if not isinstance(symbol, Unresolved) or not symbol.missing:
        return False
    if target not in complete:
        complete[target] = _is_complete(bindings, target, set())
    return complete[target]


def _is_complete(bindings: Bindings, module: str, seen: set[str]) -> bool:
    """Whether the bindings of a module are all that it can have."""
    if module in seen:
        return True
    seen.add(module)
    syntax = bindings.modules.get(module)
    if syntax is None or any(sign in syntax.source.text for sign in _UNSEEN):
        return False
    stars = bindings.namespaces[module].stars
    return all(_is_complete(bindings, star.module, seen) for star in stars)


def _problem(bindings: Bindings, target: str, name: str, edge: ImportEdge) -> Diagnostic:
    inside = f"{target}."
    sources = (target, *(star.module for star in bindings.namespaces[target].stars))
    near = suggestion(
        name,
        chain(
            (one for source in sources for one in bindings.namespaces[source].names),
            (one.removeprefix(inside) for one in bindings.modules if one.startswith(inside)),
        ),
    )
    return Diagnostic(
        code=codes.CANNOT_IMPORT_NAME,
        message=f"Cannot import name '{name}' from '{target}'",
        primary=Label(span=edge.span, text=f"has no `{name}`"),
        help=f"did you mean `{near}`?" if near else f"define `{name}` there, or correct the import",
    )
