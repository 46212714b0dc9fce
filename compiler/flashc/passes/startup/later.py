"""What only functions import: where that fails, the worker has started, and a call ends."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from flashc.ir.bindings import Bindings
from flashc.ir.closure import Closure, ImportEdge, ImportGraph
from flashc.passes.closure.imports import reached

NOTE = "only functions import this module: the worker starts, and calls that import it fail"


@dataclass(frozen=True, slots=True, kw_only=True)
class Moments:
    """When a worker imports its modules: at its `start`, or only `later`, when a function runs.

    Modules that are in neither are imported where a failure is expected, or by what may not run.
    """

    start: frozenset[str]
    later: frozenset[str]


def imported_later(closure: Closure, graph: ImportGraph) -> Iterator[str]:
    """Yield the modules that functions of a worker import, unless they expect that it fails."""
    for module in closure.modules:
        for imported in graph.imports.get(module, ()):
            edge = imported.edge
            if edge.function is not None and not edge.guarded and closure.runs(module, edge):
                yield from imported.modules


def moments_of(
    closure: Closure, graph: ImportGraph, bindings: Bindings, begun: Iterable[str]
) -> Moments:
    """Tell them for one worker; `begun` are modules of which it is known that a worker starts with them."""

    def at_once(module: str, edge: ImportEdge) -> bool:
        return edge.function is None and not edge.guarded and closure.runs(module, edge)

    def behind(modules: Iterable[str]) -> frozenset[str]:
        return frozenset(reached(graph, bindings, modules, at_once, frozenset(closure.stubs)))

    start = behind(frozenset(begun).intersection(closure.modules))
    return Moments(start=start, later=behind(imported_later(closure, graph)) - start)
