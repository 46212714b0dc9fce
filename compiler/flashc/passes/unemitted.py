"""Unemitted: what is said about endpoints whose workers are not written yet.

A mistake that certainly breaks the worker of a queue endpoint breaks nothing that is written today,
so it must not keep the other workers from their users. It is said one step milder, with the reason.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace
from typing import Final

from flashc import codes
from flashc.diagnostic import Diagnostic, Severity
from flashc.ir.program import Program, QueueEndpoint
from flashc.source import Span

_MILDER = {Severity.ERROR: Severity.WARNING, Severity.WARNING: Severity.NOTE}
# Mistakes in the declaration of one resource. Those of the first kind are nothing to Python: the module
# can be imported all the same. The SDK refuses the others, in whatever worker imports the module.
_NOTHING_TO_PYTHON: Final = frozenset(
    one.number
    for one in (codes.NAME_NOT_CONSTANT, codes.ARGUMENT_NOT_CONSTANT, codes.FIELD_NOT_KNOWN)
)
_REFUSED: Final = frozenset(
    one.number
    for one in (
        *(codes.UNKNOWN_ARGUMENT, codes.WRONG_ARGUMENT_TYPE, codes.ARGUMENTS_EXCLUDE),
        *(codes.ENDPOINT_VALUE, codes.FIELD_VALUE, codes.NAME_MISSING, codes.NAME_UNUSABLE),
    )
)
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


def declared_milder(
    found: Iterable[Diagnostic], queues: Iterable[Span], imported: Collection[str]
) -> Iterator[Diagnostic]:
    """Give mistakes in the declarations of `queues` as warnings, and all else as it is.

    What the SDK refuses stays an error in the files that workers import, `imported`: they could not
    start.
    """
    by_path: dict[str, list[Span]] = {}
    for queue in queues:
        by_path.setdefault(queue.path, []).append(queue)
    for one in found:
        place = one.primary.span if one.primary is not None and one.is_error else None
        number = one.code.number
        is_harmless = number in _NOTHING_TO_PYTHON or (
            place is not None and number in _REFUSED and place.path not in imported
        )
        is_of_queue = place is not None and any(
            queue.start <= place.start and place.end <= queue.end
            for queue in by_path.get(place.path, ())
        )
        yield _warned(one) if is_harmless and is_of_queue else one


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
