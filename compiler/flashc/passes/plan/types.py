"""Types for generated code: which name each has there, and what must be imported for it."""

from collections.abc import Mapping

from flashc.diagnostic import InternalError
from flashc.ir.code import (
    CallCode,
    Code,
    DictCode,
    LibraryName,
    ListCode,
    LiteralCode,
    ProjectName,
)
from flashc.ir.facts import Scalar
from flashc.ir.plan import types as planned
from flashc.ir.plan.models import ImportName
from flashc.ir.types import (
    AnnotatedType,
    AnyType,
    ClassKind,
    DistinctType,
    EllipsisType,
    GenericType,
    LibraryType,
    LiteralMember,
    LiteralType,
    NoneType,
    ProjectType,
    Type,
    UnionType,
)
from flashc.passes.naming.allocate import RESERVED_ORIGINS, Allocator
from flashc.passes.shape.bind import FILES, INJECTED
from flashc.passes.types.code import modules_in
from flashc.passes.types.usable import ARGUMENTS, is_usable_library

# Classes that generated code does not name.
UNSTATED = frozenset({ClassKind.OTHER, ClassKind.OLD_TYPED_DICT})
# Types that only FastAPI itself can fill; bind has seen to it that they stand where it does.
SPECIAL = FILES | INJECTED
ANY = planned.NamedType(name="Any")


def user_modules_in(kind: Type) -> frozenset[str]:
    """Give the user's modules that define a part of `kind`."""
    match kind:
        case AnnotatedType():
            named = (modules_in(code) for code in kind.metadata)
            return user_modules_in(kind.base).union(*named)
        case ProjectType():
            return frozenset() if kind.kind in UNSTATED else frozenset({kind.module})
        case DistinctType():
            return frozenset({kind.module})
        case LiteralType():
            return frozenset(v.module for v in kind.values if isinstance(v, LiteralMember))
        case UnionType():
            return frozenset().union(*(user_modules_in(member) for member in kind.members))
        case GenericType():
            parts = (kind.origin, *kind.arguments)
            return frozenset().union(*(user_modules_in(part) for part in parts))
        case _:
            return frozenset()


class TypeNames:
    """Names types in one generated module, and remembers the imports that they need."""

    def __init__(self, modules: Mapping[str, str], names: Allocator) -> None:
        self._modules = modules
        self._names = names
        self._imported: dict[str, ImportName] = {}

    def imports(self) -> tuple[ImportName, ...]:
        """Give the imports that the types named so far need."""
        return tuple(self._imported.values())

    def reference(self, kind: Type) -> planned.TypeRef:
        """Give `kind` as generated code writes it; what it cannot state is `Any`."""
        match kind:
            case AnyType():
                return self._any()
            case NoneType():
                return planned.NoneType()
            case EllipsisType():
                return planned.EllipsisType()
            case LibraryType():
                return self._library(kind)
            case ProjectType():
                return self._project(kind)
            case DistinctType():
                return planned.NamedType(name=f"{self._module_name(kind.module)}.{kind.name}")
            case LiteralType():
                values = tuple(self._value(value) for value in kind.values)
                return planned.LiteralType(name=self._literal(), values=values)
            case UnionType():
                return self._union(kind)
            case GenericType():
                return self._generic(kind)
            case AnnotatedType():
                return self._annotated(kind)
            case _:
                return self._any()

    def checked(self, kind: Type) -> planned.TypeRef:
        """Give `kind` as `reference` does, for where `Any` is left out: then nothing is imported."""
        before = dict(self._imported)
        found = self.reference(kind)
        if found == ANY:
            self._imported = before
        return found

    def stream(self, item: Type, name: str) -> planned.GenericType:
        """Give `name[item]`, for one of the streams of `collections.abc`."""
        origin = planned.NamedType(name=self._imported_name(f"collections.abc.{name}"))
        return planned.GenericType(origin=origin, arguments=(self.reference(item),))

    def code(self, code: Code) -> planned.CodeRef:
        """Give a small expression of the user's as generated code writes it."""
        match code:
            case LiteralCode():
                return planned.CodeLiteral(value=code.value)
            case ProjectName():
                return planned.CodeName(name=f"{self._module_name(code.module)}.{code.name}")
            case LibraryName():
                return planned.CodeName(name=self._imported_name(code.name))
            case CallCode():
                function = self.code(code.function)
                if not isinstance(function, planned.CodeName):
                    raise InternalError(code)
                return planned.CodeCall(
                    function=function,
                    arguments=tuple(self.code(argument) for argument in code.arguments),
                    keywords=tuple((name, self.code(value)) for name, value in code.keywords),
                )
            case ListCode():
                return planned.CodeList(items=tuple(self.code(item) for item in code.items))
            case DictCode():
                pairs = ((self.code(key), self.code(value)) for key, value in code.items)
                return planned.CodeDict(items=tuple(pairs))

    def _annotated(self, kind: AnnotatedType) -> planned.TypeRef:
        imported = ImportName(module="typing", name="Annotated", alias=None)
        self._imported["typing.Annotated"] = imported
        return planned.AnnotatedType(
            name="Annotated",
            base=self.reference(kind.base),
            metadata=tuple(self.code(code) for code in kind.metadata),
        )

    def _any(self) -> planned.NamedType:
        self._imported["typing.Any"] = ImportName(module="typing", name="Any", alias=None)
        return ANY

    def _literal(self) -> str:
        imported = ImportName(module="typing", name="Literal", alias=None)
        self._imported["typing.Literal"] = imported
        return "Literal"

    def _value(self, value: Scalar | LiteralMember) -> planned.Literal | planned.LiteralMember:
        if not isinstance(value, LiteralMember):
            return value
        name = f"{self._module_name(value.module)}.{value.name}"
        return planned.LiteralMember(name=name, value=value.value)

    def _library(self, kind: LibraryType) -> planned.TypeRef:
        if not is_usable_library(kind.name) and kind.name not in SPECIAL:
            return self._any()
        origin = planned.NamedType(name=self._imported_name(kind.name))
        count = ARGUMENTS.get(kind.name)
        if count is None:
            return origin
        self._any()
        if kind.name == "builtins.tuple":
            return planned.GenericType(origin=origin, arguments=(ANY, planned.EllipsisType()))
        key = planned.NamedType(name="str")
        return planned.GenericType(origin=origin, arguments=(ANY,) if count == 1 else (key, ANY))

    def _module_name(self, module: str) -> str:
        return self._modules[module]

    def _imported_name(self, name: str) -> str:
        module, _, short = name.rpartition(".")
        if name == "builtins.Ellipsis":
            return "..."
        if module == "builtins":
            return short
        known = self._imported.get(name)
        if known is None and name in RESERVED_ORIGINS:
            # Generated code keeps this name free for the very same thing.
            known = self._imported[name] = ImportName(module=module, name=short, alias=None)
        if known is None:
            called = self._names.take(short, f"{short}_type")
            alias = None if called == short else called
            known = ImportName(module=module, name=short, alias=alias)
            self._imported[name] = known
        return known.alias or known.name

    def _project(self, kind: ProjectType) -> planned.TypeRef:
        if kind.kind in UNSTATED:
            return self._any()
        return planned.NamedType(name=f"{self._module_name(kind.module)}.{kind.name}")

    def _union(self, kind: UnionType) -> planned.TypeRef:
        members = tuple(dict.fromkeys(self.reference(member) for member in kind.members))
        if ANY in members:
            return ANY
        return members[0] if len(members) == 1 else planned.UnionType(members=members)

    def _generic(self, kind: GenericType) -> planned.TypeRef:
        name = kind.origin.name
        if isinstance(kind.origin, ProjectType):
            if kind.origin.kind in UNSTATED:
                return self._project(kind.origin)
            bare = planned.NamedType(name=f"{self._module_name(kind.origin.module)}.{name}")
        elif not is_usable_library(name) and name not in SPECIAL:
            return self._any()
        else:
            bare = planned.NamedType(name=self._imported_name(name))
        arguments = tuple(self.reference(argument) for argument in kind.arguments)
        return planned.GenericType(origin=bare, arguments=arguments)
