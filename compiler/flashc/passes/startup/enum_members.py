"""FC623: enums that Python refuses: members defined twice, and enums that extend one with members."""

from collections.abc import Iterator

from flashc.diagnostic import Diagnostic
from flashc.ir.bindings import Bindings, BoundFunction, BoundValue, External
from flashc.ir.expressions import (
    Call,
    Constant,
    Display,
    Expression,
    FormattedString,
    UnaryOperation,
)
from flashc.ir.syntax import Class, Delete
from flashc.passes.names.ancestry import ENUMS, ancestors
from flashc.passes.names.class_bodies import bound_in_class
from flashc.passes.startup.ground import Ground
from flashc.passes.startup.handlers import Failure
from flashc.passes.startup.lineage import Link, class_of, named
from flashc.passes.startup.refused import defined_twice, extends_members, same_value
from flashc.source import Span

_KNOWN_BASES = ENUMS | {"builtins.object", "builtins.str", "builtins.int", "builtins.float"}


def enum_problems(
    ground: Ground, module: str, definition: Class
) -> Iterator[tuple[Failure, Diagnostic]]:
    """Yield why Python refuses a class, if it is an enum and that is certain."""
    bindings = ground.bindings
    if not definition.bases or not _is_plain_enum(bindings, module, definition):
        return
    for base in definition.bases:
        inner = class_of(named(bindings, module, base))
        if inner is not None and any(_members(bindings, inner)):
            name = inner.definition.name
            yield Failure.TYPE, extends_members(definition.name, name, base.span)
            return
    link = Link(module=module, definition=definition)
    yield from _twice(bindings, link)
    if any(
        named(bindings, module, one.expression) == External(name="enum.unique")
        for one in definition.decorators
    ):
        yield from _alike(bindings, link)


def _twice(bindings: Bindings, link: Link) -> Iterator[tuple[Failure, Diagnostic]]:
    members = {name: span for name, span, _ in reversed(list(_members(bindings, link)))}
    for one in bound_in_class(bindings, link.module, link.definition):
        first = members.get(one.name)
        is_value = isinstance(one.bound, BoundValue | BoundFunction)
        if first is not None and one.span.start > first.start and is_value and not one.branch:
            yield Failure.TYPE, defined_twice(link.definition.name, one.name, one.span, first)


def _alike(bindings: Bindings, link: Link) -> Iterator[tuple[Failure, Diagnostic]]:
    made = {one.name for one in bound_in_class(bindings, link.module, link.definition)}
    if any(name.startswith("_") for name in made):
        return
    seen: dict[object, str] = {}
    for name, span, value in _members(bindings, link):
        if isinstance(value, Constant):
            first = seen.setdefault(value.value, name)
            if first != name:
                yield Failure.VALUE, same_value(link.definition.name, name, span, first)


def _is_plain_enum(bindings: Bindings, module: str, definition: Class) -> bool:
    if definition.keywords:
        return False
    bases = frozenset(ancestors(bindings, module, definition))
    return bool(bases & ENUMS) and bases <= _KNOWN_BASES


def _members(bindings: Bindings, link: Link) -> Iterator[tuple[str, Span, Expression]]:
    """Yield what certainly is a member, as often as it is bound."""
    body = link.definition.body
    bound = bound_in_class(bindings, link.module, link.definition)
    if any(one.name == "_ignore_" for one in bound) or any(isinstance(s, Delete) for s in body):
        return
    for one in bound:
        value = one.bound.value if isinstance(one.bound, BoundValue) else None
        is_sure = not one.branch and not one.name.startswith("_")
        if is_sure and value is not None and _is_data(bindings, link.module, value):
            yield one.name, one.span, value


def _is_data(bindings: Bindings, module: str, value: Expression) -> bool:
    if isinstance(value, Call):
        return named(bindings, module, value.function) == External(name="enum.auto")
    return isinstance(value, Constant | Display | FormattedString | UnaryOperation)
