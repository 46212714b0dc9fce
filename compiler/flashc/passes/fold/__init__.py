"""Fold: what an expression is worth, from literals and constants alone. Nothing is executed."""

from dataclasses import replace

from flashc.ir.bindings import Bindings, Defined
from flashc.ir.expressions import Expression
from flashc.ir.facts import Fact, Known, Unknown
from flashc.passes.fold.folder import Folder
from flashc.passes.fold.truth import truth


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


def deciding(bindings: Bindings, module: str, tests: tuple[Expression, ...]) -> tuple[str, ...]:
    """Give the variables of the environment that would decide `tests` if the command line gave them.

    Empty where some test hangs on something else as well: then no definition would help.
    """
    given = bindings
    read: dict[str, str] = {}
    for test in tests:
        # What stands behind an `and` is asked for only where what stands before it is known.
        while _holds(given, module, test) is None:
            folder = Folder(given, module, None)
            folder.fold(test)
            more = [variable for variable in folder.variables if variable not in read]
            if not more:
                return ()
            # A value that is a number too, for conditions that make one of it.
            read |= dict.fromkeys(more, "1")
            given = replace(bindings, defines={**bindings.defines, **read})
    return tuple(read)


def _holds(bindings: Bindings, module: str, test: Expression) -> bool | None:
    fact = fold(bindings, module, test)
    return truth(fact.value) if isinstance(fact, Known) else None


__all__ = ["deciding", "fold"]
