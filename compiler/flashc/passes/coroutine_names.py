"""Coroutine names: what a call that gives a coroutine of the project's may begin with, by module."""

from flashc.ir.bindings import Bindings, Bound, BoundFunction, BoundOtherwise, BoundValue
from flashc.ir.expressions import Attribute, Call, Name
from flashc.ir.syntax import Function
from flashc.passes.coroutines import all_parts
from flashc.passes.names.bodies import expressions_of, own_statements, root_of


class CoroutineNames:
    """Tells functions that may make a coroutine from the many that certainly make none."""

    def __init__(self, bindings: Bindings) -> None:
        self._bindings = bindings
        self._names: dict[str, frozenset[str]] = {}

    def are_called_in(self, module: str, definition: Function) -> bool:
        """Whether a function of `module` calls something that begins with such a name."""
        names, is_open = self._of(module), bool(self._bindings.namespaces[module].stars)
        return any(
            isinstance(part, Call)
            and (root := root_of(part.function)) is not None
            and (is_open or root.id in names)
            for statement in own_statements(definition.body)
            for expression in expressions_of(statement)
            for part in all_parts(expression)
        )

    def _of(self, module: str) -> frozenset[str]:
        if module not in self._names:
            self._names[module] = frozenset(
                name
                for name, found in self._bindings.namespaces[module].names.items()
                if any(_may_lead(one.bound) for one in found)
            )
        return self._names[module]


def _may_lead(bound: Bound) -> bool:
    """Whether a name that is bound so may be a function that gives coroutines, or hold one."""
    match bound:
        case BoundFunction():
            return bound.function.is_async
        case BoundValue():
            return isinstance(bound.value, Name | Attribute)
        case _:
            return not isinstance(bound, BoundOtherwise)
