"""FC227, FC246: the SDK replaced by the program, and classes of the program's own on top of it."""

from collections.abc import Iterator

from flashc import codes
from flashc.diagnostic import Diagnostic, Label
from flashc.dialects.scopes import Scope, expressions_in, hangs_on_local, symbol_in
from flashc.ir.bindings import Bindings, BoundClass, Defined, External, Symbol
from flashc.ir.expressions import Attribute, Call, Constant, Expression, Name, Subscript
from flashc.ir.syntax import Assign, Class, Delete, Statement
from flashc.passes.names.lookup import follow, look_up
from flashc.sdk.endpoint import NAME
from flashc.sdk.names import PACKAGES, RESOURCE_CLASSES, public_name
from flashc.source import Span

# Longer lines of ancestors are circles.
MOST_BASES = 20
_SETTING = frozenset({"builtins.setattr", "builtins.delattr"})


def sdk_changes(bindings: Bindings, scope: Scope, statement: Statement) -> Iterator[Diagnostic]:
    """Report what a statement changes in the SDK."""
    if isinstance(statement, Class):
        yield from _subclassed(bindings, scope, statement)
    if isinstance(statement, Assign | Delete):
        for target in statement.targets:
            yield from _replaced(bindings, scope, target)
    for expression in expressions_in(statement):
        if isinstance(expression, Call) and expression.arguments:
            owner = expression.arguments[0]
            callee = symbol_in(bindings, scope, expression.function)
            is_setting = isinstance(callee, External) and callee.name in _SETTING
            if is_setting and _is_sdk(symbol_in(bindings, scope, owner)):
                yield _change("something", expression.span)


def is_subclass(bindings: Bindings, symbol: Symbol, left: int = MOST_BASES) -> bool:
    """Whether a class of the project stands on top of one of the SDK's that declares endpoints."""
    if not isinstance(symbol, Defined) or not left:
        return False
    bound = symbol.binding.bound
    for base in bound.definition.bases if isinstance(bound, BoundClass) else ():
        named = base.value if isinstance(base, Subscript) else base
        further = follow(bindings, look_up(bindings, symbol.module, named))
        if _declares(further) or is_subclass(bindings, further, left - 1):
            return True
    return False


def _subclassed(bindings: Bindings, scope: Scope, definition: Class) -> Iterator[Diagnostic]:
    for base in definition.bases:
        named = base.value if isinstance(base, Subscript) else base
        symbol = symbol_in(bindings, scope, named)
        if isinstance(named, Name | Attribute) and _declares(symbol):
            name = public_name(symbol)
            yield Diagnostic(
                code=codes.SDK_SUBCLASSED,
                message=f"`{definition.name}` is a class of your own on top of `{name}`",
                primary=Label(span=base.span, text="what its objects declare would be lost"),
                help=f"use `{name}(...)` itself; settings in common go into `**COMMON`",
            )


def _replaced(bindings: Bindings, scope: Scope, target: Expression) -> Iterator[Diagnostic]:
    if isinstance(target, Attribute) and not hangs_on_local(target, scope):
        if _is_sdk(symbol_in(bindings, scope, target.value)):
            yield _change(f"`{target.name}`", target.span)
    elif isinstance(target, Subscript):
        owner = symbol_in(bindings, scope, target.value)
        key = target.index.value if isinstance(target.index, Constant) else None
        is_module = owner == External(name="sys.modules") and key in PACKAGES
        if is_module and not scope.handling:
            yield _change("all", target.span)
        elif isinstance(owner, External) and owner.name.endswith(".__dict__"):
            yield from (
                [_change("something", target.span)]
                if _is_sdk(External(name=owner.name.removesuffix(".__dict__")))
                else []
            )


def _declares(symbol: Symbol) -> bool:
    name = public_name(symbol)
    return name == NAME or name in RESOURCE_CLASSES


def _is_sdk(symbol: Symbol) -> bool:
    is_package = isinstance(symbol, External) and symbol.name in PACKAGES
    return is_package or public_name(symbol) is not None


def _change(what: str, span: Span) -> Diagnostic:
    return Diagnostic(
        code=codes.SDK_CHANGED,
        message=f"{what} of the SDK is replaced",
        primary=Label(span=span, text="a worker would not know of it"),
        help="write a function or class of your own around it",
    )
