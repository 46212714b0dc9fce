"""FC220, FC236: the class `Endpoint` itself, handed to something that may call it unseen."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from flashc import codes
from flashc.diagnostic import Diagnostic, Label
from flashc.dialects.endpoint_made import ONE_LINE_EACH
from flashc.dialects.parts import REPEATING
from flashc.dialects.places import Kind
from flashc.dialects.scopes import Scope, expressions_in, symbol_in
from flashc.dialects.sdk_guards import means_present
from flashc.ir.bindings import Bindings, External
from flashc.ir.expressions import (
    Attribute,
    Call,
    Conditional,
    DictDisplay,
    Display,
    Expression,
    Name,
    Opaque,
    Starred,
    Subscript,
)
from flashc.ir.syntax import Assign, Block, Class, ExpressionStatement, Function, Statement
from flashc.passes.names.bodies import children_of
from flashc.sdk.endpoint import NAME, is_endpoint

# What only looks at what it is given.
_ASKING: Final = (
    frozenset(
        f"builtins.{name}"
        for name in """isinstance issubclass callable hasattr getattr id repr str print type bool dir help
    hash vars setattr super""".split()
    )
    | {"typing.cast", "typing.get_type_hints", "inspect.signature", "inspect.getsource"}
)
# Expressions that give one of their parts on.
_GIVING: Final = frozenset({"lambda", "yield", "await", "named_expression"})


def class_kept(bindings: Bindings, scope: Scope, statement: Statement) -> Iterator[Diagnostic]:
    """Report `Endpoint` where a list, another name or other code has it, so that it is called unseen."""
    if isinstance(statement, Class):
        return
    reader = _Reader(bindings, scope)
    decorators = statement.decorators if isinstance(statement, Function) else ()
    for decorator in decorators:
        yield from reader.kept(decorator.expression, kept=False)
    for expression in expressions_in(statement):
        yield from reader.kept(expression, kept=_is_kept(statement, scope))


def _is_kept(statement: Statement, scope: Scope) -> bool:
    """Whether a statement hands its value on where it is not followed."""
    match statement:
        case Assign(targets=targets):
            # A plain renaming is followed, where it is certain.
            is_followed = scope.place.kind in (None, Kind.CLASS)
            return not is_followed or not all(isinstance(target, Name) for target in targets)
        case ExpressionStatement():
            return scope.place.kind is Kind.FUNCTION
        case _:
            return not isinstance(statement, Block)


class _Reader:
    def __init__(self, bindings: Bindings, scope: Scope) -> None:
        self._bindings = bindings
        self._scope = scope

    def kept(self, expression: Expression, *, kept: bool) -> Iterator[Diagnostic]:
        """Report the class in an expression; `kept` where the whole is handed on."""
        match expression:
            case Name() | Attribute():
                if kept and is_endpoint(symbol_in(self._bindings, self._scope, expression)):
                    yield _reported(expression)
            case Call():
                yield from self._call(expression)
            case Subscript():
                # An index is a type, most of the time: `Optional[Endpoint]`.
                yield from self.kept(expression.value, kept=False)
            case Conditional():
                is_guard = means_present(self._bindings, self._scope.module, expression.test)
                for part in (expression.then, expression.otherwise):
                    yield from self.kept(part, kept=kept or not is_guard)
            case _:
                is_giving = isinstance(expression, Display | DictDisplay | Starred)
                is_giving |= isinstance(expression, Opaque) and expression.kind in _GIVING
                for child in children_of(expression):
                    yield from self.kept(child, kept=is_giving)

    def _call(self, call: Call) -> Iterator[Diagnostic]:
        yield from self.kept(call.function, kept=False)
        values = (*call.arguments, *(keyword.value for keyword in call.keywords))
        found = [one for value in values for one in self.kept(value, kept=True)]
        if not found:
            return
        callee = symbol_in(self._bindings, self._scope, call.function)
        name = callee.name if isinstance(callee, External) else ""
        # `type` of three arguments makes a class.
        if name in _ASKING and not (name == "builtins.type" and len(call.arguments) > 1):
            return
        if name in REPEATING:
            found = [_repeated(one) for one in found]
        yield from found


def _repeated(diagnostic: Diagnostic) -> Diagnostic:
    return replace(diagnostic, code=codes.ENDPOINT_MADE_IN_LOOP, help=ONE_LINE_EACH)


def _reported(value: Expression) -> Diagnostic:
    return Diagnostic(
        code=codes.ENDPOINT_MADE_AT_RUN_TIME,
        message=f"`{NAME}` itself is passed on, to be called where it cannot be followed",
        primary=Label(span=value.span, text="endpoints made of it would be lost"),
        help=f'call it here: `api = {NAME}(name="my-api")`',
    )
