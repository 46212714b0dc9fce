"""Expressions: from nodes of the grammar to syntax values."""

import ast
import unicodedata
from collections.abc import Callable

from ast_grep_py import SgNode

from flashc.ir.syntax import (
    Attribute,
    BinaryOperation,
    Call,
    Conditional,
    Constant,
    DictDisplay,
    DictItem,
    Display,
    DisplayKind,
    EllipsisConstant,
    Expression,
    FormattedString,
    Interpolation,
    Keyword,
    Name,
    Opaque,
    Starred,
    Subscript,
    UnaryOperation,
)
from flashc.passes.parse.strings import formatted_parts, is_formatted, literal_value
from flashc.source import Span


def span_of(node: SgNode, path: str) -> Span:
    """Give the characters that `node` covers."""
    place = node.range()
    return Span(path=path, start=place.start.index, end=place.end.index)


def named(node: SgNode) -> list[SgNode]:
    """Give the named children without comments."""
    return [child for child in node.children() if child.is_named() and child.kind() != "comment"]


def identifier(node: SgNode) -> str:
    """Give a name as Python compares it: NFKC-normalised (PEP 3131)."""
    text = node.text()
    return text if text.isascii() else unicodedata.normalize("NFKC", text)


def dotted(node: SgNode) -> str:
    """Give a dotted name without the spaces that Python allows in it."""
    return ".".join(identifier(part) for part in named(node)) or identifier(node)


def read(node: SgNode, path: str) -> Expression:
    """Read any expression node."""
    reader = READERS.get(node.kind())
    return reader(node, path) if reader else _opaque(node, path)


def read_call(node: SgNode, path: str) -> Call:
    """Read a call; a bare generator argument counts as one argument."""
    function, arguments = named(node)[0], named(node)[-1]
    positional, keywords = read_arguments(arguments, path)
    return Call(
        function=read(function, path),
        arguments=positional,
        keywords=keywords,
        span=span_of(node, path),
    )


def read_arguments(node: SgNode, path: str) -> tuple[tuple[Expression, ...], tuple[Keyword, ...]]:
    """Read an argument list: positional ones, then keywords, each in source order."""
    if node.kind() != "argument_list":
        return (read(node, path),), ()
    positional: list[Expression] = []
    keywords: list[Keyword] = []
    for child in named(node):
        if child.kind() == "keyword_argument":
            keywords.append(_keyword(child, path))
        elif child.kind() == "dictionary_splat":
            span = span_of(child, path)
            value = read(named(child)[0], path)
            keywords.append(Keyword(name=None, value=value, name_span=span, span=span))
        else:
            positional.append(read(child, path))
    return tuple(positional), tuple(keywords)


def _keyword(node: SgNode, path: str) -> Keyword:
    name, value = named(node)[0], named(node)[-1]
    return Keyword(
        name=identifier(name),
        value=read(value, path),
        name_span=span_of(name, path),
        span=span_of(node, path),
    )


def _inner(node: SgNode, path: str) -> Expression:
    """Read what stands for its only child: parentheses and the grammar's `type` wrapper."""
    children = named(node)
    return read(children[0], path) if len(children) == 1 else _opaque(node, path)


def _opaque(node: SgNode, path: str) -> Expression:
    parts = tuple(read(child, path) for child in named(node))
    return Opaque(kind=node.kind(), parts=parts, span=span_of(node, path))


def _name(node: SgNode, path: str) -> Expression:
    return Name(id=identifier(node), span=span_of(node, path))


def _attribute(node: SgNode, path: str) -> Expression:
    value, name = named(node)[0], named(node)[-1]
    return Attribute(
        value=read(value, path),
        name=identifier(name),
        name_span=span_of(name, path),
        span=span_of(node, path),
    )


def _subscript(node: SgNode, path: str) -> Expression:
    value, *indexes = named(node)
    return _subscripted(node, path, value, indexes)


def _generic(node: SgNode, path: str) -> Expression:
    value, parameters = named(node)
    return _subscripted(node, path, value, named(parameters))


def _subscripted(node: SgNode, path: str, value: SgNode, indexes: list[SgNode]) -> Expression:
    items = tuple(read(index, path) for index in indexes)
    span = span_of(node, path)
    if len(items) == 1 and "," not in _texts_between(node, indexes):
        index: Expression = items[0]
    else:
        index = Display(kind=DisplayKind.TUPLE, items=items, span=span)
    return Subscript(value=read(value, path), index=index, span=span)


def _texts_between(node: SgNode, indexes: list[SgNode]) -> str:
    holder = indexes[0].parent() if indexes else None
    children = (holder or node).children()
    return "".join(child.text() for child in children if not child.is_named())


def _constant(value: str | bytes | complex | bool | None) -> Callable[[SgNode, str], Expression]:
    return lambda node, path: Constant(value=value, span=span_of(node, path))


def _number(node: SgNode, path: str) -> Expression:
    try:
        value = ast.literal_eval(node.text())
    except (SyntaxError, ValueError):
        return _opaque(node, path)
    return Constant(value=value, span=span_of(node, path))


def _string(node: SgNode, path: str) -> Expression:
    span = span_of(node, path)
    if is_formatted(node):
        if any("t" in _starts(part) for part in (node, *named(node))):
            return Opaque(kind="template_string", parts=(), span=span)
        parts = tuple(
            part if isinstance(part, str) else _interpolation(part, path)
            for part in formatted_parts(node)
        )
        return FormattedString(parts=parts, span=span)
    value = literal_value(node)
    if value is None:
        return Opaque(kind=node.kind(), parts=(), span=span)
    return Constant(value=value, span=span)


def _starts(node: SgNode) -> str:
    start = node.child(0)
    is_start = start is not None and start.kind() == "string_start"
    return start.text().rstrip("\"'").lower() if start is not None and is_start else ""


def _interpolation(node: SgNode, path: str) -> Interpolation:
    value = read(named(node)[0], path)
    return Interpolation(value=value, plain=len(node.children()) == 3)


def _display(kind: DisplayKind) -> Callable[[SgNode, str], Expression]:
    def read_display(node: SgNode, path: str) -> Expression:
        items = tuple(read(child, path) for child in named(node))
        return Display(kind=kind, items=items, span=span_of(node, path))

    return read_display


def _dictionary(node: SgNode, path: str) -> Expression:
    items: list[DictItem] = []
    for child in named(node):
        parts = [read(part, path) for part in named(child)]
        if child.kind() == "pair":
            items.append(DictItem(key=parts[0], value=parts[-1]))
        else:
            items.append(DictItem(key=None, value=parts[0]))
    return DictDisplay(items=tuple(items), span=span_of(node, path))


def _starred(node: SgNode, path: str) -> Expression:
    return Starred(value=read(named(node)[0], path), span=span_of(node, path))


def _unary(node: SgNode, path: str) -> Expression:
    return UnaryOperation(
        operator=node.children()[0].text(),
        operand=read(named(node)[0], path),
        span=span_of(node, path),
    )


def _binary(node: SgNode, path: str) -> Expression:
    left, right = named(node)[0], named(node)[-1]
    operator = next(c.text() for c in node.children() if not c.is_named())
    return BinaryOperation(
        left=read(left, path),
        operator=operator,
        right=read(right, path),
        span=span_of(node, path),
    )


def _conditional(node: SgNode, path: str) -> Expression:
    then, test, otherwise = (read(child, path) for child in named(node))
    return Conditional(then=then, test=test, otherwise=otherwise, span=span_of(node, path))


def _ellipsis(node: SgNode, path: str) -> Expression:
    return EllipsisConstant(span=span_of(node, path))


READERS: dict[str, Callable[[SgNode, str], Expression]] = {
    "identifier": _name,
    "attribute": _attribute,
    "subscript": _subscript,
    "generic_type": _generic,
    "call": read_call,
    "string": _string,
    "concatenated_string": _string,
    "integer": _number,
    "float": _number,
    "true": _constant(True),
    "false": _constant(False),
    "none": _constant(None),
    "ellipsis": _ellipsis,
    "tuple": _display(DisplayKind.TUPLE),
    "expression_list": _display(DisplayKind.TUPLE),
    "pattern_list": _display(DisplayKind.TUPLE),
    "tuple_pattern": _display(DisplayKind.TUPLE),
    "list": _display(DisplayKind.LIST),
    "list_pattern": _display(DisplayKind.LIST),
    "set": _display(DisplayKind.SET),
    "dictionary": _dictionary,
    "list_splat": _starred,
    "list_splat_pattern": _starred,
    "splat_type": _starred,
    "unary_operator": _unary,
    "not_operator": _unary,
    "binary_operator": _binary,
    "union_type": _binary,
    "conditional_expression": _conditional,
    "parenthesized_expression": _inner,
    "type": _inner,
}
