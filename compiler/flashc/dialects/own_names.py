"""Own names: decorators that hang on what a function or class around binds, not on the module's names."""

from flashc.dialects.scopes import Scope, root_of_decorator, scoped
from flashc.ir.bindings import Bindings, BoundOtherwise
from flashc.ir.expressions import Expression
from flashc.ir.syntax import BY_GLOBAL, Class, Function
from flashc.passes.names.lookup import follow, look_up_name


class OwnNames:
    """Tells them apart. Of the few modules that it is asked about it reads each one once."""

    def __init__(self, bindings: Bindings) -> None:
        self._bindings = bindings
        self._scopes: dict[str, dict[int, Scope]] = {}

    def hide(self, module: str, definition: Function | Class, decorator: Expression) -> bool:
        """Whether a decorator of `definition` is certain to be something else than the module's name.

        Of a parameter nobody knows that: callers may pass the very same object.
        """
        name = root_of_decorator(decorator)
        scope = self._scope(module, definition)
        if name is None or name.id not in scope.local or name.id in scope.parameters:
            return False
        found = self._bindings.namespaces[module].names.get(name.id, ())
        if any(binding.bound == BoundOtherwise(how=BY_GLOBAL) for binding in found):
            return False
        imported = scope.imported.get(name.id)
        if imported is None:
            return True
        in_module = look_up_name(self._bindings, module, name.id)
        return follow(self._bindings, imported) != follow(self._bindings, in_module)

    def _scope(self, module: str, definition: Function | Class) -> Scope:
        if module not in self._scopes:
            self._scopes[module] = {
                id(statement): scope
                for statement, scope in scoped(self._bindings, module)
                if isinstance(statement, Function | Class)
            }
        return self._scopes[module][id(definition)]
