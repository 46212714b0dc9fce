"""FC247, FC248: declarations in text that `exec` runs. flashc reads modules, and runs nothing."""

import re
from collections.abc import Iterator
from typing import Final

from flashc import codes
from flashc.diagnostic import Diagnostic, Label
from flashc.dialects.places import Kind, Place
from flashc.dialects.scopes import Scope, symbol_in
from flashc.dialects.visits import Visit
from flashc.ir.bindings import Bindings, BoundValue, Defined, External, Symbol
from flashc.ir.expressions import (
    Attribute,
    Call,
    Constant,
    Expression,
    FormattedString,
    Name,
    Subscript,
)
from flashc.passes.fold.operations import METHODS
from flashc.passes.names.bodies import children_of
from flashc.passes.names.lookup import follow, look_up, look_up_name
from flashc.sdk.endpoint import NAME
from flashc.sdk.names import PACKAGES, RESOURCE_CLASSES, public_name

_RUNNING: Final = frozenset({"builtins.exec", "builtins.eval"})
_GIVING_ON: Final = frozenset({"builtins.compile", "builtins.str", "textwrap.dedent"})
_OF_TEXT: Final = frozenset({*METHODS, "format", "join"})
_WORD: Final = re.compile(r"[^\W\d]\w*")
# Longer trails of names are circles.
MOST_NAMES = 5


def executed_text(bindings: Bindings, visit: Visit) -> Iterator[Diagnostic]:
    """Report `exec` of text that declares something, or of text that is not known on import."""
    for expression in visit.expressions:
        for part, inner in visit.parts(expression):
            callee = symbol_in(bindings, inner, part.function) if isinstance(part, Call) else None
            if not isinstance(part, Call) or not part.arguments:
                continue
            if not isinstance(callee, External) or callee.name not in _RUNNING:
                continue
            texts = tuple(_texts(bindings, inner, part.arguments[0], MOST_NAMES))
            words = (word for text in texts for word in _WORD.findall(text))
            declared = next((w for w in words if _is_sdks(bindings, visit.scope.module, w)), None)
            if declared is not None:
                yield _declares(part, declared)
            elif not texts and inner.place.kind is not Kind.FUNCTION:
                yield _unseen(part)


def _texts(bindings: Bindings, scope: Scope, expression: Expression, left: int) -> Iterator[str]:
    """Yield all text that is written in an expression, and in what its names are bound to."""
    if isinstance(expression, Constant) and isinstance(expression.value, str):
        yield expression.value
    elif isinstance(expression, Name) and left:
        own = scope.assigned.get(expression.id)
        symbol = symbol_in(bindings, scope, expression)
        bound = symbol.binding.bound if isinstance(symbol, Defined) else own
        if isinstance(bound, BoundValue):
            yield from _texts(bindings, _scope_of(symbol, scope), bound.value, left - 1)
    elif isinstance(expression, FormattedString):
        yield from (part for part in expression.parts if isinstance(part, str))
    elif isinstance(expression, Call):
        yield from _of_call(bindings, scope, expression, left)
    elif not isinstance(expression, Subscript):
        for child in children_of(expression):
            yield from _texts(bindings, scope, child, left)


def _scope_of(symbol: Symbol, scope: Scope) -> Scope:
    """Give the scope of a name's value: the module's that binds it, or the function's own."""
    return Scope(place=Place(module=symbol.module)) if isinstance(symbol, Defined) else scope


def _of_call(bindings: Bindings, scope: Scope, call: Call, left: int) -> Iterator[str]:
    """Yield what a call of text's own methods is made of, and what calls of a few others give on."""
    callee = symbol_in(bindings, scope, call.function)
    if isinstance(callee, External) and callee.name in _GIVING_ON and call.arguments:
        yield from _texts(bindings, scope, call.arguments[0], left)
    elif isinstance(call.function, Attribute) and call.function.name in _OF_TEXT:
        yield from _texts(bindings, scope, call.function.value, left)


def _is_sdks(bindings: Bindings, module: str, word: str) -> bool:
    """Whether a word of executed text is the SDK, or an object of it that `module` has."""
    if word in PACKAGES:
        return True
    symbol = follow(bindings, look_up_name(bindings, module, word))
    if isinstance(symbol, Defined) and isinstance(symbol.binding.bound, BoundValue):
        value = symbol.binding.bound.value
        if not isinstance(value, Call):
            return False
        symbol = follow(bindings, look_up(bindings, symbol.module, value.function))
    name = public_name(symbol)
    return name in {"remote", NAME} or name in RESOURCE_CLASSES


def _declares(call: Call, word: str) -> Diagnostic:
    return Diagnostic(
        code=codes.DECLARED_IN_TEXT,
        message=f"text that is executed uses `{word}`",
        primary=Label(span=call.span, text="what it declares would be lost"),
        help="write the code out in a module, one declaration for each endpoint and route",
    )


def _unseen(call: Call) -> Diagnostic:
    return Diagnostic(
        code=codes.EXECUTED_UNSEEN,
        message="text is executed that only running the code could tell",
        primary=Label(
            span=call.span, text="endpoints and routes that it declares are not compiled"
        ),
        help="write the code out in a module and import it",
    )
