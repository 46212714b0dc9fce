"""Unemitted: what is said about endpoints whose workers are not written yet.

A mistake that certainly breaks the worker of a queue endpoint breaks nothing that is written today,
so it must not keep the other workers from their users. It is said one step milder, with the reason.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from flashc.diagnostic import Diagnostic, Severity
from flashc.source import Span

_MILDER = {Severity.ERROR: Severity.WARNING, Severity.WARNING: Severity.NOTE}
_REMARK = "only queue-based endpoints reach this, and their workers are not emitted yet; then it is an error"


def milder(found: Iterable[Diagnostic], said: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """Give errors as warnings, and warnings as notes; leave out notes, and what `said` holds."""
    known = {_about(one) for one in said}
    for one in found:
        severity = _MILDER.get(one.level)
        if severity is not None and _about(one) not in known:
            notes = (*one.notes, _REMARK) if one.is_error else one.notes
            yield replace(one, severity=severity, notes=notes)


def _about(one: Diagnostic) -> tuple[str, Span | None]:
    return one.code.number, one.primary.span if one.primary else None
