"""Close: which modules of the project an endpoint's modules reach, and what they import besides."""

from collections.abc import Iterable, Iterator

from flashc.ir.bindings import Bindings
from flashc.ir.closure import Guard, Imported, ImportEdge, ImportGraph
from flashc.ir.syntax import (
    Block,
    Class,
    Function,
    Import,
    ImportFrom,
    ModuleSyntax,
    Statement,
)
from flashc.passes.guards import guard_of
from flashc.passes.resolve import absolute_name


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
            if found or edge.target.split(".")[0] in top_level:
                if not found:
                    missing.append((name, edge))
                    continue
            else:
                others.add(edge.target)
            edges.append(Imported(edge=edge, modules=found))
        inside[name] = tuple(sorted(ours - {name}))
        outside[name] = tuple(sorted(others))
        imports[name] = tuple(edges)
    return ImportGraph(inside=inside, outside=outside, missing=tuple(missing), imports=imports)


def reached(graph: ImportGraph, bindings: Bindings, start: Iterable[str]) -> tuple[str, ...]:
    """Give all modules that importing `start` may import, packages' `__init__` included, sorted."""
    seen: set[str] = set()
    waiting = [module for name in start for module in _with_packages(bindings, name)]
    while waiting:
        module = waiting.pop()
        if module in seen:
            continue
        seen.add(module)
        for target in graph.inside.get(module, ()):
            waiting.extend(_with_packages(bindings, target))
    return tuple(sorted(seen))


def edges_of(module: ModuleSyntax) -> Iterator[ImportEdge]:
    """Yield every import in `module`, in source order."""
    yield from _edges(module.body, module, guard=Guard.NONE)


def _edges(
    statements: tuple[Statement, ...], module: ModuleSyntax, *, guard: Guard
) -> Iterator[ImportEdge]:
    for statement in statements:
        match statement:
            case Import():
                for imported in statement.modules:
                    yield ImportEdge(
                        target=imported.module, name=None, guard=guard, span=imported.span
                    )
            case ImportFrom():
                yield from _from_edges(statement, module, guard=guard)
            case Function() | Class():
                yield from _edges(statement.body, module, guard=guard)
            case Block():
                for arm in statement.arms:
                    inner = guard_of(statement, arm)
                    kept = guard if inner is Guard.NONE else inner
                    yield from _edges(arm.body, module, guard=kept)
            case _:
                continue


def _from_edges(
    statement: ImportFrom, module: ModuleSyntax, *, guard: Guard
) -> Iterator[ImportEdge]:
    target = absolute_name(module, statement)
    if target is None:
        # Above the root: the name itself is the best that a message can show.
        written = "." * statement.level + statement.module
        yield ImportEdge(target=written, name=None, guard=guard, span=statement.module_span)
        return
    if statement.star or not statement.names:
        yield ImportEdge(target=target, name=None, guard=guard, span=statement.module_span)
    for imported in statement.names:
        yield ImportEdge(target=target, name=imported.name, guard=guard, span=statement.module_span)


def _targets(bindings: Bindings, edge: ImportEdge) -> tuple[str, ...]:
    """Give the modules of the project that an edge imports: the module, or a submodule of it."""
    if edge.target.startswith(".") or not bindings.has_module(edge.target):
        return ()
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
