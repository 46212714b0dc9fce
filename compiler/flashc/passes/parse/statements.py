"""Statements: imports, assignments, definitions and the blocks around them."""

from ast_grep_py import SgNode

from flashc.ir.syntax import (
    Arm,
    Assign,
    Block,
    BlockKind,
    Class,
    Decorator,
    Delete,
    Display,
    Expression,
    ExpressionStatement,
    Function,
    Import,
    ImportedModule,
    ImportedName,
    ImportFrom,
    Statement,
)
from flashc.passes.parse.expressions import dotted, identifier, named, read, read_arguments, span_of
from flashc.passes.parse.parameters import read_parameters
from flashc.passes.parse.strings import is_formatted, literal_value
from flashc.source import SourceFile, Span

BLOCKS = {
    "if_statement": BlockKind.IF,
    "for_statement": BlockKind.LOOP,
    "while_statement": BlockKind.LOOP,
    "try_statement": BlockKind.TRY,
    "with_statement": BlockKind.WITH,
    "match_statement": BlockKind.MATCH,
}
CLAUSES = {
    "elif_clause",
    "else_clause",
    "except_clause",
    "except_group_clause",
    "finally_clause",
    "case_clause",
}


def docstring_of(block: SgNode) -> str | None:
    """Give the docstring of a module, class or function body, as Python stores it (not cleaned)."""
    for child in named(block):
        if child.kind() != "expression_statement":
            return None
        inner = named(child)
        if len(inner) != 1 or inner[0].kind() not in {"string", "concatenated_string"}:
            return None
        value = None if is_formatted(inner[0]) else literal_value(inner[0])
        return value if isinstance(value, str) else None
    return None


class StatementReader:
    """Reads the statements of one file. Holds only the file and where its `yield`s stand."""

    def __init__(self, source: SourceFile, root: SgNode) -> None:
        self._path = source.path
        # One search in the parser's own language is far cheaper than walking every body for it.
        self._yields = tuple(span_of(node, self._path) for node in root.find_all(kind="yield"))

    def block(self, node: SgNode) -> tuple[Statement, ...]:
        """Read the statements below `node`."""
        statements: list[Statement] = []
        for child in named(node):
            statements.extend(self._statement(child))
        return tuple(statements)

    def _statement(self, node: SgNode) -> list[Statement]:
        kind = node.kind()
        if kind == "expression_statement":
            return self._expression_statement(node)
        if kind in {"import_statement", "import_from_statement", "future_import_statement"}:
            return [self._import(node)]
        if kind in {"function_definition", "class_definition", "decorated_definition"}:
            return [self._definition(node)]
        if kind in BLOCKS:
            return [self._block_statement(node)]
        if kind == "delete_statement":
            targets = tuple(self._read(child) for child in named(node))
            return [Delete(targets=targets, span=self._span(node))]
        if kind == "type_alias_statement":
            return [self._type_alias(node)]
        if kind == "return_statement" and named(node):
            value = self._read(named(node)[0])
            return [ExpressionStatement(value=value, span=self._span(node))]
        return []

    def _expression_statement(self, node: SgNode) -> list[Statement]:
        statements: list[Statement] = []
        for child in named(node):
            if child.kind() == "assignment":
                statements.append(self._assignment(child))
            elif child.kind() == "augmented_assignment":
                statements.append(self._augmented(child))
            elif child.kind() in {"call", "named_expression", "await"}:
                value = self._read(child)
                statements.append(ExpressionStatement(value=value, span=self._span(child)))
        return statements

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
        target, value = named(node)[0], named(node)[-1]
        return Assign(
            targets=(self._read(target),),
            annotation=None,
            value=self._read(value),
            augmented=True,
            span=self._span(node),
        )

    def _type_alias(self, node: SgNode) -> Assign:
        target, value = (self._read(child) for child in named(node)[:2])
        return Assign(
            targets=(target,), annotation=None, value=value, augmented=False, span=self._span(node)
        )

    def _import(self, node: SgNode) -> Statement:
        if node.kind() == "import_statement":
            return Import(
                modules=tuple(self._imported_module(child) for child in named(node)),
                span=self._span(node),
            )
        names = named(node)
        first = node if node.kind() == "future_import_statement" else names.pop(0)
        text = "__future__" if first is node else "".join(first.text().split())
        module = text.lstrip(".")
        return ImportFrom(
            module=dotted(first) if module == text and first is not node else module,
            level=len(text) - len(module),
            names=tuple(self._imported_name(n) for n in names if n.kind() != "wildcard_import"),
            star=any(n.kind() == "wildcard_import" for n in names),
            module_span=self._span(first),
            span=self._span(node),
        )

    def _imported_module(self, node: SgNode) -> ImportedModule:
        module, alias = self._aliased(node)
        return ImportedModule(module=module, alias=alias, span=self._span(node))

    def _imported_name(self, node: SgNode) -> ImportedName:
        name, alias = self._aliased(node)
        return ImportedName(name=name, alias=alias, span=self._span(node))

    def _aliased(self, node: SgNode) -> tuple[str, str | None]:
        if node.kind() != "aliased_import":
            return dotted(node), None
        name, alias = named(node)
        return dotted(name), identifier(alias)

    def _definition(self, node: SgNode) -> Statement:
        decorators: list[Decorator] = []
        definition = node
        for child in named(node) if node.kind() == "decorated_definition" else ():
            if child.kind() == "decorator":
                expression = self._read(named(child)[0])
                decorators.append(Decorator(expression=expression, span=self._span(child)))
            else:
                definition = child
        if definition.kind() == "class_definition":
            return self._class(definition, tuple(decorators))
        return self._function(definition, tuple(decorators))

    def _class(self, node: SgNode, decorators: tuple[Decorator, ...]) -> Class:
        header = node.field("superclasses")
        bases, keywords = read_arguments(header, self._path) if header else ((), ())
        name, body = node.field("name"), node.field("body")
        assert name is not None  # noqa: S101 - the grammar's own guarantee
        return Class(
            name=identifier(name),
            bases=bases,
            keywords=keywords,
            decorators=decorators,
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
            parameters=read_parameters(parameters, self._path),
            returns=None if returns is None else self._read(returns),
            decorators=decorators,
            docstring=None if body is None else docstring_of(body),
            is_async=node.children()[0].kind() == "async",
            is_generator=body is not None and self._yields_in(body),
            body=() if body is None else self.block(body),
            name_span=self._span(name),
            span=self._header(node, body),
        )

    def _yields_in(self, body: SgNode) -> bool:
        """Tell whether a `yield` belongs to this very function, not to one defined inside it."""
        outer = self._span(body)
        inside = [y for y in self._yields if outer.start <= y.start < outer.end]
        if not inside:
            return False
        nested = [
            self._span(inner)
            for kind in ("function_definition", "lambda")
            for inner in body.find_all(kind=kind)
        ]
        return any(not any(n.start <= y.start < n.end for n in nested) for y in inside)

    def _block_statement(self, node: SgNode) -> Block:
        arms: list[Arm] = []
        binds: list[Expression] = []
        self._collect_arms(node, arms, binds)
        left = node.field("left") if node.kind() == "for_statement" else None
        if left is not None:
            binds.append(self._read(left))
        return Block(
            kind=BLOCKS[node.kind()], arms=tuple(arms), binds=tuple(binds), span=self._span(node)
        )

    def _collect_arms(self, node: SgNode, arms: list[Arm], binds: list[Expression]) -> None:
        test: Expression | None = None
        role = node.children()[0].text()
        for child in named(node):
            if child.kind() in CLAUSES or (
                child.kind() == "block" and node.kind() == "match_statement"
            ):
                self._collect_arms(child, arms, binds)
            elif child.kind() == "block":
                body = self.block(child)
                arms.append(Arm(role=role, test=test, body=body))
            else:
                binds.extend(self._bound_by(child))
                test = self._read(child)

    def _bound_by(self, node: SgNode) -> list[Expression]:
        targets = node.find_all(kind="as_pattern_target")
        walrus = node.find_all(kind="named_expression")
        names = [self._read(named(target)[0]) for target in (*targets, *walrus)]
        flat: list[Expression] = []
        for name in names:
            flat.extend(name.items if isinstance(name, Display) else (name,))
        return flat

    def _header(self, node: SgNode, body: SgNode | None) -> Span:
        """Give the span of a definition's header, so that labels do not underline whole bodies."""
        whole = self._span(node)
        colon = [child for child in node.children() if child.kind() == ":"]
        end = self._span(colon[-1]).start if colon and body is not None else whole.end
        return Span(path=self._path, start=whole.start, end=end)

    def _read(self, node: SgNode) -> Expression:
        return read(node, self._path)

    def _span(self, node: SgNode) -> Span:
        return span_of(node, self._path)
