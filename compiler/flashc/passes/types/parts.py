"""Parts of types: every type that a type is made of, and unions made of some."""

from collections.abc import Iterator

from flashc.ir.types import (
    AnnotatedType,
    AnyType,
    DistinctType,
    GenericType,
    NoneType,
    Type,
    UnionType,
)


def parts_of(kind: Type) -> Iterator[Type]:
    """Yield `kind` and all its parts."""
    yield kind
    if isinstance(kind, UnionType):
        for member in kind.members:
            yield from parts_of(member)
    elif isinstance(kind, AnnotatedType | DistinctType):
        yield from parts_of(kind.base)
    elif isinstance(kind, GenericType):
        yield from parts_of(kind.origin)
        for argument in kind.arguments:
            yield from parts_of(argument)


def union(members: tuple[Type, ...]) -> Type:
    """Join types: nested unions flattened, repetitions dropped, None last; Any swallows all."""
    flat: dict[Type, None] = {}
    for member in members:
        for part in member.members if isinstance(member, UnionType) else (member,):
            flat[part] = None
    if any(isinstance(part, AnyType) for part in flat):
        return AnyType()
    ordered = sorted(flat, key=lambda part: isinstance(part, NoneType))
    return ordered[0] if len(ordered) == 1 else UnionType(members=tuple(ordered))
