"""Expressions: from nodes of the grammar to syntax values."""

import ast
from collections.abc import Callable

from ast_grep_py import SgNode

from flashc.ir.expressions import (
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
from flashc.passes.parse.chains import chain_of, operands_of
from flashc.passes.parse.depth import DEEPEST, MOST_TERMS, TooDeep
from flashc.passes.parse.lift import OPEN, lifted
from flashc.passes.parse.nodes import EXTRAS, identifier, named, place_of
from flashc.passes.parse.strings import formatted_parts, is_formatted, is_template, literal_value
from flashc.source import Span


class ExpressionReader:
    """Reads the expressions of one file. Holds its path, and how many levels and terms are left.

    Raises TooDeep.
    """

    def __init__(self, path: str) -> None:
        self._path = path
        self._left = DEEPEST
        self._terms_left = MOST_TERMS

    def read(self, node: SgNode) -> Expression:
        """Read any expression node."""
        # Every node of every file comes through here, so that `enter` is written out.
        self._left -= 1
        if self._left < 0:
            raise TooDeep(self.span(node))
        expression = READERS.get(node.kind(), ExpressionReader._opaque)(self, node)
        self._left += 1
        return lifted(expression) if type(expression) in OPEN else expression

    def enter(self, node: SgNode, levels: int, terms: int = 0) -> None:
        """Go down, or into a chain whose terms will nest; every `enter` is matched by a `leave`, except when TooDeep ends the file."""
        self._left -= levels
        self._terms_left -= terms
        if self._left < 0 or self._terms_left < 0:
            raise TooDeep(self.span(node))

    def leave(self, levels: int, terms: int = 0) -> None:
        """Come up again."""
        self._left += levels
        self._terms_left += terms

    def span(self, node: SgNode) -> Span:
        """Give the characters that `node` covers."""
        return Span(self._path, *place_of(node))

    def arguments(self, node: SgNode) -> tuple[tuple[Expression, ...], tuple[Keyword, ...]]:
        """Read an argument list: positional ones, then keywords, each in source order."""
        if node.kind() != "argument_list":
            # A bare generator, `f(x for x in y)`, is one argument and its own list.
            return (self.read(node),), ()
        positional: list[Expression] = []
        keywords: list[Keyword] = []
        for child in named(node):
            if child.kind() == "keyword_argument":
                keywords.append(self._keyword(child))
            elif child.kind() == "dictionary_splat":
                span = self.span(child)
                value = self.read(named(child)[0])
                keywords.append(Keyword(name=None, value=value, name_span=span, span=span))
            else:
                positional.append(self.read(child))
        return tuple(positional), tuple(keywords)

    def _keyword(self, node: SgNode) -> Keyword:
        name, value = named(node)
        return Keyword(
            name=identifier(name),
            value=self.read(value),
            name_span=self.span(name),
            span=self.span(node),
        )

    def _all(self, nodes: list[SgNode]) -> tuple[Expression, ...]:
        # `map` instead of a comprehension saves a frame a level, and the levels are counted.
        return tuple(map(self.read, nodes))

    def _opaque(self, node: SgNode) -> Expression:
        return Opaque(kind=node.kind(), parts=self._all(named(node)), span=self.span(node))

    def _inner(self, node: SgNode) -> Expression:
        """Read what stands for its only child: parentheses and the grammar's `type` wrapper."""
        children = named(node)
        return self.read(children[0]) if len(children) == 1 else self._opaque(node)

    def _name(self, node: SgNode) -> Expression:
        return Name(id=identifier(node), span=self.span(node))

    def _attribute(self, node: SgNode) -> Expression:
        value, name = named(node)
        return Attribute(
            value=self.read(value),
            name=identifier(name),
            name_span=self.span(name),
            span=self.span(node),
        )

    def _tuple_pattern(self, node: SgNode) -> Expression:
        """Read a tuple as a target; `(x) = 1` has parentheses alone."""
        if any(child.kind() == "," for child in node.children()):
            return Display(
                kind=DisplayKind.TUPLE, items=self._all(named(node)), span=self.span(node)
            )
        return self._inner(node)

    def _call(self, node: SgNode) -> Expression:
        function, arguments = named(node)
        callee = self.read(function)
        positional, keywords = self.arguments(arguments)
        return Call(function=callee, arguments=positional, keywords=keywords, span=self.span(node))

    def _subscript(self, node: SgNode) -> Expression:
        value, *indexes = named(node)
        return self._subscripted(node, value, node, indexes)

    def _generic(self, node: SgNode) -> Expression:
        value, parameters = named(node)
        return self._subscripted(node, value, parameters, named(parameters))

    def _subscripted(
        self, node: SgNode, value: SgNode, brackets: SgNode, indexes: list[SgNode]
    ) -> Expression:
        owner, items = self.read(value), self._all(indexes)
        is_tuple = len(items) > 1 or isinstance(items[0], Starred)
        if not is_tuple and all(child.kind() != "," for child in brackets.children()):
            return Subscript(value=owner, index=items[0], span=self.span(node))
        last = [child for child in brackets.children() if child.kind() not in EXTRAS][-2]
        inside = Span(self._path, items[0].span.start, self.span(last).end)
        index = Display(kind=DisplayKind.TUPLE, items=items, span=inside)
        return Subscript(value=owner, index=index, span=self.span(node))

    def _number(self, node: SgNode) -> Expression:
        text = node.text()
        # The usual case, much faster than the general one.
        if len(text) < 18 and text.isdecimal() and (text[0] != "0" or len(text) == 1):
            return Constant(value=int(text), span=self.span(node))
        try:
            value = ast.literal_eval(text)
        except (SyntaxError, ValueError):
            return self._opaque(node)
        return Constant(value=value, span=self.span(node))

    def _string(self, node: SgNode) -> Expression:
        span = self.span(node)
        if not is_formatted(node):
            value = literal_value(node)
            if value is None:
                return Opaque(kind=node.kind(), parts=(), span=span)
            return Constant(value=value, span=span)
        parts = [
            part if isinstance(part, str) else self._interpolation(part)
            for part in formatted_parts(node)
        ]
        if is_template(node):
            values = tuple(part.value for part in parts if isinstance(part, Interpolation))
            return Opaque(kind="template_string", parts=values, span=span)
        return FormattedString(parts=tuple(parts), span=span)

    def _interpolation(self, node: SgNode) -> Interpolation:
        value, *others = named(node)
        is_debug = any(child.kind() == "=" for child in node.children())
        return Interpolation(value=self.read(value), plain=not others and not is_debug)

    def _dictionary(self, node: SgNode) -> Expression:
        items: list[DictItem] = []
        for child in named(node):
            parts = self._all(named(child))
            is_pair = child.kind() == "pair"
            items.append(DictItem(key=parts[0] if is_pair else None, value=parts[-1]))
        return DictDisplay(items=tuple(items), span=self.span(node))

    def _starred(self, node: SgNode) -> Expression:
        return Starred(value=self.read(named(node)[0]), span=self.span(node))

    def _unary(self, node: SgNode) -> Expression:
        return UnaryOperation(
            operator=node.children()[0].text(),
            operand=self.read(named(node)[0]),
            span=self.span(node),
        )

    def _binary(self, node: SgNode) -> Expression:
        """Read a chain `a + b + c` without nesting: the grammar nests it to the left."""
        chain = chain_of(node, BINARY)
        self.enter(node, 0, len(chain))
        result = self.read(named(chain[-1])[0])
        star = result if isinstance(result, Starred) else None
        result = result.value if isinstance(result, Starred) else result
        start = result.span.start
        for one in reversed(chain):
            operator = next(c.text() for c in one.children() if not c.is_named())
            right = self.read(named(one)[-1])
            span = Span(self._path, start, self.span(one).end) if star else self.span(one)
            result = BinaryOperation(left=result, operator=operator, right=right, span=span)
        self.leave(0, len(chain))
        return Starred(value=result, span=self.span(node)) if star else result

    def _union(self, node: SgNode) -> Expression:
        """Read `list[A] | B | C`, which the grammar nests to the right, as Python does."""
        written = operands_of(node)
        self.enter(node, 0, len(written))
        operands = [self.read(one) for one in written]
        self.leave(0, len(written))
        result, start = operands[0], self.span(node).start
        for right in operands[1:]:
            span = Span(self._path, start, right.span.end)
            result = BinaryOperation(left=result, operator="|", right=right, span=span)
        return result

    def _boolean(self, node: SgNode) -> Expression:
        """Read `a and b and c` as one expression with three parts."""
        chain = chain_of(node, BOOLEAN)
        parts = [self.read(named(chain[-1])[0])]
        parts += [self.read(named(one)[-1]) for one in reversed(chain)]
        return Opaque(kind=node.kind(), parts=tuple(parts), span=self.span(node))

    def _conditional(self, node: SgNode) -> Expression:
        then, test, otherwise = self._all(named(node))
        return Conditional(then=then, test=test, otherwise=otherwise, span=self.span(node))


Reader = Callable[[ExpressionReader, SgNode], Expression]


def _constant(value: bool | None) -> Reader:
    return lambda reader, node: Constant(value=value, span=reader.span(node))


def _display(kind: DisplayKind) -> Reader:
    return lambda reader, node: Display(
        kind=kind, items=reader._all(named(node)), span=reader.span(node)
    )


BINARY = frozenset({"binary_operator"})
BOOLEAN = frozenset({"boolean_operator"})

READERS: dict[str, Reader] = {
    "identifier": ExpressionReader._name,
    "attribute": ExpressionReader._attribute,
    "subscript": ExpressionReader._subscript,
    "generic_type": ExpressionReader._generic,
    "call": ExpressionReader._call,
    "string": ExpressionReader._string,
    "concatenated_string": ExpressionReader._string,
    "integer": ExpressionReader._number,
    "float": ExpressionReader._number,
    "true": _constant(True),
    "false": _constant(False),
    "none": _constant(None),
    "ellipsis": lambda reader, node: EllipsisConstant(span=reader.span(node)),
    "tuple": _display(DisplayKind.TUPLE),
    "expression_list": _display(DisplayKind.TUPLE),
    "pattern_list": _display(DisplayKind.TUPLE),
    "tuple_pattern": ExpressionReader._tuple_pattern,
    "list": _display(DisplayKind.LIST),
    "list_pattern": _display(DisplayKind.LIST),
    "set": _display(DisplayKind.SET),
    "dictionary": ExpressionReader._dictionary,
    "list_splat": ExpressionReader._starred,
    "list_splat_pattern": ExpressionReader._starred,
    "splat_type": ExpressionReader._starred,
    "unary_operator": ExpressionReader._unary,
    "not_operator": ExpressionReader._unary,
    "binary_operator": ExpressionReader._binary,
    "union_type": ExpressionReader._union,
    "boolean_operator": ExpressionReader._boolean,
    "conditional_expression": ExpressionReader._conditional,
    "parenthesized_expression": ExpressionReader._inner,
    "type": ExpressionReader._inner,
}
