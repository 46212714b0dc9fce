"""Scopes: what belongs to which function. `yield`, `:=` and `global` may stand anywhere inside.

One search of the whole file in the parser's own language is far cheaper than walking every body.
"""

from ast_grep_py import SgNode

from flashc.ir.expressions import Name
from flashc.ir.syntax import BY_GLOBAL, Bind
from flashc.passes.parse.expressions import ExpressionReader
from flashc.passes.parse.nodes import identifier, named, place_of

# A function or lambda is known by where it starts and ends; the module by None.
Scope = tuple[int, int] | None
DEFINITIONS = frozenset({"function_definition", "class_definition"})


class Scopes:
    """What the functions of one file yield and bind, other than by statements of their own."""

    def __init__(self, root: SgNode, expressions: ExpressionReader) -> None:
        self._expressions = expressions
        self._generators = frozenset(_scope_of(node) for node in root.find_all(kind="yield"))
        self._bound: dict[Scope, list[Bind]] = {}
        for node in root.find_all(kind="named_expression"):
            self._add(_scope_of(node), named(node)[0], "bound by `:=`")
        for node in root.find_all(kind="global_statement"):
            for name in named(node):
                self._add(None, name, BY_GLOBAL)

    @property
    def bound_in_module(self) -> tuple[Bind, ...]:
        """Give what the module's expressions and its functions bind in the module."""
        return tuple(self._bound.get(None, ()))

    def bound_in(self, function: SgNode) -> tuple[Bind, ...]:
        """Give what the expressions of a function bind in it."""
        return tuple(self._bound.get(place_of(function), ())) if self._bound else ()

    def is_generator(self, function: SgNode) -> bool:
        """Tell whether a `yield` belongs to this very function, not to one defined inside it."""
        return bool(self._generators) and place_of(function) in self._generators

    def _add(self, scope: Scope, node: SgNode, how: str) -> None:
        span = self._expressions.span(node)
        name = Name(id=identifier(node), span=span)
        self._bound.setdefault(scope, []).append(Bind(name=name, how=how, span=span))


def _scope_of(node: SgNode) -> Scope:
    """Give the innermost function, lambda or class that `node` runs in; comprehensions are none.

    Decorators, defaults and annotations belong to the scope around their function.
    """
    inside = node
    for outer in node.ancestors():
        if outer.kind() == "lambda" and inside.kind() != "lambda_parameters":
            return place_of(outer)
        if outer.kind() in DEFINITIONS and inside.kind() == "block":
            return place_of(outer)
        inside = outer
    return None
