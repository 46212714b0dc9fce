"""The host's own parser as an oracle: its tree in our syntax, places included.

Written without a look at how the real reader does it, and only for code that the host understands.
What stands inside an `Opaque` is left out on both sides: its shape follows the grammar in use.
"""

import ast
import dataclasses
import sys
from collections.abc import Iterator

from flashc.ir import expressions as ex
from flashc.source import SourceFile, Span

KINDS = {
    ast.Tuple: ex.DisplayKind.TUPLE,
    ast.List: ex.DisplayKind.LIST,
    ast.Set: ex.DisplayKind.SET,
}
UNARY = {ast.UAdd: "+", ast.USub: "-", ast.Invert: "~", ast.Not: "not"}
BINARY = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.MatMult: "@", ast.Div: "/", ast.Mod: "%",
    ast.Pow: "**", ast.LShift: "<<", ast.RShift: ">>", ast.BitOr: "|", ast.BitXor: "^",
    ast.BitAnd: "&", ast.FloorDiv: "//",
}  # fmt: skip
# Places inside f-strings are right from Python 3.12 on.
PLACES_IN_FORMATTED = sys.version_info >= (3, 12)


class Oracle:
    """Turns the host's tree of one file into syntax."""

    def __init__(self, source: SourceFile) -> None:
        self._source = source

    def index(self, line: int, column: int) -> int:
        """Give the character at a line (from 1) and a column in bytes of UTF-8."""
        start = self._source.line_starts[line - 1]
        text = self._source.text[start : start + column]
        return start + len(text.encode("utf-8", "surrogatepass")[:column].decode("utf-8", "ignore"))

    def span(self, node: ast.AST) -> Span:
        """Give the characters that a node of the host's covers."""
        start = self.index(node.lineno, node.col_offset)
        return Span(self._source.path, start, self.index(node.end_lineno, node.end_col_offset))

    def read(self, node: ast.expr) -> ex.Expression:
        """Turn an expression of the host's into syntax."""
        span = self.span(node)
        match node:
            case ast.Constant(value=value) if value is Ellipsis:
                return ex.EllipsisConstant(span=span)
            case ast.Constant():
                return ex.Constant(value=node.value, span=span)
            case ast.Name():
                return ex.Name(id=node.id, span=span)
            case ast.Attribute():
                name = Span(span.path, span.end - len(self._last_name(span)), span.end)
                return ex.Attribute(
                    value=self.read(node.value), name=node.attr, name_span=name, span=span
                )
            case ast.Subscript():
                index = self.read(node.slice)
                return ex.Subscript(value=self.read(node.value), index=index, span=span)
            case ast.Call():
                keywords = tuple(self._keyword(keyword) for keyword in node.keywords)
                arguments = tuple(self.read(a) for a in node.args)
                function = self.read(node.func)
                return ex.Call(function=function, arguments=arguments, keywords=keywords, span=span)
            case ast.Tuple() | ast.List() | ast.Set():
                items = tuple(self.read(item) for item in node.elts)
                return ex.Display(kind=KINDS[type(node)], items=items, span=span)
            case ast.Dict():
                pairs = zip(node.keys, node.values, strict=True)
                items = tuple(
                    ex.DictItem(key=None if k is None else self.read(k), value=self.read(v))
                    for k, v in pairs
                )
                return ex.DictDisplay(items=items, span=span)
            case ast.Starred():
                return ex.Starred(value=self.read(node.value), span=span)
            case ast.UnaryOp():
                operand = self.read(node.operand)
                return ex.UnaryOperation(operator=UNARY[type(node.op)], operand=operand, span=span)
            case ast.BinOp():
                return ex.BinaryOperation(
                    left=self.read(node.left),
                    operator=BINARY[type(node.op)],
                    right=self.read(node.right),
                    span=span,
                )
            case ast.IfExp():
                return ex.Conditional(
                    then=self.read(node.body),
                    test=self.read(node.test),
                    otherwise=self.read(node.orelse),
                    span=span,
                )
            case ast.JoinedStr():
                return ex.FormattedString(parts=tuple(self._parts(node)), span=span)
            case _:
                return ex.Opaque(kind="", parts=(), span=span)

    def _last_name(self, span: Span) -> str:
        text = self._source.slice(span)
        start = len(text)
        while start and (
            text[start - 1].isidentifier()
            or text[start - 1].isdigit()
            or ("a" + text[start - 1]).isidentifier()
        ):
            start -= 1
        return text[start:]

    def _keyword(self, node: ast.keyword) -> ex.Keyword:
        span = self.span(node)
        name_span = span
        if node.arg is not None:
            written = self._source.slice(span)
            length = next(i for i, c in enumerate(written) if c in "= \t\\\r\n")
            name_span = Span(span.path, span.start, span.start + length)
        return ex.Keyword(
            name=node.arg, value=self.read(node.value), name_span=name_span, span=span
        )

    def _parts(self, node: ast.JoinedStr) -> Iterator[str | ex.Interpolation]:
        for value in node.values:
            if isinstance(value, ast.Constant):
                yield value.value
            elif isinstance(value, ast.FormattedValue):
                plain = value.conversion == -1 and value.format_spec is None
                yield ex.Interpolation(value=self.read(value.value), plain=plain)


def comparable(value: object, *, places: bool = True) -> object:
    """Strip what the two parsers see differently by design: the inside of `Opaque` and f-strings."""
    if isinstance(value, ex.Opaque):
        return ("opaque", value.span if places else None)
    if isinstance(value, ex.FormattedString):
        return ("formatted", value.span if places else None, _joined(value, places=places))
    if isinstance(value, ex.Interpolation):
        inner = comparable(value.value, places=places and PLACES_IN_FORMATTED)
        return ("interpolation", inner)
    if isinstance(value, Span):
        return tuple(value) if places else None
    if isinstance(value, tuple):
        return tuple(comparable(item, places=places) for item in value)
    if dataclasses.is_dataclass(value):
        fields = dataclasses.fields(value)
        parts = (comparable(getattr(value, f.name), places=places) for f in fields)
        return (type(value).__name__, *parts)
    return (type(value).__name__, repr(value))


def _joined(value: ex.FormattedString, *, places: bool) -> tuple[object, ...]:
    """Join texts that stand beside one another: `"a" f"b{c}"` is two or one, as one likes."""
    parts: list[object] = []
    for part in value.parts:
        if isinstance(part, str) and parts and isinstance(parts[-1], str):
            parts[-1] += part
        elif part != "":
            parts.append(part if isinstance(part, str) else comparable(part, places=places))
    return tuple(parts)
