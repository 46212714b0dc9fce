"""FC618 to FC620, FC623, FC624: every worker's imports, in the order in which its generated code makes them."""

import keyword
from collections.abc import Iterable, Iterator, Mapping

from flashc import codes
from flashc.diagnostic import Diagnostic
from flashc.ir.bindings import Bindings
from flashc.ir.closure import Closure
from flashc.ir.program import LoadBalancedEndpoint, Program
from flashc.passes.names.builtin_names import ALL_BUILTINS
from flashc.passes.startup.fields import check_fields
from flashc.passes.startup.ground import ground_of
from flashc.passes.startup.run import Run

# From this Python on, annotations are evaluated when somebody asks for them (PEP 649).
_LAZY = (3, 14)


def check_startup(
    program: Program, bindings: Bindings, closures: Mapping[str, Closure]
) -> Iterator[Diagnostic]:
    """Report what certainly ends the import of a worker, once for all that it ends."""
    eager = ground_of(bindings)
    lazy = eager.deferring_all()
    finished: dict[bool, dict[str, frozenset[str]]] = {True: {}, False: {}}
    seen: set[Diagnostic] = set()
    known: dict[str, frozenset[str] | None] = {}
    for endpoint in program.endpoints:
        closure = closures.get(endpoint.resource.name)
        if not isinstance(endpoint, LoadBalancedEndpoint) or closure is None:
            continue
        is_lazy = tuple(int(part) for part in endpoint.python.split(".")) >= _LAZY
        run = Run(lazy if is_lazy else eager, closure.stubs, finished[is_lazy])
        run.import_all(_in_order({route.function.module for route in endpoint.routes}))
        known |= run.names()
        for one in run.found:
            if one not in seen:
                seen.add(one)
                yield one

    def is_bound(module: str, name: str) -> bool:
        names = known.get(module)
        return names is None or name in names or name in ALL_BUILTINS or name.startswith("__")

    yield from check_fields(program, bindings, is_bound)


def without_echoes(
    others: Iterable[Diagnostic], failures: Iterable[Diagnostic]
) -> Iterator[Diagnostic]:
    """Leave out that an annotation is not used where Python fails to evaluate it at all."""
    spans = [one.primary.span for one in failures if one.primary]
    for one in others:
        place = one.primary.span if one.primary else None
        is_echo = one.code is codes.UNKNOWN_ANNOTATION and any(
            place is not None
            and span.path == place.path
            and place.start <= span.start < span.end <= place.end
            for span in spans
        )
        if not is_echo:
            yield one


def _in_order(modules: set[str]) -> list[str]:
    """Sort modules as the generated code imports them: by statements first, then by call."""
    return sorted(modules, key=lambda name: (not _is_spelled(name), name))


def _is_spelled(name: str) -> bool:
    return all(part.isidentifier() and not keyword.iskeyword(part) for part in name.split("."))
