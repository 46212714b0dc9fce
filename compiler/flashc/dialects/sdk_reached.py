"""FC249: the SDK reached by a call instead of an import, so that nothing of it is recognised."""

from collections.abc import Iterator
from typing import Final

from flashc import codes
from flashc.diagnostic import Diagnostic, Label
from flashc.dialects.scopes import Scope, symbol_in
from flashc.dialects.visits import Visit
from flashc.ir.bindings import Bindings, External
from flashc.ir.expressions import Attribute, Call, Expression
from flashc.ir.facts import Known
from flashc.passes.fold import fold
from flashc.sdk.endpoint import NAME
from flashc.sdk.names import PACKAGES, RESOURCE_CLASSES, public_name
from flashc.source import Span

_IMPORTING: Final = frozenset({"builtins.__import__", "importlib.import_module"})
_DECLARING: Final = frozenset({NAME, "remote", *RESOURCE_CLASSES})


def reached_by_call(
    bindings: Bindings, visit: Visit, expression: Expression
) -> Iterator[Diagnostic]:
    """Report what gives the SDK, or something of it that declares; `getattr(sdk, "__version__")` does not."""
    harmless: set[Span] = set()
    for part, inner in visit.parts(expression):
        if isinstance(part, Attribute) and part.name not in _DECLARING:
            harmless.add(part.value.span)
        if isinstance(part, Call) and part.arguments and part.span not in harmless:
            what = _reached(bindings, inner, part)
            if what is not None:
                yield Diagnostic(
                    code=codes.SDK_REACHED_UNSEEN,
                    message=f"{what} is reached by a call",
                    primary=Label(span=part.span, text="what is declared with it would be lost"),
                    help="import it: `from runpod_flash import Endpoint`, `from tetra_rp import remote`",
                )


def _reached(bindings: Bindings, scope: Scope, call: Call) -> str | None:
    """Give what a call gives of the SDK, for a message."""
    callee = symbol_in(bindings, scope, call.function)
    name = callee.name if isinstance(callee, External) else ""
    if name in _IMPORTING:
        text = _text(bindings, scope, call.arguments[0])
        return f"`{text}`" if text.split(".", maxsplit=1)[0] in PACKAGES else None
    if name != "builtins.getattr" or len(call.arguments) < 2:
        return None
    owner = symbol_in(bindings, scope, call.arguments[0])
    if not isinstance(owner, External) or owner.name.split(".", maxsplit=1)[0] not in PACKAGES:
        return None
    member = _text(bindings, scope, call.arguments[1])
    is_module = public_name(owner) not in _DECLARING
    if member:
        return f"`{member}`" if is_module and member in _DECLARING else None
    return f"something of `{owner.name}`" if is_module else None


def _text(bindings: Bindings, scope: Scope, expression: Expression) -> str:
    fact = fold(bindings, scope.module, expression)
    return fact.value if isinstance(fact, Known) and isinstance(fact.value, str) else ""
