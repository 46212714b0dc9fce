"""Forms: whether an endpoint reads bodies that are forms, for which FastAPI needs another library."""

from collections.abc import Iterator

from flashc.ir.bindings import (
    Bindings,
    BoundClass,
    BoundFunction,
    BoundValue,
    Defined,
    External,
    Symbol,
    Unresolved,
)
from flashc.ir.expressions import Attribute, Call, Constant, Expression, Name
from flashc.ir.program import LoadBalancedEndpoint, Route
from flashc.ir.shape import FormBody
from flashc.ir.syntax import Assign, Class, Function, Parameter, Statement, walk
from flashc.passes.names.bodies import children_of, definition_of, expressions_of, parts_of
from flashc.passes.names.lookup import follow, look_up, resolve_candidate
from flashc.passes.parse import parse_expression
from flashc.passes.shape.bind import bind

# What makes FastAPI read a form where a signature that it is told of names it.
_FORMS = frozenset(
    {
        *(f"fastapi.{module}Form" for module in ("", "param_functions.", "params.")),
        *(f"fastapi.{module}File" for module in ("", "param_functions.", "params.")),
        *(f"fastapi.{module}UploadFile" for module in ("", "datastructures.")),
        "starlette.datastructures.UploadFile",
        *(
            f"fastapi.security.{module}OAuth2PasswordRequestForm{strict}"
            for module in ("", "oauth2.")
            for strict in ("", "Strict")
        ),
    }
)


def takes_forms(bindings: Bindings, endpoint: LoadBalancedEndpoint) -> bool:
    """Whether one of the routes, or a dependency of one, takes uploads or fields of a form."""
    search = _Search(bindings)
    return any(
        isinstance(bind(route).body, FormBody) or search.route(route) for route in endpoint.routes
    )


class _Search:
    """Follows what FastAPI calls, and looks at the signatures; each piece of code once."""

    def __init__(self, bindings: Bindings) -> None:
        self._bindings = bindings
        self._seen: set[tuple[str, str, bool]] = set()
        self._forms: dict[str, bool] = {}

    def route(self, route: Route) -> bool:
        module = route.function.module
        definition = definition_of(self._bindings, route.function)
        if definition is None:
            return False
        told = {source.parameter.name for source in bind(route).framework}
        parameters = [each for each in definition.parameters if each.name in told]
        if self._parameters(module, parameters):
            return True
        return self._says_form(module) and _asks_for_form(definition)

    def _says_form(self, module: str) -> bool:
        """Whether the text of a module says `form` at all: most do not, and no body need be read."""
        if module not in self._forms:
            self._forms[module] = "form" in self._bindings.modules[module].source.text
        return self._forms[module]

    def _parameters(self, module: str, parameters: list[Parameter]) -> bool:
        return any(
            self._annotation(module, each.annotation) or self._expression(module, each.default)
            for each in parameters
        )

    def _annotation(self, module: str, expression: Expression | None) -> bool:
        if expression is None:
            return False
        quoted = (
            parse_expression(part.value, part.span)
            for part in parts_of(expression)
            if isinstance(part, Constant) and isinstance(part.value, str)
        )
        return any(self._expression(module, each) for each in (expression, *quoted))

    def _expression(self, module: str, expression: Expression | None) -> bool:
        if expression is None:
            return False
        called = expression.function if isinstance(expression, Call) else None
        if isinstance(expression, Name | Attribute) and self._named(module, expression):
            return True
        # What is called here runs now, and may make the function that FastAPI calls.
        if isinstance(called, Name | Attribute) and self._named(module, called, runs=True):
            return True
        return any(self._expression(module, child) for child in children_of(expression))

    def _named(self, module: str, expression: Expression, *, runs: bool = False) -> bool:
        return self._symbol(look_up(self._bindings, module, expression), runs=runs)

    def _symbol(self, symbol: Symbol, *, runs: bool) -> bool:
        if isinstance(symbol, Unresolved):
            found = (resolve_candidate(self._bindings, one) for one in symbol.candidates)
            return any(self._symbol(one, runs=runs) for one in found)
        symbol = follow(self._bindings, symbol)
        if isinstance(symbol, External):
            return symbol.name in _FORMS
        if not isinstance(symbol, Defined):
            return False
        place = (symbol.module, f"{symbol.name}@{symbol.binding.span.start}", runs)
        if place in self._seen:
            return False
        self._seen.add(place)
        match symbol.binding.bound:
            case BoundValue(value=value):
                return self._expression(symbol.module, value)
            case BoundFunction(function=function):
                return self._function(symbol.module, function, runs=runs)
            case BoundClass(definition=definition):
                return self._class(symbol.module, definition)
            case _:
                return False

    def _function(self, module: str, function: Function, *, runs: bool) -> bool:
        """Look at a signature; at those in its body too, one of which it may return."""
        if self._parameters(module, list(function.parameters)) or _asks_for_form(function):
            return True
        for inner in walk(function.body):
            if isinstance(inner, Function) and self._parameters(module, list(inner.parameters)):
                return True
            if runs and any(self._expression(module, each) for each in expressions_of(inner)):
                return True
        return False

    def _class(self, module: str, definition: Class) -> bool:
        """Look at what makes an object, and at its methods, one of which may be the dependency."""
        if any(self._expression(module, base) for base in definition.bases):
            return True
        for inner in definition.body:
            if isinstance(inner, Assign) and self._annotation(module, inner.annotation):
                return True
            if isinstance(inner, Function) and self._function(module, inner, runs=False):
                return True
        return False


def _asks_for_form(function: Function) -> bool:
    """Whether the body asks a parameter, which is the request, for its form."""
    names = {parameter.name for parameter in function.parameters}
    return any(
        isinstance(part.function, Attribute)
        and part.function.name == "form"
        and isinstance(part.function.value, Name)
        and part.function.value.id in names
        for part in _calls(function.body)
    )


def _calls(statements: tuple[Statement, ...]) -> Iterator[Call]:
    for statement in walk(statements):
        for expression in expressions_of(statement):
            yield from (part for part in parts_of(expression) if isinstance(part, Call))
