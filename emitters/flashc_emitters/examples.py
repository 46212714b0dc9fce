"""Example values for a type: what a reader may send and not be refused."""

from typing import Final

from flashc.ir.plan.models import KnownEnum, KnownName
from flashc.ir.plan.types import (
    AnnotatedType,
    Default,
    GenericType,
    Json,
    LiteralDefault,
    LiteralMember,
    LiteralType,
    NamedType,
    NoneType,
    TypeRef,
    UnionType,
)
from flashc_emitters.example_types import MAPPINGS, SCALARS, SEQUENCES, TUPLES, Meanings, meaning

# Stands where only the user's own program says what is accepted.
UNKNOWN: Final = "..."


def example(type_: TypeRef, default: Default, known: Meanings) -> Json:
    """Return a JSON value for a parameter: its default where that is shown and fits, else one by type."""
    if isinstance(default, LiteralDefault) and default.value is not None:
        value = default.value
        if isinstance(type_, NamedType) and type(value).__name__ == type_.name:
            return value.decode("latin-1") if isinstance(value, bytes) else value
    return by_type(type_, known)


def by_type(type_: TypeRef, known: Meanings) -> Json:
    """Return a JSON value that FastAPI accepts for the type, or `UNKNOWN`."""
    match type_:
        case NamedType(name=name):
            return _named(meaning(name, known), known)
        case GenericType(origin=origin, arguments=arguments):
            return _generic(meaning(origin.name, known), arguments, known)
        case UnionType(members=members):
            return _first_known(members, known)
        case LiteralType(values=values):
            first = values[0]
            if isinstance(first, LiteralMember):
                first = UNKNOWN if first.value is None else first.value
            return first.decode("latin-1") if isinstance(first, bytes) else first
        case NoneType():
            return None
        case AnnotatedType(base=base):
            return by_type(base, known)
        case _:
            return UNKNOWN


def _named(name: str, known: Meanings, values: tuple[Json, ...] = ()) -> Json:
    """Return an example by full name; `values` are those of the arguments in brackets."""
    if name in known.arguments:
        return known.arguments[name]
    found = known.classes.get(name)
    if isinstance(found, KnownEnum):
        return found.value.decode("latin-1") if isinstance(found.value, bytes) else found.value
    if isinstance(found, KnownName):
        return by_type(found.type, known.inside(name))
    if found is not None:
        inside = known.inside(name, values)
        return {field.key: by_type(field.type, inside) for field in found.fields}
    if name in SCALARS:
        return SCALARS[name]
    if name in SEQUENCES or name in TUPLES:
        return ()
    return {} if name in MAPPINGS else UNKNOWN


def _generic(origin: str, arguments: tuple[TypeRef, ...], known: Meanings) -> Json:
    values = tuple(by_type(argument, known) for argument in arguments)
    if origin in known.classes:
        return _named(origin, known, values)
    if origin in SEQUENCES:
        # A tree need not have branches.
        return () if _is_within(arguments[0], known) else values[:1]
    if origin in TUPLES:
        # `...` repeats what is before it: one item will do.
        return values[:1] if len(arguments) == 2 and values[1] == UNKNOWN else values
    if origin in MAPPINGS and _is_within(arguments[-1], known):
        return {}
    if origin in MAPPINGS:
        return {_text(values[0]): values[-1]} if values else {}
    if origin in ("typing.Annotated", "typing.Optional", "typing.Union"):
        return values[0]
    return UNKNOWN


def _is_within(type_: TypeRef, known: Meanings) -> bool:
    """Say whether a type is a class whose example is being made: that would never end."""
    named = type_.origin if isinstance(type_, GenericType) else type_
    return isinstance(named, NamedType) and meaning(named.name, known) in known.within


def _first_known(members: tuple[TypeRef, ...], known: Meanings) -> Json:
    values = [by_type(member, known) for member in members]
    return next((value for value in values if value != UNKNOWN), UNKNOWN)


def _text(value: Json) -> str:
    return value if isinstance(value, str) else str(value)
