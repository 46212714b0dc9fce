"""Certain: which of several bindings of one name holds, when that is beyond doubt."""

from flashc.ir.bindings import Binding, BoundImport, BoundModule, BoundOtherwise, BoundValue, Step
from flashc.ir.expressions import Attribute, Constant, Name
from flashc.ir.syntax import BlockKind


def certain_one(found: tuple[Binding, ...]) -> Binding | None:
    """Pick the binding that is certain: the only one, or the one that an import guard prefers."""
    if len(found) == 1:
        only = found[0]
        is_value = isinstance(only.bound, BoundValue | BoundOtherwise)
        return None if is_value and only.branch else only
    for preferred in found:
        # Asked first, and without a list: a chain of `elif` may bind one name a thousand times.
        if _is_guarded(preferred) and all(
            other is preferred or _yields_to(other, preferred) for other in found
        ):
            return preferred
    targets = {b.bound for b in found if isinstance(b.bound, BoundModule | BoundImport)}
    all_imports = all(isinstance(b.bound, BoundModule | BoundImport) for b in found)
    return found[0] if all_imports and len(targets) == 1 else None


def why_uncertain(found: tuple[Binding, ...], where: str) -> str:
    """Give the clause that says why none of `found` is certain."""
    if len(found) == 1:
        return f"is bound under a condition (`{found[0].branch[0].role}`)"
    return f"is bound {len(found)} times in {where}"


def _is_guarded(binding: Binding) -> bool:
    """Tell an import that a `try` prefers to what its `except` does instead."""
    is_import = isinstance(binding.bound, BoundModule | BoundImport)
    return is_import and any(_is_preferred_arm(step) for step in binding.branch)


def _is_preferred_arm(step: Step) -> bool:
    if step.kind is BlockKind.TRY:
        return step.role == "try"
    test = step.test
    name = test.id if isinstance(test, Name) else test.name if isinstance(test, Attribute) else ""
    return step.kind is BlockKind.IF and step.role == "if" and name == "TYPE_CHECKING"


def _yields_to(other: Binding, preferred: Binding) -> bool:
    """Tell whether `other` is the fallback of `preferred`, or a `None` that stands before it."""
    value = other.bound.value if isinstance(other.bound, BoundValue) else None
    is_none = isinstance(value, Constant) and value.value is None
    if is_none and not other.branch and other.span.start < preferred.span.start:
        return True
    blocks = {step.block for step in preferred.branch if _is_preferred_arm(step)}
    return any(step.block in blocks and not _is_preferred_arm(step) for step in other.branch)
