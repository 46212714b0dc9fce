"""The module closure: what an endpoint's modules import. What close gives."""

from dataclasses import dataclass

from flashc.source import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportEdge:
    """One import of one module: `target` is absolute; `name` is what a from-import takes from it.

    `guarded` is true inside a `try`, where failing is part of the plan.
    """

    target: str
    name: str | None
    guarded: bool
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportGraph:
    """For every module of the project: its edges to the project, and to what lies outside."""

    inside: dict[str, tuple[str, ...]]
    outside: dict[str, tuple[str, ...]]
    missing: tuple[tuple[str, ImportEdge], ...]
