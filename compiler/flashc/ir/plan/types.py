"""Expressions, types and defaults of generated code: names are allocated and imported."""

from collections.abc import Mapping
from dataclasses import dataclass

# A literal of the user's that generated code or the manifest repeats. Mappings keep their order.
Literal = str | int | float | bool | bytes | None
Json = str | int | float | bool | None | tuple["Json", ...] | Mapping[str, "Json"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeName:
    """A (dotted) name in the generated module: `Depends`, `user_service.get_session`."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeLiteral:
    """An immutable literal."""

    value: Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeCall:
    """`function(arguments, name=value)`."""

    function: CodeName
    arguments: tuple["CodeRef", ...]
    keywords: tuple[tuple[str, "CodeRef"], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeList:
    """`[items]`."""

    items: tuple["CodeRef", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeDict:
    """`{key: value}`."""

    items: tuple[tuple["CodeRef", "CodeRef"], ...]


CodeRef = CodeName | CodeLiteral | CodeCall | CodeList | CodeDict


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedType:
    """A type by its (dotted) name in the generated module: `int`, `user_service.User`, `Any`."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GenericType:
    """`origin[arguments]`; an empty tuple of arguments prints as `origin[()]`."""

    origin: NamedType
    arguments: tuple["TypeRef", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnionType:
    """`a | b`; at least two members, `NoneType` last."""

    members: tuple["TypeRef", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LiteralMember:
    """A member of an enum by its (dotted) name in the generated module, and what a request sends."""

    name: str
    value: Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class LiteralType:
    """`Literal[...]`; `name` is how the generated module calls `typing.Literal`."""

    name: str
    values: tuple[Literal | LiteralMember, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoneType:
    """`None`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EllipsisType:
    """`...`, as in `tuple[int, ...]`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnotatedType:
    """`Annotated[base, metadata]`; `name` is how the generated module calls `typing.Annotated`."""

    name: str
    base: "TypeRef"
    metadata: tuple[CodeRef, ...]


TypeRef = (
    NamedType | GenericType | UnionType | LiteralType | NoneType | EllipsisType | AnnotatedType
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Required:
    """The client must send it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LiteralDefault:
    """An immutable literal of the user's, shown in the generated code and its OpenAPI document."""

    value: Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class UserDefault:
    """Any other default: it stays in the user's function, which is then called without the argument."""


Default = Required | LiteralDefault | UserDefault
