"""Diagnostics as frozen data. A user's mistake is a value of this type; our own bug is `InternalError`."""

from dataclasses import dataclass
from enum import StrEnum

from flashc.source import Span


class InternalError(Exception):
    """A broken invariant of flashc itself, never a mistake in the user's code."""


class Severity(StrEnum):
    """How bad it is. Errors stop the compile; warnings and notes do not."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """One entry of the catalogue: what `flashc explain` shows. `number` is `FCnnn`, for ever.

    `milder` is true for an error that is a warning where it breaks no worker, or not certainly.
    """

    number: str
    severity: Severity
    title: str
    explanation: str
    milder: bool = False

    @property
    def has_level(self) -> bool:
        """Whether a finding of this code may be no error, so that it can be silenced."""
        return self.severity is not Severity.ERROR or self.milder


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A span with what it means here. `text` may be empty: then the span is only underlined."""

    span: Span
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fix:
    """A machine-applicable edit: put `replacement` where `span` is."""

    span: Span
    replacement: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnostic:
    """One message: what is wrong, where, why, and what to type.

    `primary` is None only for what has no place in a file (no Python files, an endpoint folder).
    `labels` are secondary places, in the order in which they should be read.
    """

    code: Code
    message: str
    primary: Label | None = None
    labels: tuple[Label, ...] = ()
    notes: tuple[str, ...] = ()
    help: str | None = None
    fix: Fix | None = None
    severity: Severity | None = None

    @property
    def level(self) -> Severity:
        """The severity in force: the diagnostic's own, or its code's."""
        return self.severity or self.code.severity

    @property
    def is_error(self) -> bool:
        """Whether the compile must fail."""
        return self.level is Severity.ERROR


def by_place(diagnostic: Diagnostic) -> tuple[str, int, int, str, str]:
    """Sort key: file, place, code, message; what has no place comes first."""
    if diagnostic.primary is None:
        return ("", 0, 0, diagnostic.code.number, diagnostic.message)
    span = diagnostic.primary.span
    return (span.path, span.start, span.end, diagnostic.code.number, diagnostic.message)


def in_order(diagnostics: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    """Sort by place and drop exact repetitions."""
    return tuple(dict.fromkeys(sorted(diagnostics, key=by_place)))
