"""Trails: the shortest way from an endpoint's functions through imports to a module."""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from flashc.ir.closure import Closure, ImportEdge, ImportGraph


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """`module` imports `target`, by `edge`; by None where `target` is a package around it."""

    module: str
    edge: ImportEdge | None
    target: str


def trail(
    graph: ImportGraph, closure: Closure, start: Iterable[str], goal: str
) -> tuple[Step, ...] | None:
    """Give the steps to `goal`; empty if it is one of `start`, None if nothing leads there.

    The imports of a module that ships as a stub lead nowhere.
    """
    came_from: dict[str, Step | None] = dict.fromkeys(sorted(start))
    waiting = deque(came_from)
    while waiting and goal not in came_from:
        module = waiting.popleft()
        for step in _steps(graph, closure, module):
            if step.target not in came_from:
                came_from[step.target] = step
                waiting.append(step.target)
    if goal not in came_from:
        return None
    steps: list[Step] = []
    last = came_from[goal]
    while last is not None:
        steps.append(last)
        last = came_from[last.module]
    return tuple(reversed(steps))


def _steps(graph: ImportGraph, closure: Closure, module: str) -> Iterator[Step]:
    for imported in graph.imports.get(module, ()) if module not in closure.stubs else ():
        if closure.runs(module, imported.edge):
            for target in imported.modules:
                yield Step(module=module, edge=imported.edge, target=target)
    package = module.rpartition(".")[0]
    while package:
        if package in graph.imports:
            yield Step(module=module, edge=None, target=package)
        package = package.rpartition(".")[0]
