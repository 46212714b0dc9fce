"""Loads: which names and attributes evaluating an expression reads at once, and which for certain."""

from collections.abc import Iterator
from dataclasses import dataclass

from flashc.ir.expressions import (
    Attribute,
    Conditional,
    Display,
    Expression,
    FormattedString,
    Interpolation,
    Name,
    Opaque,
    Starred,
)
from flashc.passes.names.bodies import children_of

_COMPREHENSIONS = frozenset(
    {"list_comprehension", "set_comprehension", "dictionary_comprehension", "generator_expression"}
)
# Kinds of the grammar that hold names which are not read, or not now.
_NOT_READ = frozenset({"lambda", "as_pattern_target", "lambda_parameters", "type_parameter"})
# How many parts are read whatever the first one is: `a and b`, `a < b < c`.
_CERTAIN_PARTS = {"boolean_operator": 1, "comparison_operator": 2, "assert_statement": 1}


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """A name or attribute that is read; `certain` unless an earlier part decides whether it is."""

    expression: Name | Attribute
    certain: bool


def loads_of(expression: Expression) -> Iterator[Load]:
    """Yield what evaluating `expression` reads, in about that order; lambdas read nothing yet."""
    yield from _loads(expression, certain=True, own=frozenset())


def _loads(expression: Expression, *, certain: bool, own: frozenset[str]) -> Iterator[Load]:
    match expression:
        case Name():
            if expression.id not in own:
                yield Load(expression=expression, certain=certain)
        case Attribute():
            yield from _loads(expression.value, certain=certain, own=own)
            if not _starts_from(expression, own):
                yield Load(expression=expression, certain=certain)
        case Conditional():
            yield from _loads(expression.test, certain=certain, own=own)
            for part in (expression.then, expression.otherwise):
                yield from _loads(part, certain=False, own=own)
        case FormattedString():
            for piece in expression.parts:
                if isinstance(piece, Interpolation):
                    yield from _loads(piece.value, certain=certain, own=own)
        case Opaque():
            yield from _opaque(expression, certain=certain, own=own)
        case _:
            for child in children_of(expression):
                yield from _loads(child, certain=certain, own=own)


def _opaque(expression: Opaque, *, certain: bool, own: frozenset[str]) -> Iterator[Load]:
    kind, parts = expression.kind, expression.parts
    if kind in _NOT_READ:
        return
    if kind == "named_expression":
        yield from _loads(parts[-1], certain=certain, own=own)
    elif kind in _COMPREHENSIONS:
        yield from _comprehension(parts, certain=certain, own=own)
    else:
        most = _CERTAIN_PARTS.get(kind, len(parts))
        for index, part in enumerate(parts):
            yield from _loads(part, certain=certain and index < most, own=own)


def _comprehension(
    parts: tuple[Expression, ...], *, certain: bool, own: frozenset[str]
) -> Iterator[Load]:
    """Only the first iterable is read whatever it holds."""
    clauses = [p for p in parts if isinstance(p, Opaque) and p.kind == "for_in_clause"]
    bound = own.union(*(_names_in(clause.parts[0]) for clause in clauses if clause.parts))
    for clause in clauses[:1]:
        for part in clause.parts[1:]:
            yield from _loads(part, certain=certain, own=own)
    for part in parts:
        inner = part.parts[1:] if part in clauses and isinstance(part, Opaque) else (part,)
        for one in inner if part not in clauses[:1] else ():
            yield from _loads(one, certain=False, own=bound)


def _names_in(target: Expression) -> frozenset[str]:
    match target:
        case Name():
            return frozenset({target.id})
        case Starred():
            return _names_in(target.value)
        case Display():
            return frozenset().union(*map(_names_in, target.items))
        case Opaque():
            return frozenset().union(*map(_names_in, target.parts))
        case _:
            return frozenset()


def _starts_from(expression: Attribute, own: frozenset[str]) -> bool:
    inner: Expression = expression
    while isinstance(inner, Attribute):
        inner = inner.value
    return not isinstance(inner, Name) or inner.id in own
