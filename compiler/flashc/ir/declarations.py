"""Declarations: what a dialect recognised, with facts that may still be unknown or wrong.

One declaration is one decorator with its function; the dialect has understood its form, lower judges
its values.
"""

from dataclasses import dataclass

from flashc.ir.facts import Fact
from flashc.ir.program import Resource
from flashc.ir.syntax import Class, Function
from flashc.source import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """A function or class that a resource runs. Arguments that were not given are None."""

    module: str
    definition: Function | Class
    resource: Resource
    method: Fact | None
    path: Fact | None
    dependencies: Fact | None
    system_dependencies: Fact | None
    # The span of the decorator, and of the argument itself where there is one.
    span: Span
    method_span: Span
    path_span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Declarations:
    """What all dialects recognised in all modules, in order of module and place."""

    declared: tuple[Declaration, ...]
    resources: tuple[Resource, ...]
    # Per module that declares nothing, why: for the message when nothing is declared at all.
    silent: tuple[tuple[str, str], ...]
    # Where queue-based resources are constructed, those included that could not be read.
    queues: tuple[Span, ...] = ()
