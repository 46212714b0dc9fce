"""Class lines: classes of one base each, walked without asking again what each base leads to."""

from collections.abc import Mapping
from dataclasses import dataclass

from flashc.ir.bindings import Binding, Bindings, BoundClass, Defined
from flashc.ir.expressions import Expression, Subscript
from flashc.passes.names.class_bodies import bound_by_name
from flashc.passes.names.remembered import Remembered
from flashc.source import Span


@dataclass(slots=True, kw_only=True, eq=False)
class Step:
    """A class, its bases as they are written, and the names of its own body.

    `above` is what its only base leads to, once somebody found out; classes that bind nothing may be
    left out on the way.
    """

    owner: Defined
    bases: tuple[Expression, ...]
    names: Mapping[str, tuple[Binding, ...]]
    above: "Step | None" = None


_STEPS: Remembered[tuple[Span, bool], Step] = Remembered()


def step_of(bindings: Bindings, owner: Defined) -> Step | None:
    """Give the step that a symbol is; None if it is no class of the project."""
    bound = owner.binding.bound
    if not isinstance(bound, BoundClass):
        return None
    known = _STEPS.of(bindings)
    place = (owner.binding.span, owner.within is None)
    found = known.get(place)
    if found is None:
        definition = bound.definition
        found = known[place] = Step(
            owner=owner,
            bases=tuple(b.value if isinstance(b, Subscript) else b for b in definition.bases),
            names=bound_by_name(bindings, owner.module, definition),
        )
    return found


def climbed(start: Step, name: str, seen: set[Step]) -> Step | None:
    """Give the first class of a line that binds a name, or else the last one that is known of it.

    None where the line comes to a class that was `seen`.
    """
    step = start
    while step not in seen:
        seen.add(step)
        above = step.above
        if name in step.names or above is None:
            return step
        if not above.names and above.above is not None:
            above = step.above = above.above
        step = above
    return None
