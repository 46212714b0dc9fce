"""FC625, FC626: imports of which only running tells what they import."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from flashc import codes
from flashc.diagnostic import Diagnostic, Label
from flashc.ir.bindings import Bindings
from flashc.ir.closure import Closure, Guard, ImportEdge
from flashc.ir.expressions import Attribute
from flashc.ir.facts import Known
from flashc.ir.settings import Config
from flashc.ir.syntax import Class, Function
from flashc.passes.closure.data_files import local_values
from flashc.passes.closure.imports import dynamic_imports_of
from flashc.passes.closure.include_line import include_line
from flashc.passes.closure.reach import reached_functions
from flashc.passes.fold import fold
from flashc.passes.names.bodies import root_of
from flashc.source import Span


def check_dynamic_imports(
    bindings: Bindings, closures: Mapping[str, Closure], config: Config
) -> Iterator[Diagnostic]:
    """Say of each such import that may run in a worker what ships for it."""
    dynamic = {
        name: edges
        for name in dict.fromkeys(one for closure in closures.values() for one in closure.modules)
        if (edges := tuple(dynamic_imports_of(bindings.modules[name])))
    }
    # A package is told of once, a warning once a place.
    seen: set[Span | str] = set()
    for endpoint, closure in closures.items():
        reached: frozenset[tuple[str, str]] | None = None
        includes_code = any(f.path.endswith(".py") for f in config.reasons.get(endpoint, ()))
        for module in closure.modules:
            for edge in dynamic.get(module, ()):
                if seen & {edge.span, edge.target or edge.span} or edge.guard in {
                    Guard.MAIN,
                    Guard.TYPE_CHECKING,
                }:
                    continue
                if edge.function is not None:
                    reached = reached or reached_functions(bindings, closure)
                    if (module, edge.function) not in reached:
                        continue
                found = _finding(bindings, closure, module, edge, dynamic[module])
                if found is None or (found.code is codes.DYNAMIC_IMPORT and includes_code):
                    continue
                seen.add(edge.target or edge.span)
                if found.code is codes.DYNAMIC_IMPORT:
                    line = include_line(bindings, config, endpoint, "")
                    found = replace(found, help=f"{found.help}, or ship their folder: {line}")
                yield found


def _finding(
    bindings: Bindings,
    closure: Closure,
    module: str,
    edge: ImportEdge,
    others: tuple[ImportEdge, ...],
) -> Diagnostic | None:
    if edge.target and bindings.has_module(edge.target):
        start = f"{edge.target}."
        count = sum(name.startswith(start) for name in closure.shipped)
        return _ships(edge, count) if count else None
    if edge.target:
        is_ours = edge.target.split(".")[0] in {name.split(".")[0] for name in bindings.modules}
        reason = f"the sources have no package `{edge.target}`"
        return _warning(edge, reason) if is_ours else None
    # A module that lists a package of the project imports what it has listed.
    if any(_lists(one) and bindings.has_module(one.target) for one in others):
        return None
    name = _constant(bindings, module, edge)
    if name is None:
        return _warning(edge, "this is known only when it runs")
    is_ours = name.split(".")[0] in {one.split(".")[0] for one in bindings.modules}
    if not is_ours or name in closure.shipped:
        return None
    return _warning(edge, f"this is `{name}`, which nothing imports by name")


def _lists(edge: ImportEdge) -> bool:
    path = edge.names
    name = path.name if isinstance(path, Attribute) else getattr(path, "id", "")
    return bool(edge.target) and name == "__path__"


def _constant(bindings: Bindings, module: str, edge: ImportEdge) -> str | None:
    """Give a name that is constant after all, as one that another module binds."""
    if edge.names is None:
        return None
    root = root_of(edge.names)
    for statement in bindings.modules[module].body:
        is_around = isinstance(statement, Function | Class) and statement.name == edge.function
        if root is not None and is_around and root.id in local_values(statement):
            return None
    fact = fold(bindings, module, edge.names)
    return fact.value if isinstance(fact, Known) and isinstance(fact.value, str) else None


def _ships(edge: ImportEdge, count: int) -> Diagnostic:
    modules = "its one module ships" if count == 1 else f"its {count} modules ship"
    return Diagnostic(
        code=codes.PACKAGE_SHIPS,
        message=f"the package `{edge.target}` ships whole",
        primary=Label(span=edge.span, text=f"may import any of it: {modules}"),
    )


def _warning(edge: ImportEdge, reason: str) -> Diagnostic:
    span = edge.span if edge.names is None else edge.names.span
    return Diagnostic(
        code=codes.DYNAMIC_IMPORT,
        message="a module that is imported here may be missing in the worker",
        primary=Label(span=span, text=reason),
        notes=(
            "flashc ships what it can follow; a name that begins `package.` ships that package",
        ),
        help="write an `import` for each module that may be meant",
    )
