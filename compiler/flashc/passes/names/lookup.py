"""Look-up: follow a name or a dotted expression through the bindings of all modules."""

from flashc.ir.bindings import Bindings, Defined, External, Symbol
from flashc.ir.expressions import Attribute, Expression, Name
from flashc.passes.names.search import ANSWERS, Search
from flashc.passes.names.second_names import or_builtin, renamed


def look_up(
    bindings: Bindings, module: str, expression: Expression, within: Defined | None = None
) -> Symbol:
    """Give what a name or dotted name of `module` stands for. Values are not followed: see fold.

    `within` is the class in whose body the expression stands.
    """
    known = None if within is not None else _known(bindings, module, expression)
    if known is not None:
        return known
    search = Search(bindings)
    return search.ask(search.look_up(module, expression, within))


def look_up_name(bindings: Bindings, module: str, name: str) -> Symbol:
    """Give what the module-level name `name` of `module` stands for."""
    known = ANSWERS.of(bindings).get((module, name))
    if known is not None:
        return known
    search = Search(bindings)
    return search.ask(search.name(module, name))


def follow(bindings: Bindings, symbol: Symbol) -> Symbol:
    """Follow plain renamings (`b = a`, `b = a.c`) from `symbol` to what they rename."""
    if renamed(symbol) is None:
        return symbol
    search = Search(bindings)
    return search.ask(search.follow(symbol))


def resolve_candidate(bindings: Bindings, candidate: Defined) -> Symbol:
    """Give what one candidate of an unresolved name stands for: its import followed, if it is one."""
    search = Search(bindings)
    return search.ask(search.target(candidate.module, candidate.binding, candidate.within))


def _known(bindings: Bindings, module: str, expression: Expression) -> Symbol | None:
    """Give the answer at once where most questions end: it was given before, or is a library's."""
    if isinstance(expression, Name):
        symbol = ANSWERS.of(bindings).get((module, expression.id))
        return None if symbol is None else or_builtin(symbol, expression.id)
    if isinstance(expression, Attribute):
        owner = _known(bindings, module, expression.value)
        if isinstance(owner, External):
            return External(name=f"{owner.name}.{expression.name}")
    return None
