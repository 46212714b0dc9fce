"""Reads: which variables of the environment a worker needs, to compute what an expression is worth."""

from collections.abc import Iterator
from dataclasses import fields

from flashc.ir.bindings import Bindings, BoundValue, Defined
from flashc.ir.expressions import Attribute, Conditional, Expression, Name, Opaque
from flashc.ir.facts import Construction, Known, Reads
from flashc.passes.fold.environment import ITEM, variable_of
from flashc.passes.fold.folder import Folder
from flashc.passes.names.lookup import follow, look_up
from flashc.source import Span

# An expression of more parts, and of those of the names in it, is not looked through to the end.
MOST_PARTS = 500


def reads_of(bindings: Bindings, module: str, expression: Expression) -> Reads:
    """Give what `expression`, as `module` sees it, reads from the environment."""
    exact = _read(bindings, module, expression)
    needed: dict[str, Span] = {}
    waiting: list[tuple[str, object]] = [(module, expression)]
    for _ in range(MOST_PARTS):
        if not waiting:
            break
        where, part = waiting.pop()
        read = _read(bindings, where, part)
        if read is not None and isinstance(part, Expression):
            if not read[1]:
                needed.setdefault(read[0], part.span)
        else:
            waiting += _parts(bindings, where, part)
    return Reads(exact=None if exact is None else exact[0], needed=tuple(sorted(needed.items())))


def _read(bindings: Bindings, module: str, part: object) -> tuple[str, bool] | None:
    """Give the variable that an expression reads and nothing more, and whether it has a default.

    What stands before an `or` needs no default, unless it is an item: that raises.
    """
    if not isinstance(part, Expression):
        return None
    fact = Folder(bindings, module, None).fold(part)
    if not isinstance(fact, Known) or not isinstance(fact.value, Construction):
        return None
    variable = variable_of(fact.value.name, fact.value.arguments)
    has_default = len(fact.value.arguments) > 1 or bool(fact.value.keywords)
    return None if variable is None else (variable, has_default)


def _is_item(bindings: Bindings, module: str, part: Expression) -> bool:
    fact = Folder(bindings, module, None).fold(part)
    value = fact.value if isinstance(fact, Known) else None
    return not isinstance(value, Construction) or value.name == ITEM


def _parts(bindings: Bindings, module: str, part: object) -> Iterator[tuple[str, object]]:
    """Yield what an expression is made of, and what a name in it is bound to."""
    if isinstance(part, Name | Attribute):
        symbol = follow(bindings, look_up(bindings, module, part))
        if isinstance(symbol, Defined) and isinstance(symbol.binding.bound, BoundValue):
            yield symbol.module, symbol.binding.bound.value
        elif isinstance(part, Attribute):
            yield module, part.value
        return
    if isinstance(part, Conditional):
        # One branch is not computed, and the test is there to say which.
        yield module, part.test
        return
    if isinstance(part, Opaque) and part.kind == "boolean_operator":
        # The other parts may not be computed.
        if _is_item(bindings, module, part.parts[0]):
            yield module, part.parts[0]
        return
    if isinstance(part, tuple):
        yield from ((module, one) for one in part)
    elif hasattr(part, "__dataclass_fields__"):
        yield from ((module, getattr(part, one.name)) for one in fields(part))  # type: ignore[arg-type]
