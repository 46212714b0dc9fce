"""Types: what an annotation means, through bindings alone."""

from flashc.ir.bindings import (
    Bindings,
    BoundClass,
    BoundValue,
    Defined,
    External,
    Symbol,
    Unresolved,
)
from flashc.ir.facts import Known, Scalar
from flashc.ir.syntax import (
    BinaryOperation,
    Class,
    Constant,
    Display,
    DisplayKind,
    EllipsisConstant,
    Expression,
    Subscript,
)
from flashc.ir.types import (
    AnnotatedType,
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
    UnknownType,
)
from flashc.passes.code import code_of
from flashc.passes.fold import fold
from flashc.passes.lookup import follow, look_up
from flashc.passes.parse import parse_expression

TYPING = ("typing.", "typing_extensions.")
# Names of `typing` that are other names of something else.
RENAMED = {
    "List": "builtins.list",
    "Dict": "builtins.dict",
    "Set": "builtins.set",
    "FrozenSet": "builtins.frozenset",
    "Tuple": "builtins.tuple",
    "Text": "builtins.str",
    "Sequence": "collections.abc.Sequence",
    "Iterable": "collections.abc.Iterable",
    "Collection": "collections.abc.Collection",
    "Mapping": "collections.abc.Mapping",
    "MutableMapping": "collections.abc.MutableMapping",
}
MODEL_BASES = frozenset(
    {
        "pydantic.BaseModel",
        "pydantic.main.BaseModel",
        "pydantic.RootModel",
        "pydantic_settings.BaseSettings",
        "sqlmodel.SQLModel",
        "sqlmodel.main.SQLModel",
    }
)
ENUM_BASES = frozenset({"enum.Enum", "enum.IntEnum", "enum.StrEnum"})
DATACLASS_DECORATORS = frozenset({"dataclasses.dataclass", "pydantic.dataclasses.dataclass"})
DEEPEST = 30


def type_of(bindings: Bindings, module: str, annotation: Expression | None) -> Type:
    """Give what `annotation` means in `module`; AnyType where there is none."""
    if annotation is None:
        return AnyType()
    return _Reader(bindings).read(module, annotation, DEEPEST)


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


def kind_of(bindings: Bindings, module: str, definition: Class, depth: int = DEEPEST) -> ClassKind:
    """Tell what a class of the project is from its decorators and the classes it reaches."""
    for decorator in definition.decorators:
        expression = decorator.expression
        callee = getattr(expression, "function", expression)
        symbol = follow(bindings, look_up(bindings, module, callee))
        if isinstance(symbol, External) and symbol.name in DATACLASS_DECORATORS:
            return ClassKind.DATACLASS
    for base in definition.bases:
        named = base.value if isinstance(base, Subscript) else base
        symbol = follow(bindings, look_up(bindings, module, named))
        kind = _kind_of_base(bindings, symbol, depth)
        if kind is not ClassKind.OTHER:
            return kind
    return ClassKind.OTHER


def _kind_of_base(bindings: Bindings, symbol: Symbol, depth: int) -> ClassKind:
    if isinstance(symbol, External):
        if symbol.name in MODEL_BASES:
            return ClassKind.MODEL
        if symbol.name in ENUM_BASES:
            return ClassKind.ENUM
        is_typing = symbol.name.startswith(TYPING)
        if symbol.name == "typing.TypedDict":
            return ClassKind.OLD_TYPED_DICT
        is_dict = is_typing and symbol.name.endswith(".TypedDict")
        return ClassKind.TYPED_DICT if is_dict else ClassKind.OTHER
    if isinstance(symbol, Defined) and isinstance(symbol.binding.bound, BoundClass) and depth:
        return kind_of(bindings, symbol.module, symbol.binding.bound.definition, depth - 1)
    return ClassKind.OTHER


class _Reader:
    def __init__(self, bindings: Bindings) -> None:
        self._bindings = bindings

    def read(self, module: str, expression: Expression, depth: int) -> Type:
        if depth == 0:
            return self._unknown(module, expression, "is defined in terms of itself")
        match expression:
            case Constant(value=None):
                return NoneType()
            case Constant(value=str() as text):
                return self._quoted(module, expression, text, depth)
            case EllipsisConstant():
                return EllipsisType()
            case BinaryOperation(operator="|"):
                sides = (expression.left, expression.right)
                return union(tuple(self.read(module, side, depth) for side in sides))
            case Subscript():
                return self._subscript(module, expression, depth)
            case _:
                return self._named(module, expression, depth)

    def _quoted(self, module: str, expression: Expression, text: str, depth: int) -> Type:
        inner = parse_expression(text.strip(), expression.span)
        if inner is None:
            return self._unknown(module, expression, "is not an expression")
        return self.read(module, inner, depth - 1)

    def _named(self, module: str, expression: Expression, depth: int) -> Type:
        symbol = follow(self._bindings, look_up(self._bindings, module, expression))
        match symbol:
            case External():
                return _library(symbol.name)
            case Defined():
                return self._defined(module, expression, symbol, depth)
            case Unresolved():
                return self._unknown(module, expression, symbol.reason)
            case _:
                return self._unknown(module, expression, "is a module")

    def _defined(self, module: str, expression: Expression, symbol: Defined, depth: int) -> Type:
        bound = symbol.binding.bound
        if isinstance(bound, BoundClass):
            kind = kind_of(self._bindings, symbol.module, bound.definition)
            return ProjectType(module=symbol.module, name=symbol.name, kind=kind)
        if isinstance(bound, BoundValue):
            # A type alias: `Names = list[str]`, or `type Names = list[str]`.
            return self.read(symbol.module, bound.value, depth - 1)
        return self._unknown(module, expression, "is a function")

    def _subscript(self, module: str, expression: Subscript, depth: int) -> Type:
        origin = self._named(module, expression.value, depth)
        index = expression.index
        is_tuple = isinstance(index, Display) and index.kind is DisplayKind.TUPLE
        items = index.items if is_tuple and isinstance(index, Display) else (index,)
        name = origin.name if isinstance(origin, LibraryType) else ""
        short = name.rpartition(".")[2] if name.startswith(TYPING) else ""
        if short == "Literal":
            return self._literal(module, expression, items)
        if short == "Annotated" and len(items) > 1:
            return self._annotated(module, expression, items, depth)
        arguments = tuple(self.read(module, item, depth - 1) for item in items)
        if short == "Optional":
            return union((*arguments, NoneType()))
        if short == "Union":
            return union(arguments)
        if short in {"Required", "NotRequired", "Final"}:
            return arguments[0]
        if isinstance(origin, LibraryType) and not short:
            return GenericType(origin=origin, arguments=arguments)
        return self._unknown(module, expression, "cannot be subscripted here")

    def _literal(self, module: str, expression: Expression, items: tuple[Expression, ...]) -> Type:
        values: list[Scalar] = []
        for item in items:
            fact = fold(self._bindings, module, item)
            value = fact.value if isinstance(fact, Known) else ()
            if not isinstance(value, str | bytes | int | bool | None):
                return self._unknown(module, expression, "is a Literal of something else")
            values.append(value)
        return LiteralType(values=tuple(values))

    def _annotated(
        self, module: str, expression: Expression, items: tuple[Expression, ...], depth: int
    ) -> Type:
        metadata = [code_of(self._bindings, module, item) for item in items[1:]]
        known = tuple(code for code in metadata if code is not None)
        if len(known) != len(metadata):
            return self._unknown(module, expression, "holds metadata that cannot be repeated")
        base = self.read(module, items[0], depth - 1)
        return AnnotatedType(base=base, metadata=known)

    def _unknown(self, module: str, expression: Expression, reason: str) -> Type:
        source = self._bindings.modules[module].source
        return UnknownType(text=source.slice(expression.span), reason=reason)


def _library(name: str) -> Type:
    if name.startswith(TYPING):
        short = name.rpartition(".")[2]
        if short == "Any":
            return AnyType()
        return LibraryType(name=RENAMED.get(short, name))
    return AnyType() if name == "builtins.object" else LibraryType(name=name)
