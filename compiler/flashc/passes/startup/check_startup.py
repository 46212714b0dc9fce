"""FC618 to FC620, FC623, FC624: every worker's imports, in the order in which its generated code makes them.

What a function imports comes after all that: where it fails, the worker has started.
"""

import keyword
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from flashc import codes
from flashc.diagnostic import Diagnostic, Severity
from flashc.ir.bindings import Bindings
from flashc.ir.closure import Closure, ImportGraph
from flashc.ir.program import Program
from flashc.passes.names.builtin_names import ALL_BUILTINS
from flashc.passes.startup.fields import check_fields
from flashc.passes.startup.ground import ground_of
from flashc.passes.startup.later import NOTE, imported_later
from flashc.passes.startup.run import Run
from flashc.source import Span

# From this Python on, annotations are evaluated when somebody asks for them (PEP 649).
_LAZY = (3, 14)
# What other checks say of an expression that holds a name without a value.
_ECHOES = (codes.UNKNOWN_ANNOTATION, codes.UNCLEAR_MARKER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Startup:
    """The imports of all workers: what certainly ends one, or a call, and the variables that they need.

    `variables` are by endpoint; each stands with a place that reads it. `begun` are the modules that
    some worker imports at its start where nothing catches what a missing attribute raises.
    """

    failures: tuple[Diagnostic, ...]
    variables: Mapping[str, Mapping[str, Span]]
    begun: frozenset[str]


def check_startup(
    program: Program, bindings: Bindings, graph: ImportGraph, closures: Mapping[str, Closure]
) -> Startup:
    """Follow the imports of every worker in `closures`; what ends several is reported once."""
    if not closures:
        return Startup(failures=(), variables={}, begun=frozenset())
    eager = ground_of(bindings)
    lazy = eager.deferring_all()
    finished: dict[bool, dict[str, frozenset[str]]] = {True: {}, False: {}}
    failures: dict[Diagnostic, None] = {}
    read: dict[str, dict[str, Span]] = {}
    variables: dict[str, Mapping[str, Span]] = {}
    known: dict[str, frozenset[str] | None] = {}
    runs: list[tuple[Run, Closure]] = []
    begun: set[str] = set()
    for endpoint in program.endpoints:
        closure = closures.get(endpoint.resource.name)
        if closure is None:
            continue
        is_lazy = tuple(int(part) for part in endpoint.python.split(".")) >= _LAZY
        run = Run(lazy if is_lazy else eager, closure.stubs, finished[is_lazy])
        run.import_all(_in_order({module for module, _ in endpoint.runs}))
        runs.append((run, closure))
        begun |= run.begun
        known |= run.names()
        failures.update(dict.fromkeys(run.found))
        read |= run.variables
        # A module that was finished before is not run again: all that the worker ships may be met.
        variables[endpoint.resource.name] = {
            name: span
            for module in closure.modules
            for name, span in read.get(module, {}).items()
            if not _is_set(bindings, closure.modules, name)
        }

    def is_bound(module: str, name: str) -> bool:
        names = known.get(module)
        return names is None or name in names or name in ALL_BUILTINS or name.startswith("__")

    started = tuple(one for one in program.endpoints if one.resource.name in closures)
    fields = check_fields(replace(program, endpoints=started), bindings, is_bound)
    failures.update(dict.fromkeys(fields))
    failures.update(dict.fromkeys(_later(runs, graph, tuple(failures))))
    return Startup(failures=tuple(failures), variables=variables, begun=frozenset(begun))


def _later(
    runs: Iterable[tuple[Run, Closure]], graph: ImportGraph, failures: tuple[Diagnostic, ...]
) -> Iterator[Diagnostic]:
    """Go on with what functions import; what ends a call only is a warning.

    After all workers have started: a module that one imports at once, and another later, is an error.
    """
    known = {one.primary for one in failures}
    for run, closure in runs:
        started = len(run.found)
        run.import_all(sorted(set(imported_later(closure, graph))))
        for failure in run.found[started:]:
            if failure.primary not in known:
                notes = (*failure.notes, NOTE)
                yield replace(failure, severity=Severity.WARNING, notes=notes)


def _is_set(bindings: Bindings, modules: Iterable[str], name: str) -> bool:
    """Whether some module may give a variable of the environment its value."""
    texts = [bindings.modules[one].source.text for one in modules if one in bindings.modules]
    quoted = rf"""["']{re.escape(name)}["']"""
    sets = re.compile(rf"environ\[\s*{quoted}\s*\]\s*=[^=]|(?:setdefault|putenv)\(\s*{quoted}")
    return any("environ.update" in text or sets.search(text) for text in texts)


def without_echoes(
    others: Iterable[Diagnostic], failures: Iterable[Diagnostic]
) -> Iterator[Diagnostic]:
    """Leave out what is said of an annotation or a marker that Python fails to evaluate at all."""
    spans = sorted(one.primary.span for one in failures if one.primary)
    for one in others:
        place = one.primary.span if one.primary else None
        if place is None or one.code not in _ECHOES or not _holds_one(place, spans):
            yield one


def _holds_one(place: Span, spans: list[Span]) -> bool:
    """Whether one of `spans`, which are sorted, lies in `place` and is not empty."""
    first = bisect_left(spans, place._replace(end=place.start))
    last = bisect_left(spans, place._replace(start=place.end), lo=first)
    return any(span.start < span.end <= place.end for span in spans[first:last])


def _in_order(modules: set[str]) -> list[str]:
    """Sort modules as the generated code imports them: by statements first, then by call."""
    return sorted(modules, key=lambda name: (not _is_spelled(name), name))


def _is_spelled(name: str) -> bool:
    return all(part.isidentifier() and not keyword.iskeyword(part) for part in name.split("."))
