"""Guards of an optional SDK: statements around a declaration that hold wherever the SDK is there.

A worker always has it, so what stands under `if Endpoint is not None:` or in the `try:` that
imports it is as certain there as what stands at module level.
"""

from flashc.ir.bindings import (
    Bindings,
    BoundImport,
    BoundModule,
    BoundValue,
    Defined,
    External,
    Symbol,
    Unresolved,
)
from flashc.ir.expressions import Attribute, Call, Conditional, Constant, Expression, Name, Opaque
from flashc.ir.syntax import Arm, Block, BlockKind
from flashc.passes.names.lookup import follow, look_up
from flashc.sdk.names import PACKAGES, public_name
from flashc.source import Span

# Guards that hang on one another; longer lines of them are circles, `if api: api = Endpoint()`.
MOST_GUARDS = 8
# The operators between an optional name and None that hold where it is something.
_DIFFERS = frozenset({"is not", "!="})


def sdk_symbol(bindings: Bindings, module: str, expression: Expression) -> Symbol:
    """Look up a name that an import of the SDK binds, whatever stands in for it elsewhere."""
    symbol = follow(bindings, look_up(bindings, module, expression))
    if not isinstance(symbol, Unresolved) or not symbol.candidates:
        return symbol
    imported = [found for c in symbol.candidates if (found := _imported(c)) is not None]
    others = [c for c in symbol.candidates if _imported(c) is None]
    is_optional = imported and all(_is_nothing(candidate) for candidate in others)
    return imported[0] if is_optional and len(set(imported)) == 1 else symbol


def runs_with_sdk(bindings: Bindings, module: str, block: Block, arm: Arm) -> bool:
    """Whether `arm` of a compound statement runs once wherever the SDK can be imported."""
    return _runs(bindings, module, block.kind, block.span, arm.role, arm.test)


def certain_with_sdk(bindings: Bindings, candidate: Defined, left: int = MOST_GUARDS) -> bool:
    """Whether a binding under conditions is made wherever the SDK can be imported."""
    module, steps = candidate.module, candidate.binding.branch
    return all(_runs(bindings, module, s.kind, s.block, s.role, s.test, left) for s in steps)


def certain_binding(bindings: Bindings, symbol: Symbol) -> Defined | None:
    """Give the one binding that a worker is sure to make, the guards of an optional SDK aside."""
    if isinstance(symbol, Defined):
        return symbol
    candidates = symbol.candidates if isinstance(symbol, Unresolved) else ()
    sure = [c for c in candidates if c.binding.branch and certain_with_sdk(bindings, c)]
    others = [c for c in candidates if c not in sure]
    return sure[0] if len(sure) == 1 and all(_is_instead(c, sure[0]) for c in others) else None


def means_present(
    bindings: Bindings, module: str, test: Expression, left: int = MOST_GUARDS
) -> bool:
    """Whether a condition says nothing but that the SDK is there: `Endpoint`, `Endpoint is not None`."""
    if not left:
        return False
    match test:
        case Constant(value=value):
            return value is True
        case Name() | Attribute():
            symbol = sdk_symbol(bindings, module, test)
            is_sdk = public_name(symbol) is not None
            return is_sdk or _is_flag(bindings, symbol) or _is_object(bindings, symbol, left - 1)
        case Opaque(kind="comparison_operator", parts=(first, Constant(value=None) as second)):
            between = Span(path=test.span.path, start=first.span.end, end=second.span.start)
            operator = " ".join(bindings.modules[module].source.slice(between).split())
            return operator in _DIFFERS and means_present(bindings, module, first, left)
        case Opaque(kind="parenthesized_expression", parts=(inner,)):
            return means_present(bindings, module, inner, left)
        case _:
            return False


def _runs(
    bindings: Bindings,
    module: str,
    kind: BlockKind,
    block: Span,
    role: str,
    test: Expression | None,
    left: int = MOST_GUARDS,
) -> bool:
    match kind:
        case BlockKind.WITH:
            return True
        case BlockKind.TRY:
            return role in {"try", "else"} and _tries_sdk(bindings, module, block)
        case BlockKind.IF:
            is_if = role == "if" and test is not None
            return is_if and test is not None and means_present(bindings, module, test, left)
        case _:
            return False


def _tries_sdk(bindings: Bindings, module: str, block: Span) -> bool:
    """Whether the `try` statement imports the SDK, or something of the project."""
    for found in bindings.namespaces[module].names.values():
        for binding in found:
            bound = binding.bound
            if not isinstance(bound, BoundImport | BoundModule):
                continue
            is_sdk = bound.module.split(".", maxsplit=1)[0] in PACKAGES
            tried = (s.block == block and s.role == "try" for s in binding.branch)
            if any(tried) and (is_sdk or bindings.has_module(bound.module)):
                return True
    return False


def _imported(candidate: Defined) -> External | None:
    bound = candidate.binding.bound
    if isinstance(bound, BoundImport) and bound.module.split(".", maxsplit=1)[0] in PACKAGES:
        return External(name=f"{bound.module}.{bound.name}")
    if isinstance(bound, BoundModule) and bound.module.split(".", maxsplit=1)[0] in PACKAGES:
        return External(name=bound.module)
    return None


def _is_nothing(candidate: Defined) -> bool:
    bound = candidate.binding.bound
    is_constant = isinstance(bound, BoundValue) and isinstance(bound.value, Constant)
    return is_constant and not bound.value.value  # type: ignore[union-attr]


def _is_object(bindings: Bindings, symbol: Symbol, left: int) -> bool:
    """Tell `api`, made wherever the SDK is there, and nothing elsewhere.

    It stands in the `try` that imports the SDK, under `if Endpoint:`, or is `Endpoint() if Endpoint
    else None`.
    """
    if isinstance(symbol, Defined):
        return _is_chosen(bindings, symbol, left)
    candidates = symbol.candidates if isinstance(symbol, Unresolved) else ()
    made = [c for c in candidates if not _is_nothing(c)]
    is_under = len(made) == 1 and bool(made[0].binding.branch)
    if not is_under or not certain_with_sdk(bindings, made[0], left):
        return False
    bound = made[0].binding.bound
    value = bound.value if isinstance(bound, BoundValue) else None
    if not isinstance(value, Call):
        return False
    return public_name(sdk_symbol(bindings, made[0].module, value.function)) is not None


def _is_chosen(bindings: Bindings, symbol: Defined, left: int) -> bool:
    bound = symbol.binding.bound
    value = bound.value if isinstance(bound, BoundValue) else None
    if not isinstance(value, Conditional) or not isinstance(value.then, Call):
        return False
    is_sdk = public_name(sdk_symbol(bindings, symbol.module, value.then.function)) is not None
    return is_sdk and means_present(bindings, symbol.module, value.test, left)


def _is_tried(candidate: Defined) -> bool:
    steps = candidate.binding.branch
    return bool(steps) and all(step.kind is BlockKind.TRY for step in steps)


def _is_flag(bindings: Bindings, symbol: Symbol) -> bool:
    """Tell `HAS_FLASH`, set to True beside the import of the SDK and to False elsewhere."""
    candidates = symbol.candidates if isinstance(symbol, Unresolved) else ()
    true = [c for c in candidates if not _is_nothing(c)]
    if len(true) != 1 or len(candidates) < 2:
        return False
    bound = true[0].binding.bound
    is_true = isinstance(bound, BoundValue) and bound.value == Constant(
        value=True, span=bound.value.span
    )
    return is_true and _is_tried(true[0]) and certain_with_sdk(bindings, true[0])


def _is_instead(candidate: Defined, sure: Defined) -> bool:
    """Whether a binding stands for the absence of the SDK: in another arm, or before as a default."""
    blocks = {step.block for step in sure.binding.branch}
    in_other_arm = any(step.block in blocks for step in candidate.binding.branch)
    is_before = candidate.binding.span.start < sure.binding.span.start
    return in_other_arm or (is_before and not candidate.binding.branch)
