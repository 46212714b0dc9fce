"""Linearize: the order in which Python looks a name up in a class and its bases (C3)."""

from dataclasses import dataclass

from flashc.ir.bindings import Bindings, BoundClass, Defined, External, Symbol
from flashc.ir.expressions import Expression, Subscript
from flashc.ir.syntax import Class
from flashc.passes.names.lookup import follow, look_up


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassOrder:
    """The classes that a class is made of, itself first. Each class once, library classes by name.

    `unseen` are bases that lead to no class: what they would add is not known.
    """

    classes: tuple[Defined | External, ...]
    unseen: tuple[tuple[Expression, Symbol], ...]


def class_order(bindings: Bindings, symbol: Defined) -> ClassOrder:
    """Give the order for a class of the project."""
    search = _Search(bindings)
    classes = search.order(symbol, frozenset())
    return ClassOrder(classes=classes, unseen=tuple(search.unseen.values()))


def definition_of(symbol: Defined) -> Class:
    """Give the syntax of a symbol that is a class."""
    bound = symbol.binding.bound
    assert isinstance(bound, BoundClass)  # noqa: S101 - only classes are asked for
    return bound.definition


class _Search:
    def __init__(self, bindings: Bindings) -> None:
        self._bindings = bindings
        self.unseen: dict[object, tuple[Expression, Symbol]] = {}

    def order(self, symbol: Defined, above: frozenset[str]) -> tuple[Defined | External, ...]:
        around = above | {_key(symbol)}
        bases = [
            base for base in self._bases(symbol) if _key(base) not in around  # Python refuses it
        ]
        orders: list[list[Defined | External]] = [
            list(self.order(base, around)) if isinstance(base, Defined) else [base]
            for base in bases
        ]
        return (symbol, *_merged([*orders, list(bases)]))

    def _bases(self, symbol: Defined) -> list[Defined | External]:
        found: list[Defined | External] = []
        for base in definition_of(symbol).bases:
            named = base.value if isinstance(base, Subscript) else base
            target = follow(
                self._bindings, look_up(self._bindings, symbol.module, named, symbol.within)
            )
            is_class = isinstance(target, Defined) and isinstance(target.binding.bound, BoundClass)
            if isinstance(target, External) or (isinstance(target, Defined) and is_class):
                found.append(target)
            else:
                self.unseen[base.span] = (base, target)
        return found


def _merged(orders: list[list[Defined | External]]) -> list[Defined | External]:
    """Merge as C3 does. Where Python would refuse the bases, the first one that is left comes next."""
    result: list[Defined | External] = []
    left = [order for order in orders if order]
    while left:
        chosen = next((order[0] for order in left if _is_free(order[0], left)), left[0][0])
        result.append(chosen)
        left = [rest for order in left if (rest := [c for c in order if _key(c) != _key(chosen)])]
    return result


def _is_free(candidate: Defined | External, orders: list[list[Defined | External]]) -> bool:
    return all(_key(candidate) not in map(_key, order[1:]) for order in orders)


def _key(symbol: Defined | External) -> str:
    return symbol.name if isinstance(symbol, External) else f"{symbol.module}:{symbol.name}"
