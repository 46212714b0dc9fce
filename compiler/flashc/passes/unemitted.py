"""Unemitted: what is said about endpoints whose workers are not written yet.

A mistake that certainly breaks the worker of a queue endpoint breaks nothing that is written today,
so it must not keep the other workers from their users. It is said one step milder, with the reason.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from flashc.diagnostic import Diagnostic, Severity
from flashc.ir.program import Program, QueueEndpoint
from flashc.source import Span

_MILDER = {Severity.ERROR: Severity.WARNING, Severity.WARNING: Severity.NOTE}
_REMARK = "only queue-based endpoints reach this, and their workers are not emitted yet; then it is an error"


def each_kind(
    check: Callable[[Program], Iterator[Diagnostic]], program: Program
) -> Iterator[Diagnostic]:
    """Check what load-balanced endpoints take, and what jobs do: there, errors are warnings."""
    queues = tuple(one for one in program.endpoints if isinstance(one, QueueEndpoint))
    others = tuple(one for one in program.endpoints if not isinstance(one, QueueEndpoint))
    yield from check(replace(program, endpoints=others))
    for one in check(replace(program, endpoints=queues)):
        yield _warned(one) if one.is_error else one


def milder(found: Iterable[Diagnostic], said: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """Give errors as warnings, and warnings as notes; leave out notes, and what `said` holds."""
    known = {_about(one) for one in said}
    for one in found:
        severity = _MILDER.get(one.level)
        if severity is not None and _about(one) not in known:
            yield _warned(one) if one.is_error else replace(one, severity=severity)


def _warned(error: Diagnostic) -> Diagnostic:
    return replace(error, severity=Severity.WARNING, notes=(*error.notes, _REMARK))


def _about(one: Diagnostic) -> tuple[str, Span | None]:
    return one.code.number, one.primary.span if one.primary else None
