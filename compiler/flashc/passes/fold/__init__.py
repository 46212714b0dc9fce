"""Fold: what an expression is worth, from literals and constants alone. Nothing is executed."""

from dataclasses import replace

from flashc.ir.bindings import Bindings, Defined
from flashc.ir.expressions import Expression
from flashc.ir.facts import Fact, Unknown
from flashc.passes.fold.folder import Folder


def fold(
    bindings: Bindings, module: str, expression: Expression, within: Defined | None = None
) -> Fact:
    """Give the value of `expression` as module `module` sees it, or why it is unknown.

    `within` is the class in whose body the expression stands.
    """
    folder = Folder(bindings, module, within)
    fact = folder.fold(expression)
    if isinstance(fact, Unknown) and fact.variable is None and folder.variables:
        return replace(fact, variable=folder.variables[0])
    return fact


__all__ = ["fold"]
