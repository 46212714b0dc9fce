"""Blocks: compound statements, their arms, and the names that their headers bind."""

from collections.abc import Callable, Iterator

from ast_grep_py import SgNode

from flashc.ir.expressions import Display, Expression, Name, Starred
from flashc.ir.syntax import Arm, Block, BlockKind, Statement
from flashc.passes.parse.expressions import ExpressionReader
from flashc.passes.parse.nodes import identifier, named

BLOCKS = {
    "if_statement": BlockKind.IF,
    "for_statement": BlockKind.LOOP,
    "while_statement": BlockKind.LOOP,
    "try_statement": BlockKind.TRY,
    "with_statement": BlockKind.WITH,
    "match_statement": BlockKind.MATCH,
}
CLAUSES = frozenset(
    {
        "elif_clause",
        "else_clause",
        "except_clause",
        "except_group_clause",
        "finally_clause",
        "case_clause",
    }
)


class BlockReader:
    """Reads compound statements; `body` reads the statements below a node."""

    def __init__(
        self, expressions: ExpressionReader, body: Callable[[SgNode], tuple[Statement, ...]]
    ) -> None:
        self._expressions = expressions
        self._body = body

    def read(self, node: SgNode) -> Block:
        """Read a compound statement of any kind."""
        arms: list[Arm] = []
        binds: list[Expression] = []
        left = node.field("left") if node.kind() == "for_statement" else None
        if left is not None:
            binds.extend(_targets(self._expressions.read(left)))
        for clause in _clauses(node):
            self._arm(clause, arms, binds)
        return Block(
            kind=BLOCKS[node.kind()],
            arms=tuple(arms),
            binds=tuple(binds),
            span=self._expressions.span(node),
        )

    def _arm(self, clause: SgNode, arms: list[Arm], binds: list[Expression]) -> None:
        test: Expression | None = None
        body: tuple[Statement, ...] = ()
        for child in named(clause):
            if child.kind() == "block":
                body = self._body(child)
            elif child.kind() not in CLAUSES:
                binds.extend(self._bound_by(child))
                test = self._expressions.read(child)
        arms.append(Arm(role=_role(clause), test=test, body=body))

    def _bound_by(self, header: SgNode) -> Iterator[Expression]:
        if header.kind() == "case_pattern":
            yield from self._captures(header)
            return
        for target in header.find_all(kind="as_pattern_target"):
            yield from _targets(self._expressions.read(named(target)[0]))

    def _captures(self, pattern: SgNode) -> Iterator[Expression]:
        """Yield the names that a pattern of `match` binds."""
        for node in pattern.find_all(kind="dotted_name"):
            holder = node.parent()
            is_class = holder is not None and holder.kind() == "class_pattern"
            if len(named(node)) == 1 and not is_class:
                yield self._captured(node)
        for kind in ("splat_pattern", "as_pattern"):
            for node in pattern.find_all(kind=kind):
                yield from (self._captured(n) for n in named(node)[-1:] if n.kind() == "identifier")

    def _captured(self, node: SgNode) -> Name:
        return Name(id=identifier(node), span=self._expressions.span(node))


def _clauses(node: SgNode) -> Iterator[SgNode]:
    """Yield the nodes that hold an arm each: the statement itself, then its clauses."""
    holder = node
    if node.kind() == "match_statement":
        holder = node.field("body") or node
    else:
        yield node
    yield from (child for child in named(holder) if child.kind() in CLAUSES)


def _role(clause: SgNode) -> str:
    """Give the keyword of an arm: `for` also for `async for`."""
    keywords = clause.children()
    is_async = keywords[0].kind() == "async" and len(keywords) > 1
    return keywords[1 if is_async else 0].text()


def _targets(target: Expression) -> Iterator[Expression]:
    """Yield the single targets of `a, (b, *c)`."""
    if isinstance(target, Display):
        for item in target.items:
            yield from _targets(item)
    elif isinstance(target, Starred):
        yield from _targets(target.value)
    else:
        yield target
