"""Fold: what an expression is worth, from literals and constants alone. Nothing is executed."""

from flashc.ir.bindings import Bindings, Defined
from flashc.ir.facts import Fact
from flashc.ir.syntax import Expression
from flashc.passes.fold.folder import Folder


def fold(
    bindings: Bindings, module: str, expression: Expression, within: Defined | None = None
) -> Fact:
    """Give the value of `expression` as module `module` sees it, or why it is unknown.

    `within` is the class in whose body the expression stands.
    """
    return Folder(bindings, module, within).fold(expression)


__all__ = ["fold"]
