"""Linearize: the order in which Python looks a name up in a class and its bases (C3)."""

from collections import Counter, deque
from dataclasses import dataclass, field

from flashc.ir.bindings import Bindings, BoundClass, Defined, External, Symbol
from flashc.ir.expressions import Expression
from flashc.ir.syntax import Class
from flashc.passes.names.bases import bases_of, class_in
from flashc.passes.names.remembered import Remembered
from flashc.source import Span

# A base as it is written, and what it leads to.
_Unseen = tuple[Expression, Symbol]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ClassOrder:
    """The classes that a class is made of, itself first. Each class once, library classes by name.

    A class with one base goes on as that base does: the order of the base is shared and not copied,
    for classes in a long line would together hold the square of it.
    """

    first: tuple[Defined | External, ...]
    first_unseen: tuple[_Unseen, ...]
    above: "ClassOrder | None" = field(default=None, repr=False)

    @property
    def classes(self) -> tuple[Defined | External, ...]:
        """All of them, put together anew each time."""
        found: list[Defined | External] = []
        order: ClassOrder | None = self
        while order is not None:
            found += order.first
            order = order.above
        return tuple(found)

    @property
    def unseen(self) -> tuple[_Unseen, ...]:
        """Bases that lead to no class, each once: what they would add is not known."""
        found: dict[Span, _Unseen] = {}
        order: ClassOrder | None = self
        while order is not None:
            found |= {one[0].span: one for one in order.first_unseen}
            order = order.above
        return tuple(found.values())


_ORDERS: Remembered[Span, ClassOrder] = Remembered()


def class_order(bindings: Bindings, symbol: Defined) -> ClassOrder:
    """Give the order for a class of the project."""
    known = _ORDERS.of(bindings)
    search = _Search(bindings, known)
    return known.get(symbol.binding.span) or search.order(symbol)


def definition_of(symbol: Defined) -> Class:
    """Give the syntax of a symbol that is a class."""
    bound = symbol.binding.bound
    assert isinstance(bound, BoundClass)  # noqa: S101 - only classes are asked for
    return bound.definition


class _Search:
    """A class with all above it: those that it is made of come first, for lines of them may be long."""

    def __init__(self, bindings: Bindings, known: dict[Span, ClassOrder]) -> None:
        self._bindings = bindings
        self._known = known
        self._orders: dict[Span, ClassOrder] = {}
        self._is_circular = False

    def order(self, symbol: Defined) -> ClassOrder:
        entered: set[Span] = set()
        waiting = [symbol]
        while waiting:
            current = waiting[-1]
            span = current.binding.span
            if self._finished(span) is not None:
                waiting.pop()
            elif span in entered:
                self._orders[span] = self._order(current)
            else:
                entered.add(span)
                waiting += [
                    base
                    for base in self._classes(current)
                    if isinstance(base, Defined) and base.binding.span not in entered
                ]
        # Where a class is among its own bases, an order holds only for whoever asked.
        if not self._is_circular:
            self._known.update(self._orders)
        return self._orders[symbol.binding.span]

    def _finished(self, span: Span) -> ClassOrder | None:
        return self._known.get(span) or self._orders.get(span)

    def _order(self, symbol: Defined) -> ClassOrder:
        bases: list[Defined | External] = []
        orders: list[ClassOrder] = []
        for base in self._classes(symbol):
            above = self._finished(base.binding.span) if isinstance(base, Defined) else None
            if isinstance(base, Defined) and above is None:
                # Python refuses a class among its own bases.
                self._is_circular = True
                continue
            bases.append(base)
            orders.append(above or ClassOrder(first=(base,), first_unseen=()))
        unseen = tuple(self._unseen(symbol))
        if len(orders) == 1:
            return ClassOrder(first=(symbol,), first_unseen=unseen, above=orders[0])
        merged = _merged([*(order.classes for order in orders), tuple(bases)])
        above_unseen = (one for order in orders for one in order.unseen)
        return ClassOrder(first=(symbol, *merged), first_unseen=(*unseen, *above_unseen))

    def _classes(self, symbol: Defined) -> list[Defined | External]:
        return [
            target
            for _, target in self._bases(symbol)
            if isinstance(target, External)
            or (isinstance(target, Defined) and class_in(target) is not None)
        ]

    def _unseen(self, symbol: Defined) -> list[_Unseen]:
        return [
            (base, target)
            for base, target in self._bases(symbol)
            if not isinstance(target, External) and class_in(target) is None
        ]

    def _bases(self, symbol: Defined) -> tuple[_Unseen, ...]:
        return bases_of(self._bindings, symbol.module, definition_of(symbol), symbol.within)


def _merged(orders: list[tuple[Defined | External, ...]]) -> list[Defined | External]:
    """Merge as C3 does. Where Python would refuse the bases, the first one that is left comes next."""
    result: list[Defined | External] = []
    gone: set[str] = set()
    # How often each class stands behind another one: it is free where it does not.
    behind = Counter(_key(one) for order in orders for one in order[1:])
    left = [deque(order) for order in orders if order]
    while left:
        heads = [order[0] for order in left]
        chosen = next((head for head in heads if not behind[_key(head)]), heads[0])
        result.append(chosen)
        gone.add(_key(chosen))
        for order in left:
            while order and _key(order[0]) in gone:
                order.popleft()
                if order:
                    behind[_key(order[0])] -= 1
        left = [order for order in left if order]
    return result


def _key(symbol: Defined | External) -> str:
    return symbol.name if isinstance(symbol, External) else f"{symbol.module}:{symbol.name}"
