"""Places: where statements stand, as far as that decides whether a declaration can be followed."""

from dataclasses import dataclass, replace
from enum import Enum
from typing import Final

from flashc import codes
from flashc.diagnostic import Code, Diagnostic, Label
from flashc.dialects.sdk_guards import runs_with_sdk
from flashc.ir.bindings import Bindings
from flashc.ir.expressions import Expression
from flashc.ir.syntax import Arm, Block, BlockKind, Class, Function
from flashc.passes.fold import deciding
from flashc.passes.fold.arms import tests
from flashc.passes.toml_words import decided_with
from flashc.source import Span


class Kind(Enum):
    """Why what stands in a place may run never, or more than once. A later one wins over those before."""

    CONDITION = 1
    CLASS = 2
    LOOP = 3
    FUNCTION = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a statement of `module` stands. `kind` is None for what runs once, when it is imported.

    `where` is a clause for messages. `conditions` decide whether the place is reached, where nothing
    else does: tests, and arms of `if` statements, of which most places are never asked for the tests.
    """

    module: str
    kind: Kind | None = None
    where: str = ""
    conditions: tuple["Expression | tuple[Block, Arm]", ...] = ()


def in_definition(place: Place, definition: Function | Class) -> Place:
    """Give the place of what a function or class holds."""
    is_class = isinstance(definition, Class)
    kind = Kind.CLASS if is_class else Kind.FUNCTION
    where = f"inside the {kind.name.lower()} `{definition.name}`"
    return _inside(place, kind, where)


def in_arm(bindings: Bindings, place: Place, block: Block, arm: Arm) -> Place:
    """Give the place of what an arm of a compound statement holds."""
    if runs_with_sdk(bindings, place.module, block, arm):
        return place
    if block.kind is BlockKind.LOOP:
        return _inside(place, Kind.LOOP, block.kind.where)
    inner = _inside(place, Kind.CONDITION, block.kind.where)
    if inner.kind is not Kind.CONDITION or block.kind is not BlockKind.IF:
        return replace(inner, conditions=())
    is_open = place.kind is Kind.CONDITION and not place.conditions
    return inner if is_open else replace(inner, conditions=(*place.conditions, (block, arm)))


def decidable(bindings: Bindings, place: Place, advice: str) -> str:
    """Add to `advice` the definitions that would decide the conditions around a place, if any would."""
    found: list[Expression] = []
    for condition in place.conditions:
        found += tests(*condition) if isinstance(condition, tuple) else (condition,)
    return decided_with(advice, deciding(bindings, place.module, tuple(found)))


def misplaced(
    bindings: Bindings, place: Place, definition: Function | Class, decorator: Span
) -> Diagnostic:
    """Report a function that is decorated where a worker does not find it."""
    code, advice = _SAY.get(place.kind, (codes.NOT_AT_MODULE_LEVEL, _ONCE))
    return Diagnostic(
        code=code,
        message=f"Function '{definition.name}' not found in executed code",
        primary=Label(span=definition.name_span, text=f"defined {place.where}"),
        labels=(Label(span=decorator, text="declared for a worker here"),),
        notes=(_WHY,),
        help=decidable(bindings, place, advice),
    )


def rebound(definition: Function | Class, decorator: Span, later: Span) -> Diagnostic:
    """Report a decorated function whose name is bound to something else at `later`."""
    return Diagnostic(
        code=codes.NOT_AT_MODULE_LEVEL,
        message=f"Function '{definition.name}' not found in executed code",
        primary=Label(
            span=definition.name_span, text="defined here, but its name is bound again below"
        ),
        labels=(
            Label(span=decorator, text="declared for a worker here"),
            Label(span=later, text="bound again here"),
        ),
        notes=(_WHY,),
        help=_ONCE,
    )


def _inside(place: Place, kind: Kind, where: str) -> Place:
    """Go further in; the strongest reason is the one that is told, and of equals the innermost function."""
    weaker = place.kind is not None and place.kind.value > kind.value
    is_same = place.kind is kind and kind is not Kind.FUNCTION
    return place if weaker or is_same else replace(place, kind=kind, where=where, conditions=())


_WHY = "a worker imports the module and takes the function by its name"
_ONCE = "ensure the function is defined at module level, once, under this name"
_SAY: Final[dict[Kind | None, tuple[Code, str]]] = {
    Kind.LOOP: (
        codes.DECORATED_IN_LOOP,
        (
            "write it once at module level, with one decorator above it for each path, or one "
            "function each that calls what they share"
        ),
    ),
    Kind.FUNCTION: (
        codes.DECORATED_IN_FUNCTION,
        (
            "ensure the function is defined at module level, not inside another function; what the "
            "outer one passes becomes a constant of the module, or a parameter"
        ),
    ),
}
