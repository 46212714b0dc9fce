"""FC226: names that the SDK's packages do not have, imported from them or read off them."""

from collections.abc import Iterator

from flashc import codes
from flashc.diagnostic import Diagnostic, Fix, Label
from flashc.dialects.scopes import Scope, symbol_in
from flashc.ir.bindings import Bindings, External, Symbol
from flashc.ir.expressions import Attribute, Expression
from flashc.ir.syntax import BlockKind, ImportFrom
from flashc.passes.names.bodies import root_of
from flashc.passes.suggest import suggestion
from flashc.sdk.endpoint import NEWER, PARTS, PUBLIC
from flashc.sdk.names import PACKAGES
from flashc.source import Span


def missing_imports(scope: Scope, statement: ImportFrom) -> Iterator[Diagnostic]:
    """Report what `from tetra_rp import ...` names in vain, unless the program expects that it may."""
    if statement.level or statement.module not in PACKAGES or scope.guarded:
        return
    for name in statement.names:
        if _is_missing(statement.module, name.name):
            why = "importing it fails when the worker starts"
            yield _missing(statement.module, name.name, name.span, why)


def missing_member(bindings: Bindings, scope: Scope, expression: Attribute) -> Iterator[Diagnostic]:
    """Report `tetra_rp.Remote`: what is declared with it would be lost."""
    owner = symbol_in(bindings, scope, expression.value)
    if not isinstance(owner, External) or owner.name not in PACKAGES or scope.guarded:
        return
    if _is_missing(owner.name, expression.name):
        why = "what is declared with it would be lost"
        yield _missing(owner.name, expression.name, expression.name_span, why)


def is_said(bindings: Bindings, module: str, callee: Expression, symbol: Symbol) -> bool:
    """Whether a name that leads to nothing in the SDK is reported where it is imported or read."""
    package, _, name = symbol.name.partition(".") if isinstance(symbol, External) else ("", "", "")
    if package not in PACKAGES or "." in name or not _is_missing(package, name):
        return False
    root = root_of(callee)
    found = bindings.namespaces[module].names.get(root.id, ()) if root is not None else ()
    return not any(step.kind is BlockKind.TRY for one in found for step in one.branch)


def _names(package: str) -> tuple[str, ...]:
    return tuple(name for name in PUBLIC if package == "runpod_flash" or name not in NEWER)


def _is_missing(package: str, name: str) -> bool:
    if name.startswith("_"):
        return False
    is_part = name in PARTS and (package == "runpod_flash" or name not in NEWER)
    return not is_part and name not in _names(package)


def _missing(package: str, name: str, span: Span, why: str) -> Diagnostic:
    near = suggestion(name, _names(package))
    return Diagnostic(
        code=codes.NOT_IN_SDK,
        message=f"`{package}` has no `{name}`",
        primary=Label(span=span, text=why),
        help=f"did you mean `{near}`?" if near else "remove it, or correct its name",
        fix=(
            Fix(span=span, replacement=near)
            if near and len(name) == span.end - span.start
            else None
        ),
    )
