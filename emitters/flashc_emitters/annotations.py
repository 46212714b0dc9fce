"""Types of a plan as Python annotations."""

from typing import assert_never

from flashc.ir.plan import (
    EllipsisType,
    GenericType,
    LiteralType,
    NamedType,
    NoneType,
    TypeRef,
    UnionType,
)
from flashc_emitters.code import Code
from flashc_emitters.literals import python


def annotation(type_: TypeRef) -> Code:
    """Return the annotation on one line."""
    match type_:
        case NamedType(name=name):
            return Code(name)
        case GenericType(origin=origin, arguments=arguments):
            return Code(f"{annotation(origin)}[{_joined(arguments) or '()'}]")
        case UnionType(members=members):
            return Code(" | ".join(map(annotation, members)))
        case LiteralType(name=name, values=values):
            return Code(f"{name}[{', '.join(map(python.literal, values))}]")
        case NoneType():
            return Code("None")
        case EllipsisType():
            return Code("...")
        case _:
            assert_never(type_)


def _joined(types: tuple[TypeRef, ...]) -> str:
    return ", ".join(map(annotation, types))
