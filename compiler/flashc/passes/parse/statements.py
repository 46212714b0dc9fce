"""Statements: imports, assignments and definitions; blocks are read by their own module."""

from ast_grep_py import SgNode

from flashc.ir.expressions import Expression
from flashc.ir.syntax import (
    Assign,
    Class,
    Decorator,
    Delete,
    ExpressionStatement,
    Function,
    Statement,
)
from flashc.passes.parse.blocks import BLOCKS, BlockReader
from flashc.passes.parse.depth import STATEMENT
from flashc.passes.parse.expressions import ExpressionReader
from flashc.passes.parse.imports import IMPORTS, read_import
from flashc.passes.parse.nodes import identifier, named
from flashc.passes.parse.parameters import read_parameters
from flashc.passes.parse.scopes import Scopes
from flashc.passes.parse.strings import is_formatted, literal_value
from flashc.source import Span

DEFINITIONS = frozenset({"function_definition", "class_definition", "decorated_definition"})
# What may end a function with an exception.
ENDING = frozenset({"raise_statement", "assert_statement"})
# What has no effect as a statement: docstrings, `...` and bare names.
WITHOUT_EFFECT = frozenset(
    ["string", "concatenated_string", "integer", "float", "ellipsis", "identifier", "none"]
)


def docstring_of(block: SgNode) -> str | None:
    """Give the docstring of a module, class or function body, as Python stores it (not cleaned)."""
    first = next(iter(named(block)), None)
    if first is None or first.kind() != "expression_statement":
        return None
    inner = _unwrapped(first)
    if inner is None or inner.kind() not in {"string", "concatenated_string"}:
        return None
    value = None if is_formatted(inner) else literal_value(inner)
    return value if isinstance(value, str) else None


def _unwrapped(node: SgNode) -> SgNode | None:
    """Give the only expression of a statement, without the parentheses around it."""
    children = named(node)
    while len(children) == 1 and children[0].kind() == "parenthesized_expression":
        children = named(children[0])
    is_tuple = any(child.kind() == "," for child in node.children())
    return children[0] if len(children) == 1 and not is_tuple else None


class StatementReader:
    """Reads the statements of one file."""

    def __init__(self, root: SgNode, path: str) -> None:
        self._expressions = ExpressionReader(path)
        self._blocks = BlockReader(self._expressions, self.block)
        self._scopes = Scopes(root, self._expressions)

    def module(self, root: SgNode) -> tuple[Statement, ...]:
        """Read a whole module, with what its expressions and functions bind besides."""
        return (*self.block(root), *self._scopes.bound_in_module)

    def block(self, node: SgNode) -> tuple[Statement, ...]:
        """Read the statements below `node`."""
        statements: list[Statement] = []
        self._expressions.enter(node, STATEMENT)
        for child in named(node):
            self._statement(child, statements)
        self._expressions.leave(STATEMENT)
        return tuple(statements)

    def _statement(self, node: SgNode, into: list[Statement]) -> None:
        kind = node.kind()
        if kind == "expression_statement":
            self._expression_statement(node, into)
        elif kind in IMPORTS:
            into.append(read_import(node, self._span(node).path))
        elif kind in DEFINITIONS:
            into.append(self._definition(node))
        elif kind in BLOCKS:
            into.append(self._blocks.read(node))
        elif kind == "delete_statement":
            targets = tuple(self._read(child) for child in named(node))
            into.append(Delete(targets=targets, span=self._span(node)))
        elif kind == "type_alias_statement":
            into.append(self._type_alias(node))
        elif kind == "return_statement":
            values = [self._read(child) for child in named(node)]
            into += [ExpressionStatement(value=value, span=self._span(node)) for value in values]
        elif kind in ENDING:
            into.append(ExpressionStatement(value=self._read(node), span=self._span(node)))

    def _expression_statement(self, node: SgNode, into: list[Statement]) -> None:
        for child in named(node):
            kind = child.kind()
            if kind == "assignment":
                into.append(self._assignment(child))
            elif kind == "augmented_assignment":
                into.append(self._augmented(child))
            elif kind not in WITHOUT_EFFECT:
                value = self._read(child)
                into.append(ExpressionStatement(value=value, span=self._span(child)))

    def _assignment(self, node: SgNode) -> Assign:
        targets: list[Expression] = []
        current, annotation, value = node, None, None
        while current.kind() == "assignment":
            left = current.field("left")
            if left is not None:
                targets.append(self._read(left))
            annotation = current.field("type") or annotation
            right = current.field("right")
            if right is None:
                break
            current = value = right
        return Assign(
            targets=tuple(targets),
            annotation=None if annotation is None else self._read(annotation),
            value=None if value is None else self._read(value),
            augmented=False,
            span=self._span(node),
        )

    def _augmented(self, node: SgNode) -> Assign:
        target, value = named(node)
        return Assign(
            targets=(self._read(target),),
            annotation=None,
            value=self._read(value),
            augmented=True,
            span=self._span(node),
        )

    def _type_alias(self, node: SgNode) -> Assign:
        target, value = named(node)[:2]
        inner = named(target)[0]
        # `type Pairs[T] = ...`: the name stands before its own parameters.
        name = named(inner)[0] if inner.kind() == "generic_type" else inner
        return Assign(
            targets=(self._read(name),),
            annotation=None,
            value=self._read(value),
            augmented=False,
            span=self._span(node),
        )

    def _definition(self, node: SgNode) -> Function | Class:
        parts = named(node) if node.kind() == "decorated_definition" else [node]
        decorators = tuple(self._decorator(part) for part in parts[:-1])
        if parts[-1].kind() == "class_definition":
            return self._class(parts[-1], decorators)
        return self._function(parts[-1], decorators)

    def _decorator(self, node: SgNode) -> Decorator:
        inner = named(node)[0]
        # The node runs to the end of a comment behind the expression.
        span = Span(self._span(node).path, self._span(node).start, self._span(inner).end)
        return Decorator(expression=self._read(inner), span=span)

    def _class(self, node: SgNode, decorators: tuple[Decorator, ...]) -> Class:
        header, name = node.field("superclasses"), node.field("name")
        body = node.field("body")
        assert name is not None  # noqa: S101 - the grammar's own guarantee
        bases, keywords = self._expressions.arguments(header) if header else ((), ())
        return Class(
            name=identifier(name),
            bases=bases,
            keywords=keywords,
            decorators=decorators,
            docstring=None if body is None else docstring_of(body),
            body=() if body is None else self.block(body),
            name_span=self._span(name),
            span=self._header(node, body),
        )

    def _function(self, node: SgNode, decorators: tuple[Decorator, ...]) -> Function:
        name, body, parameters = node.field("name"), node.field("body"), node.field("parameters")
        returns = node.field("return_type")
        assert name is not None  # noqa: S101 - the grammar's own guarantee
        assert parameters is not None  # noqa: S101
        return Function(
            name=identifier(name),
            parameters=read_parameters(parameters, self._expressions),
            returns=None if returns is None else self._read(returns),
            decorators=decorators,
            docstring=None if body is None else docstring_of(body),
            is_async=node.children()[0].kind() == "async",
            is_generator=self._scopes.is_generator(node),
            body=() if body is None else (*self.block(body), *self._scopes.bound_in(node)),
            name_span=self._span(name),
            span=self._header(node, body),
        )

    def _header(self, node: SgNode, body: SgNode | None) -> Span:
        """Give the span of a definition's header, so that labels do not underline whole bodies."""
        whole = self._span(node)
        colon = [child for child in node.children() if child.kind() == ":"]
        end = self._span(colon[-1]).start if colon and body is not None else whole.end
        return Span(whole.path, whole.start, end)

    def _read(self, node: SgNode) -> Expression:
        return self._expressions.read(node)

    def _span(self, node: SgNode) -> Span:
        return self._expressions.span(node)
