"""Workers: which of them has a module, and by which imports it gets there, as messages say it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flashc.ir.bindings import Bindings
from flashc.ir.closure import Closure, ImportGraph
from flashc.passes.closure.trails import Step, trail

# How many imports of a trail a message names.
_STEPS = 4


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Worker:
    """What the worker of `endpoint` ships; its functions stand in the modules `start`."""

    endpoint: str
    graph: ImportGraph
    closure: Closure
    start: frozenset[str]


def way_to(bindings: Bindings, workers: Sequence[Worker], module: str) -> str | None:
    """Say in which workers a module is, and how it gets to the first; None if it is some worker's own.

    Then everybody knows whose it is: its functions are declared beside the place of the message.
    """
    if any(module in worker.start for worker in workers):
        return None
    first = workers[0]
    steps = trail(first.graph, first.closure, first.start, module)
    if not steps:
        return None
    others = len(workers) - 1
    and_others = f" (and of {others} more)" if others else ""
    way = ", which ".join(_links(bindings, steps))
    return f"in the worker of `{first.endpoint}`{and_others}: {way}"


def _links(bindings: Bindings, steps: Sequence[Step]) -> Iterator[str]:
    """Yield clauses, of which each begins where the one before ended."""
    yield f"`{_file(bindings, steps[0].module)}` {_link(bindings, steps[0])}"
    left = len(steps) - _STEPS
    if left > 0:
        yield from (_link(bindings, step) for step in steps[1 : _STEPS - 1])
        yield f"leads, {left + 1} imports on, to `{_file(bindings, steps[-1].target)}`"
    else:
        yield from (_link(bindings, step) for step in steps[1:])


def _link(bindings: Bindings, step: Step) -> str:
    # Python imports the packages around a module before it, though no line says so.
    verb = "imports" if step.edge else "is in the package of"
    return f"{verb} `{_file(bindings, step.target)}`"


def _file(bindings: Bindings, module: str) -> str:
    return bindings.modules[module].source.shipped
