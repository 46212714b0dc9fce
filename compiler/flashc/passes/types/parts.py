"""Parts of types: every type that a type is made of."""

from collections.abc import Iterator

from flashc.ir.types import AnnotatedType, DistinctType, GenericType, Type, UnionType


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
