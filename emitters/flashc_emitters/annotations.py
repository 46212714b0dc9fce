"""Types of a plan as Python annotations."""

from typing import assert_never

from flashc.ir.plan.types import (
    AnnotatedType,
    CodeCall,
    CodeDict,
    CodeList,
    CodeLiteral,
    CodeName,
    CodeRef,
    EllipsisType,
    GenericType,
    Literal,
    LiteralMember,
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
            return Code(f"{name}[{', '.join(map(_value, values))}]")
        case NoneType():
            return Code("None")
        case EllipsisType():
            return Code("...")
        case AnnotatedType(name=name, base=base, metadata=metadata):
            parts = (annotation(base), *map(expression, metadata))
            return Code(f"{name}[{', '.join(parts)}]")
        case _:
            assert_never(type_)


def _value(value: Literal | LiteralMember) -> Code:
    return Code(value.name) if isinstance(value, LiteralMember) else python.literal(value)


def expression(code: CodeRef) -> Code:
    """Return a small expression of the user's on one line."""
    match code:
        case CodeName(name=name):
            return Code(name)
        case CodeLiteral(value=value):
            return Code(python.literal(value))
        case CodeList(items=items):
            return Code(f"[{', '.join(map(expression, items))}]")
        case CodeDict(items=pairs):
            shown = (f"{expression(key)}: {expression(value)}" for key, value in pairs)
            return Code(f"{{{', '.join(shown)}}}")
        case CodeCall(function=function, arguments=arguments, keywords=keywords):
            named = (f"{name}={expression(value)}" for name, value in keywords)
            return Code(f"{function.name}({', '.join([*map(expression, arguments), *named])})")
        case _:
            assert_never(code)


def _joined(types: tuple[TypeRef, ...]) -> str:
    return ", ".join(map(annotation, types))
