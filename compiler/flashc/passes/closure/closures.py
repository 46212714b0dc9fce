"""Closures: what each endpoint's worker ships, decided once for all later passes.

A module of which a worker only calls functions of other endpoints is not entered: a stub stands in,
and what the module imports is no business of the worker. That is assumed of every such module, until
an import shows that one has to ship whole; what it imports then counts, and is looked at as well.
"""

from collections import Counter
from collections.abc import Iterable, Mapping

from flashc.ir.bindings import Bindings
from flashc.ir.closure import Closure, Elsewhere, ImportGraph, Stub
from flashc.ir.program import Endpoint, Program
from flashc.passes.closure.imports import reached
from flashc.passes.closure.stubs import against, callables_of, stub_of


def closures_of(
    program: Program,
    bindings: Bindings,
    graph: ImportGraph,
    included: Mapping[str, frozenset[str]],
) -> Mapping[str, Closure]:
    """Give what each endpoint with functions ships, by its name; of queues, what it would.

    `included` are the files that the user asks to ship as they are, by endpoint.
    """
    ground = _Ground(program, bindings, graph)
    return {
        endpoint.resource.name: _close(
            endpoint, ground, included.get(endpoint.resource.name, frozenset())
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
    """What all closures stand on."""

    def __init__(self, program: Program, bindings: Bindings, graph: ImportGraph) -> None:
        self.bindings = bindings
        self.graph = graph
        self.callables = callables_of(program)
        self.functions = frozenset().union(*(one.runs for one in program.endpoints))
        # How many functions of any endpoint each module has.
        self.totals = Counter(module for module, _ in self.functions)
        sources = {name: bindings.modules[name].source for name in self.callables.modules}
        self._packages = frozenset(name for name, source in sources.items() if source.is_package)
        self._by_file = {source.shipped: name for name, source in sources.items()}

    def refused(self, own: frozenset[str], included: frozenset[str]) -> dict[str, str]:
        """Give the modules with functions of other endpoints that no stub can stand in for.

        `own` are the modules of the endpoint's functions, `included` the files of flash.toml.
        """
        asked = (self._by_file[path] for path in included if path in self._by_file)
        return {
            **dict.fromkeys(asked, "flash.toml includes it"),
            **dict.fromkeys(self._packages, "it is the `__init__` of a package"),
            **dict.fromkeys(own & self.callables.modules, "it has functions of this endpoint too"),
        }

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


def _close(endpoint: Endpoint, ground: _Ground, included: frozenset[str]) -> Closure:
    runs = endpoint.runs
    own = frozenset(module for module, _ in runs)
    elsewhere = Elsewhere(functions=ground.functions, own=runs)
    whole = ground.refused(own, included)
    while True:
        ends = ground.callables.modules - whole.keys()
        closure = _entered(own, elsewhere, ends, ground)
        found = ground.stubs(closure, ends)
        refused = {module: one for module, one in found.items() if isinstance(one, str)}
        if not refused:
            mine = Counter(module for module, _ in runs)
            others = {m for m in closure.modules if ground.totals[m] > mine[m]}
            return Closure(
                modules=closure.modules,
                stubs={name: one for name, one in sorted(found.items()) if isinstance(one, Stub)},
                whole={name: whole[name] for name in sorted(others & whole.keys())},
                elsewhere=elsewhere,
            )
        whole |= refused


def _entered(
    start: Iterable[str], elsewhere: Elsewhere, ends: frozenset[str], ground: _Ground
) -> Closure:
    """Give what ships besides `ends`."""
    nothing = Closure(modules=(), stubs={}, whole={}, elsewhere=elsewhere)
    modules = reached(ground.graph, ground.bindings, start, nothing.runs, ends)
    return Closure(modules=modules, stubs={}, whole={}, elsewhere=elsewhere)
