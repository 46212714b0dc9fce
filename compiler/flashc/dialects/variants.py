"""Variants: which of the resources that a condition chooses from is compiled.

Projects choose between a development variant and the deployed resource of the same name. A worker is
what is deployed, so the deployed one is compiled; every other choice is left to the person.
"""

from dataclasses import dataclass

from flashc import codes
from flashc.diagnostic import Diagnostic, Label
from flashc.dialects.sdk_guards import certain_binding, means_present, sdk_symbol
from flashc.ir.bindings import Bindings, BoundValue
from flashc.ir.expressions import Attribute, Call, Conditional, Constant, Expression, Name
from flashc.ir.program import Resource, ResourceClass
from flashc.passes.fold.operations import equal
from flashc.passes.names.choices import choices
from flashc.passes.names.lookup import follow, look_up
from flashc.sdk.names import resource_class

# Longer trails of names are circles.
LONGEST_TRAIL = 20
CHOICE = (
    "name one resource; a condition may choose only between a development variant and the deployed "
    "resource, of one name"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One thing that an expression may stand for: an expression as `module` sees it."""

    module: str
    expression: Expression


@dataclass(frozen=True, slots=True, kw_only=True)
class Class:
    """The class of a construction; `instead` is the one that is left out for it."""

    compiled: ResourceClass
    instead: ResourceClass | None


def candidates_of(
    bindings: Bindings, module: str, expression: Expression, depth: int = LONGEST_TRAIL
) -> tuple[Candidate, ...]:
    """Give all that `expression` may stand for, where the SDK is there; empty where none can tell.

    Values that decorate nothing (`None`, where the SDK is missing) are no candidates.
    """
    if depth == 0:
        return ()
    match expression:
        case Call():
            return (Candidate(module=module, expression=expression),)
        case Conditional() if means_present(bindings, module, expression.test):
            return candidates_of(bindings, module, expression.then, depth - 1)
        case Name() | Attribute():
            symbol = follow(bindings, look_up(bindings, module, expression))
            certain = certain_binding(bindings, symbol)
            if certain is not None and isinstance(certain.binding.bound, BoundValue):
                value = certain.binding.bound.value
                return candidates_of(bindings, certain.module, value, depth - 1)
    found = tuple(
        candidate
        for candidate in choices(bindings, module, expression)
        if not isinstance(candidate.expression, Constant)
    )
    known = tuple(
        Candidate(module=candidate.module, expression=candidate.expression)
        for candidate in found
        if candidate.expression is not None
    )
    return known if len(known) == len(found) else ()


def class_of(bindings: Bindings, module: str, call: Call) -> Class | None:
    """Give the resource class that a call makes an object of; None if it is no resource."""
    certain = resource_class(sdk_symbol(bindings, module, call.function))
    if certain is not None:
        return Class(compiled=certain, instead=None)
    found = [
        None if choice.symbol is None else resource_class(choice.symbol)
        for choice in choices(bindings, module, call.function)
    ]
    known = tuple(dict.fromkeys(cls for cls in found if cls is not None))
    deployed = [cls for cls in known if not cls.live]
    is_choice = len(known) == 2 and len(deployed) == 1 and None not in found
    if not is_choice or known[0].load_balanced is not known[1].load_balanced:
        return None
    live = next(cls for cls in known if cls.live)
    return Class(compiled=deployed[0], instead=live)


def choose(resources: tuple[Resource, ...]) -> Resource | str:
    """Give the resource that is compiled, or why none is, as a clause."""
    names = list(dict.fromkeys(resource.name for resource in resources))
    if len(names) > 1:
        return f"is `{names[0]}` or `{names[1]}`, depending on a condition"
    if len({resource.resource_class.load_balanced for resource in resources}) > 1:
        return "is load-balanced or queue-based, depending on a condition"
    deployed = _distinct([r for r in resources if not r.resource_class.live])
    if len(deployed) > 1:
        return "is one of several deployed resources, depending on a condition"
    live = _distinct([r for r in resources if r.resource_class.live])
    if not deployed and len(live) > 1:
        return "is one of several development variants, depending on a condition"
    return (deployed or live)[0]


def deployed_instead(chosen: Resource, resources: tuple[Resource, ...]) -> Diagnostic | None:
    """Say which resource is compiled; None where a condition makes no difference."""
    others = _distinct([r for r in resources if r is not chosen and not same(r, chosen)])
    if not others:
        return None
    return Diagnostic(
        code=codes.DEPLOYED_COMPILED,
        message=f"a condition chooses what `{chosen.name}` is; the deployed resource is compiled",
        primary=Label(span=chosen.span, text=f"this `{chosen.resource_class.name}`"),
        labels=tuple(Label(span=r.span, text="for development only") for r in others),
        help="nothing to do; the condition still decides which one your module makes",
    )


def class_instead(call: Call, cls: Class) -> Diagnostic | None:
    """Say which class is compiled, where a condition chooses between two."""
    if cls.instead is None:
        return None
    return Diagnostic(
        code=codes.DEPLOYED_COMPILED,
        message=f"a condition chooses between `{cls.instead.name}` and `{cls.compiled.name}`; "
        "the deployed resource is compiled",
        primary=Label(span=call.function.span, text=f"compiled as `{cls.compiled.name}`"),
        help="nothing to do; the condition still decides which one your module makes",
    )


def same(one: Resource, other: Resource) -> bool:
    """Whether two constructions say the same; what is not known is never the same."""
    if one.unknown or other.unknown or one.resource_class != other.resource_class:
        return False
    return one.name == other.name and equal(
        [{s.name: s.value for s in resource.settings} for resource in (one, other)]
    )


def _distinct(resources: list[Resource]) -> list[Resource]:
    found: list[Resource] = []
    for resource in resources:
        if not any(same(resource, known) for known in found):
            found.append(resource)
    return found
