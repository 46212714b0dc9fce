"""What a library would compute when the code runs: not known before, whatever its arguments are."""

from collections.abc import Iterator, Mapping

from flashc.ir.facts import Construction, Fact, Reference, Unknown, Value
from flashc.passes.fold.environment import GETTERS, read_as, variable_of, variables_in
from flashc.sdk.names import PACKAGES


def without_foreign(field: str, fact: Fact) -> Fact:
    """Turn what a library would compute into an unknown; `env` may name variables of the worker."""
    if isinstance(fact, Unknown):
        return fact
    values = fact.value.values() if isinstance(fact.value, Mapping) else (fact.value,)
    for value in values:
        is_variable = isinstance(value, Construction) and value.name in GETTERS
        if field == "env" and is_variable:
            continue
        foreign = next(_foreign(value), None)
        if foreign is not None:
            return Unknown(
                reason=f"is what `{foreign}` gives when it runs",
                span=fact.span,
                variable=next(variables_in(fact.value), None),
            )
    return fact


def _foreign(value: Value) -> Iterator[str]:
    """Yield the names of libraries other than the SDK that a value is made with."""
    match value:
        case Reference(name=name) if name.split(".", maxsplit=1)[0] not in PACKAGES:
            yield name
        case Construction(name=name, arguments=arguments) if name in GETTERS:
            variable = variable_of(name, arguments)
            yield name if variable is None else read_as(name, variable)
        case Construction(name=name) if name.split(".", maxsplit=1)[0] not in PACKAGES:
            yield name
        case tuple():
            for item in value:
                yield from _foreign(item)
        case Mapping():
            for item in value.values():
                yield from _foreign(item)
        case _:
            return
