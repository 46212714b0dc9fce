"""Aliases: the parameters of `type Pair[T] = ...`, and of the older `Pair = tuple[T, T]`.

What stands in brackets is read off the text, as annotations in quotes are: the grammar has no names for
bounds and defaults.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from flashc.ir.bindings import Bindings, BoundValue, Defined, External
from flashc.ir.expressions import Call, Expression, Name
from flashc.passes.names.bodies import parts_of
from flashc.passes.names.lookup import follow, look_up
from flashc.passes.parse import parse_expression
from flashc.passes.types.calls import VARIABLES
from flashc.source import SourceFile, Span

_STATEMENT = re.compile(r"(?:^|[\n\r;:])[ \t]*type[ \t]+\Z")
# How far before a name the word `type` can stand; spaces between the two are few.
_NEAR = 80
_PARAMETER = re.compile(r"\s*(\*{0,2})\s*([^\W\d]\w*)\s*")
_OPENING, _CLOSING = frozenset("([{"), frozenset(")]}")


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeParameter:
    """One parameter. `stars` is `*` or `**` for those that stand for several types."""

    name: str
    stars: str = ""
    bound: Expression | None = None
    default: Expression | None = None


def is_type_statement(source: SourceFile, name_span: Span) -> bool:
    """Whether a name is bound by `type NAME = ...`, whose value is evaluated when asked for."""
    before = source.text[max(0, name_span.start - _NEAR) : name_span.start]
    return _STATEMENT.search(before) is not None


def parameters_of(source: SourceFile, name_span: Span) -> tuple[TypeParameter, ...]:
    """Give the parameters in the brackets behind the name of an alias, a function or a class."""
    text, start = source.text, name_span.end
    if text[start : start + 1] != "[":
        return ()
    found: list[TypeParameter] = []
    for first, last in _items(text, start):
        match = _PARAMETER.match(text, first, last)
        if match is None:
            continue
        marks = _marks(text, match.end(), last)
        found.append(
            TypeParameter(
                name=match[2],
                stars=match[1],
                bound=_expression(text, marks.get(":"), marks.get("=", last), name_span),
                default=_expression(text, marks.get("="), last, name_span),
            )
        )
    return tuple(found)


def old_parameters(bindings: Bindings, module: str, value: Expression) -> tuple[TypeParameter, ...]:
    """Give the type variables that the value of an alias names, in the order in which it does."""
    names: dict[str, TypeParameter] = {}
    for part in parts_of(value):
        if isinstance(part, Name) and is_variable(bindings, module, part):
            names.setdefault(part.id, TypeParameter(name=part.id))
    return tuple(names.values())


def is_variable(bindings: Bindings, module: str, name: Name) -> bool:
    """Whether a name of `module` is that of a `TypeVar(...)`."""
    symbol = follow(bindings, look_up(bindings, module, name))
    bound = symbol.binding.bound if isinstance(symbol, Defined) else None
    if not isinstance(symbol, Defined) or not isinstance(bound, BoundValue):
        return False
    if not isinstance(bound.value, Call):
        return False
    callee = follow(bindings, look_up(bindings, symbol.module, bound.value.function))
    return isinstance(callee, External) and callee.name in VARIABLES


def _items(text: str, start: int) -> Iterator[tuple[int, int]]:
    """Yield where the items of a list in brackets begin and end."""
    depth, first = 0, start + 1
    for index in range(start, len(text)):
        character = text[index]
        depth += (character in _OPENING) - (character in _CLOSING)
        is_end = depth == 0
        if is_end or (depth == 1 and character == ","):
            if text[first:index].strip():
                yield first, index
            first = index + 1
        if is_end:
            return


def _marks(text: str, start: int, end: int) -> dict[str, int]:
    """Give where the `:` of a bound and the `=` of a default stand."""
    found: dict[str, int] = {}
    depth = 0
    for index in range(start, end):
        character = text[index]
        depth += (character in _OPENING) - (character in _CLOSING)
        if depth == 0 and character in ":=":
            found.setdefault(character, index)
    return found


def _expression(text: str, mark: int | None, end: int, place: Span) -> Expression | None:
    if mark is None:
        return None
    written = text[mark + 1 : end]
    inner = written.strip()
    at = mark + 1 + len(written) - len(written.lstrip())
    return parse_expression(inner, Span(path=place.path, start=at, end=at + len(inner)), at)
