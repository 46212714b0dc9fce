"""Closures: what each endpoint's worker ships, decided once for all later passes.

A module of which a worker only calls functions of other endpoints is not entered: a stub stands in,
and what the module imports is no business of the worker. That is assumed of every such module, until
an import shows that one has to ship whole; what it imports then counts, and is looked at as well.
"""

from collections import Counter
from collections.abc import Iterable, Mapping

from flashc.ir.bindings import Bindings
from flashc.ir.closure import Closure, ImportGraph, Stub
from flashc.ir.program import Endpoint, Program
from flashc.passes.closure.imports import reached
from flashc.passes.closure.stubs import Callables, against, callables_of, stub_of


def closures_of(
    program: Program,
    bindings: Bindings,
    graph: ImportGraph,
    included: Mapping[str, frozenset[str]],
) -> Mapping[str, Closure]:
    """Give what each endpoint with functions ships, by its name; of queues, what it would.

    `included` are the files that the user asks to ship as they are, by endpoint.
    """
    callables = callables_of(program)
    functions = frozenset().union(*(one.runs for one in program.endpoints))
    totals = Counter(module for module, _ in functions)
    return {
        endpoint.resource.name: _close(
            endpoint,
            functions - endpoint.runs,
            _Ground(
                bindings,
                graph,
                callables,
                totals,
                included.get(endpoint.resource.name, frozenset()),
            ),
        )
        for endpoint in program.endpoints
        if endpoint.runs
    }


def why_shipped(closure: Closure, module: str) -> str | None:
    """Say why a module that has functions of other endpoints is a stub, or whole; else None."""
    if module in closure.stubs:
        return "stub, because the worker only calls functions of other endpoints in it"
    reason = closure.whole.get(module)
    return None if reason is None else f"whole, because {reason}"


class _Ground:
    """What a closure stands on, and the answers about one endpoint's imports."""

    def __init__(
        self,
        bindings: Bindings,
        graph: ImportGraph,
        callables: Callables,
        totals: Counter[str],
        included: frozenset[str],
    ) -> None:
        self.bindings = bindings
        self.graph = graph
        self.callables = callables
        # How many functions of any endpoint each module has.
        self.totals = totals
        self._included = included

    def refused(self, endpoint: Endpoint) -> dict[str, str]:
        """Give the modules with functions of other endpoints that no stub can stand in for."""
        own = {module for module, _ in endpoint.runs}
        result: dict[str, str] = {}
        for module in self.callables.modules:
            source = self.bindings.modules[module].source
            if module in own:
                result[module] = "it has functions of this endpoint too"
            elif source.is_package:
                result[module] = "it is the `__init__` of a package"
            elif source.shipped in self._included:
                result[module] = "flash.toml includes it"
        return result

    def stubs(self, closure: Closure, ends: frozenset[str]) -> dict[str, Stub | str]:
        """Give a stub for each of `ends` that the modules import, or why none can stand in."""
        wanted: dict[str, set[str]] = {}
        found: dict[str, Stub | str] = {}
        for module in closure.modules if ends else ():
            for imported in self.graph.imports.get(module, ()):
                for target in ends.intersection(imported.modules):
                    if not closure.runs(module, imported.edge):
                        continue
                    reason = against(self.bindings, self.callables, module, target, imported.edge)
                    if reason is not None:
                        found.setdefault(target, reason)
                    wanted.setdefault(target, set()).add(imported.edge.name or "")
        for target, names in wanted.items():
            if target not in found:
                sdks = self.graph.outside
                found[target] = stub_of(self.bindings, self.callables, target, names, sdks)
        return found


def _close(endpoint: Endpoint, elsewhere: frozenset[tuple[str, str]], ground: _Ground) -> Closure:
    own = {module for module, _ in endpoint.runs}
    whole = ground.refused(endpoint)
    while True:
        ends = ground.callables.modules - whole.keys()
        closure = _entered(own, elsewhere, ends, ground)
        found = ground.stubs(closure, ends)
        refused = {module: one for module, one in found.items() if isinstance(one, str)}
        if not refused:
            mine = Counter(module for module, _ in endpoint.runs)
            others = {m for m in closure.modules if ground.totals[m] > mine[m]}
            return Closure(
                modules=closure.modules,
                stubs={name: one for name, one in sorted(found.items()) if isinstance(one, Stub)},
                whole={name: whole[name] for name in sorted(others & whole.keys())},
                elsewhere=elsewhere,
            )
        whole |= refused


def _entered(
    start: Iterable[str],
    elsewhere: frozenset[tuple[str, str]],
    ends: frozenset[str],
    ground: _Ground,
) -> Closure:
    """Give what ships besides `ends`."""
    nothing = Closure(modules=(), stubs={}, whole={}, elsewhere=elsewhere)
    modules = reached(ground.graph, ground.bindings, start, nothing.runs, ends)
    return Closure(modules=modules, stubs={}, whole={}, elsewhere=elsewhere)
