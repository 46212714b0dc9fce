"""Types for generated code: which name each has there, and what must be imported for it."""

from collections.abc import Mapping

from flashc.ir import plan
from flashc.ir.types import (
    AnyType,
    ClassKind,
    EllipsisType,
    GenericType,
    LibraryType,
    LiteralType,
    NoneType,
    ProjectType,
    Type,
    UnionType,
)
from flashc.passes.allocate import Allocator
from flashc.passes.usable import ARGUMENTS, is_usable_library

ANY = plan.NamedType(name="Any")


def user_modules_in(kind: Type) -> frozenset[str]:
    """Give the user's modules that define a part of `kind`."""
    match kind:
        case ProjectType():
            return frozenset() if kind.kind is ClassKind.OTHER else frozenset({kind.module})
        case UnionType():
            return frozenset().union(*(user_modules_in(member) for member in kind.members))
        case GenericType():
            return frozenset().union(*(user_modules_in(a) for a in kind.arguments))
        case _:
            return frozenset()


class TypeNames:
    """Names types in one generated module, and remembers the imports that they need."""

    def __init__(self, modules: Mapping[str, str], names: Allocator) -> None:
        self._modules = modules
        self._names = names
        self._imported: dict[str, plan.ImportName] = {}

    def imports(self) -> tuple[plan.ImportName, ...]:
        """Give the imports that the types named so far need."""
        return tuple(self._imported.values())

    def reference(self, kind: Type) -> plan.TypeRef:
        """Give `kind` as generated code writes it; what it cannot state is `Any`."""
        match kind:
            case AnyType():
                return self._any()
            case NoneType():
                return plan.NoneType()
            case EllipsisType():
                return plan.EllipsisType()
            case LibraryType():
                return self._library(kind)
            case ProjectType():
                return self._project(kind)
            case LiteralType():
                return plan.LiteralType(name=self._literal(), values=kind.values)
            case UnionType():
                return self._union(kind)
            case GenericType():
                return self._generic(kind)
            case _:
                return self._any()

    def _any(self) -> plan.NamedType:
        self._imported["typing.Any"] = plan.ImportName(module="typing", name="Any", alias=None)
        return ANY

    def _literal(self) -> str:
        imported = plan.ImportName(module="typing", name="Literal", alias=None)
        self._imported["typing.Literal"] = imported
        return "Literal"

    def _library(self, kind: LibraryType) -> plan.TypeRef:
        if not is_usable_library(kind.name):
            return self._any()
        origin = plan.NamedType(name=self._imported_name(kind.name))
        count = ARGUMENTS.get(kind.name)
        if count is None:
            return origin
        self._any()
        if kind.name == "builtins.tuple":
            return plan.GenericType(origin=origin, arguments=(ANY, plan.EllipsisType()))
        key = plan.NamedType(name="str")
        return plan.GenericType(origin=origin, arguments=(ANY,) if count == 1 else (key, ANY))

    def _imported_name(self, name: str) -> str:
        module, _, short = name.rpartition(".")
        if module == "builtins":
            return short
        known = self._imported.get(name)
        if known is None:
            called = self._names.take(short, f"{short}_type")
            alias = None if called == short else called
            known = plan.ImportName(module=module, name=short, alias=alias)
            self._imported[name] = known
        return known.alias or known.name

    def _project(self, kind: ProjectType) -> plan.TypeRef:
        if kind.kind is ClassKind.OTHER:
            return self._any()
        return plan.NamedType(name=f"{self._modules[kind.module]}.{kind.name}")

    def _union(self, kind: UnionType) -> plan.TypeRef:
        members = tuple(dict.fromkeys(self.reference(member) for member in kind.members))
        if ANY in members:
            return ANY
        return members[0] if len(members) == 1 else plan.UnionType(members=members)

    def _generic(self, kind: GenericType) -> plan.TypeRef:
        origin = self._library(kind.origin)
        bare = origin.origin if isinstance(origin, plan.GenericType) else origin
        if not isinstance(bare, plan.NamedType) or bare == ANY:
            return self._any()
        arguments = tuple(self.reference(argument) for argument in kind.arguments)
        return plan.GenericType(origin=bare, arguments=arguments)
