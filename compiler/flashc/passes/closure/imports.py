"""Close: which modules of the project an endpoint's modules reach, and what they import besides."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from flashc.ir.bindings import Bindings
from flashc.ir.closure import Guard, Imported, ImportEdge, ImportGraph
from flashc.ir.syntax import (
    Arm,
    Block,
    Class,
    Function,
    Import,
    ImportFrom,
    ModuleSyntax,
    Statement,
)
from flashc.passes.closure.dynamic_imports import (
    Known,
    imported_by,
    known_in,
    may_import_by_call,
)
from flashc.passes.closure.guards import guards_of
from flashc.passes.names.bodies import expressions_of, parts_of
from flashc.passes.names.resolve import absolute_name
from flashc.source import Span


def import_graph(bindings: Bindings) -> ImportGraph:
    """Read every import of every module, in functions and under conditions included."""
    inside: dict[str, tuple[str, ...]] = {}
    outside: dict[str, tuple[str, ...]] = {}
    missing: list[tuple[str, ImportEdge]] = []
    imports: dict[str, tuple[Imported, ...]] = {}
    top_level = _top_level(bindings)
    for name, module in bindings.modules.items():
        ours: set[str] = set()
        others: set[str] = set()
        edges: list[Imported] = []
        for edge in edges_of(module):
            found = _targets(bindings, edge)
            ours.update(found)
            if found or edge.relative or edge.target.split(".")[0] in top_level:
                if not found:
                    if not edge.whole:
                        missing.append((name, edge))
                    continue
            else:
                others.add(edge.target)
            edges.append(Imported(edge=edge, modules=found))
        inside[name] = tuple(sorted(ours - {name}))
        outside[name] = tuple(sorted(others))
        imports[name] = tuple(edges)
    return ImportGraph(inside=inside, outside=outside, missing=tuple(missing), imports=imports)


def reached(
    graph: ImportGraph,
    bindings: Bindings,
    start: Iterable[str],
    runs: Callable[[str, ImportEdge], bool],
    ends: frozenset[str],
) -> tuple[str, ...]:
    """Give all modules that importing `start` may import, packages' `__init__` included, sorted.

    `runs` tells whether an import of a module counts; `ends` are modules that are not entered, and
    left out.
    """
    seen: set[str] = set()
    waiting = [module for name in start for module in _with_packages(bindings, name)]
    while waiting:
        module = waiting.pop()
        if module in seen or module in ends:
            continue
        seen.add(module)
        for imported in graph.imports.get(module, ()):
            fresh = [target for target in imported.modules if target not in seen]
            if fresh and runs(module, imported.edge):
                for target in fresh:
                    waiting.extend(_with_packages(bindings, target))
    return tuple(sorted(seen))


def edges_of(module: ModuleSyntax) -> Iterator[ImportEdge]:
    """Yield every import in `module` whose target its text tells, in source order, calls too."""
    known = known_in(module) if may_import_by_call(module) else None
    around = _Around(guard=Guard.NONE, function=None, calls=known)
    yield from (edge for edge in _edges(module.body, module, around) if edge.target)


def dynamic_imports_of(module: ModuleSyntax) -> Iterator[ImportEdge]:
    """Yield the imports of which only running tells what they import; `target` is "" or a package."""
    if may_import_by_call(module):
        around = _Around(guard=Guard.NONE, function=None, calls=known_in(module))
        yield from (edge for edge in _edges(module.body, module, around) if edge.whole)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Around:
    """What stands around a statement; `calls` is None where nothing is imported by call."""

    guard: Guard
    function: str | None
    calls: Known | None


def _edges(
    statements: tuple[Statement, ...], module: ModuleSyntax, around: _Around
) -> Iterator[ImportEdge]:
    for statement in statements:
        if around.calls is not None:
            yield from _called_edges(statement, around, around.calls)
        match statement:
            case Import():
                for imported in statement.modules:
                    yield _edge(imported.module, None, around, imported.span)
            case ImportFrom():
                yield from _from_edges(statement, module, around)
            case Function() | Class():
                inner = replace(around, function=around.function or statement.name)
                yield from _edges(statement.body, module, inner)
            case Block():
                for arm, guard in guards_of(statement):
                    if around.calls is not None:
                        yield from _called_edges(arm, around, around.calls)
                    inner = around if guard is Guard.NONE else replace(around, guard=guard)
                    yield from _edges(arm.body, module, inner)
            case _:
                continue


def _called_edges(
    statement: Statement | Arm, around: _Around, calls: Known
) -> Iterator[ImportEdge]:
    for expression in expressions_of(statement):
        for part in parts_of(expression):
            called = imported_by(part, calls)
            if called is not None:
                edge = _edge(called.target, None, around, part.span)
                yield replace(edge, whole=called.whole, names=called.names)


def _edge(target: str, name: str | None, around: _Around, span: Span) -> ImportEdge:
    return ImportEdge(
        target=target,
        name=name,
        guard=around.guard,
        function=around.function,
        relative=False,
        span=span,
    )


def _from_edges(
    statement: ImportFrom, module: ModuleSyntax, around: _Around
) -> Iterator[ImportEdge]:
    target = absolute_name(module, statement)
    if target is None:
        # Above the root: the name itself is the best that a message can show.
        written = "." * statement.level + statement.module
        yield replace(_edge(written, None, around, statement.module_span), relative=True)
        return
    names: list[str | None] = [imported.name for imported in statement.names]
    if statement.star or not statement.names:
        names.append(None)
    for name in names:
        edge = _edge(target, name, around, statement.module_span)
        yield replace(edge, relative=bool(statement.level))


def _targets(bindings: Bindings, edge: ImportEdge) -> tuple[str, ...]:
    """Give the modules of the project that an edge imports: the module, or a submodule of it."""
    if edge.target.startswith(".") or not bindings.has_module(edge.target):
        return ()
    if edge.whole:
        below = (name for name in bindings.modules if name.startswith(f"{edge.target}."))
        return (edge.target, *below)
    submodule = f"{edge.target}.{edge.name}"
    namespace = bindings.namespaces.get(edge.target)
    is_name = edge.name is None or (namespace is not None and edge.name in namespace.names)
    if not is_name and bindings.has_module(submodule):
        return (edge.target, submodule)
    return (edge.target,)


def _top_level(bindings: Bindings) -> frozenset[str]:
    return frozenset(
        {"", *(name.split(".")[0] for name in (*bindings.modules, *bindings.packages))}
    )


def _with_packages(bindings: Bindings, module: str) -> list[str]:
    """Give the module after the packages around it that have an `__init__`."""
    parts = module.split(".")
    prefixes = (".".join(parts[:length]) for length in range(1, len(parts) + 1))
    return [prefix for prefix in prefixes if prefix in bindings.modules]
