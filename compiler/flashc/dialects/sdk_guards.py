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
    Step,
    Symbol,
    Unresolved,
)
from flashc.ir.expressions import Attribute, Call, Constant, Expression, Name, Opaque
from flashc.ir.syntax import Arm, Block, BlockKind
from flashc.passes.names.lookup import follow, look_up
from flashc.sdk.names import PACKAGES, public_name
from flashc.source import Span

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


def certain_with_sdk(bindings: Bindings, candidate: Defined) -> bool:
    """Whether a binding under conditions is made wherever the SDK can be imported."""
    return all(_step_runs(bindings, candidate.module, step) for step in candidate.binding.branch)


def certain_binding(bindings: Bindings, symbol: Symbol) -> Defined | None:
    """Give the one binding that a worker is sure to make, the guards of an optional SDK aside."""
    if isinstance(symbol, Defined):
        return symbol
    candidates = symbol.candidates if isinstance(symbol, Unresolved) else ()
    sure = [c for c in candidates if c.binding.branch and certain_with_sdk(bindings, c)]
    others = [c for c in candidates if c not in sure]
    return sure[0] if len(sure) == 1 and all(_is_instead(c, sure[0]) for c in others) else None


def means_present(bindings: Bindings, module: str, test: Expression) -> bool:
    """Whether a condition says nothing but that the SDK is there: `Endpoint`, `Endpoint is not None`."""
    match test:
        case Constant(value=value):
            return value is True
        case Name() | Attribute():
            symbol = sdk_symbol(bindings, module, test)
            is_sdk = public_name(symbol) is not None
            return is_sdk or _is_flag(bindings, symbol) or _is_object(bindings, symbol)
        case Opaque(kind="comparison_operator", parts=(left, Constant(value=None) as right)):
            between = Span(path=test.span.path, start=left.span.end, end=right.span.start)
            operator = " ".join(bindings.modules[module].source.slice(between).split())
            return operator in _DIFFERS and means_present(bindings, module, left)
        case Opaque(kind="parenthesized_expression", parts=(inner,)):
            return means_present(bindings, module, inner)
        case _:
            return False


def _runs(
    bindings: Bindings,
    module: str,
    kind: BlockKind,
    block: Span,
    role: str,
    test: Expression | None,
) -> bool:
    match kind:
        case BlockKind.WITH:
            return True
        case BlockKind.TRY:
            return role in {"try", "else"} and _tries_sdk(bindings, module, block)
        case BlockKind.IF:
            return role == "if" and test is not None and means_present(bindings, module, test)
        case _:
            return False


def _step_runs(bindings: Bindings, module: str, step: Step) -> bool:
    return _runs(bindings, module, step.kind, step.block, step.role, step.test)


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


def _is_object(bindings: Bindings, symbol: Symbol) -> bool:
    """Tell `api`, made in the `try` that imports the SDK, and nothing elsewhere."""
    candidates = symbol.candidates if isinstance(symbol, Unresolved) else ()
    made = [c for c in candidates if not _is_nothing(c)]
    if len(made) != 1 or not _is_tried(made[0]) or not certain_with_sdk(bindings, made[0]):
        return False
    bound = made[0].binding.bound
    value = bound.value if isinstance(bound, BoundValue) else None
    if not isinstance(value, Call):
        return False
    return public_name(sdk_symbol(bindings, made[0].module, value.function)) is not None


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
