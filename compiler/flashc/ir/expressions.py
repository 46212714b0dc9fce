"""Expressions as frozen values, complete: what has no meaning for the compiler is `Opaque`.

An `Opaque` has its parts, so that it can be walked.
"""

from dataclasses import dataclass
from enum import Enum

from flashc.source import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Constant:
    """A literal: text, bytes, number, boolean, None or Ellipsis. Implicit concatenation is joined."""

    value: str | bytes | int | float | complex | bool | None
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class EllipsisConstant:
    """`...`."""

    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A bare name, NFKC-normalised as Python does."""

    id: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribute:
    """`value.name`; `name_span` covers the name alone."""

    value: "Expression"
    name: str
    name_span: Span
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscript:
    """`value[index]`; several indexes are one `Display` of kind TUPLE."""

    value: "Expression"
    index: "Expression"
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Keyword:
    """`name=value` in a call or class header; `name` is None for `**value`."""

    name: str | None
    value: "Expression"
    name_span: Span
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """`function(*arguments, **keywords)`; a `*x` argument is `Starred`."""

    function: "Expression"
    arguments: tuple["Expression", ...]
    keywords: tuple[Keyword, ...]
    span: Span


class DisplayKind(Enum):
    """Which brackets a display has."""

    TUPLE = "tuple"
    LIST = "list"
    SET = "set"


@dataclass(frozen=True, slots=True, kw_only=True)
class Display:
    """A tuple, list or set written out."""

    kind: DisplayKind
    items: tuple["Expression", ...]
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class DictItem:
    """`key: value`, or `**value` when `key` is None."""

    key: "Expression | None"
    value: "Expression"


@dataclass(frozen=True, slots=True, kw_only=True)
class DictDisplay:
    """A dictionary written out."""

    items: tuple[DictItem, ...]
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Starred:
    """`*value`."""

    value: "Expression"
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class UnaryOperation:
    """`operator value`, for `+`, `-`, `~` and `not`."""

    operator: str
    operand: "Expression"
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class BinaryOperation:
    """`left operator right`, arithmetic and `|` only."""

    left: "Expression"
    operator: str
    right: "Expression"
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditional:
    """`then if test else otherwise`."""

    then: "Expression"
    test: "Expression"
    otherwise: "Expression"
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Interpolation:
    """`{value!conversion:format}` of an f-string; `plain` when it is `{value}` alone."""

    value: "Expression"
    plain: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FormattedString:
    """An f-string, joined with the literals beside it."""

    parts: tuple[str | Interpolation, ...]
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Opaque:
    """Any other expression. `kind` is its name in the grammar; `parts` are its sub-expressions."""

    kind: str
    parts: tuple["Expression", ...]
    span: Span


Expression = (
    Constant
    | EllipsisConstant
    | Name
    | Attribute
    | Subscript
    | Call
    | Display
    | DictDisplay
    | Starred
    | UnaryOperation
    | BinaryOperation
    | Conditional
    | FormattedString
    | Opaque
)
