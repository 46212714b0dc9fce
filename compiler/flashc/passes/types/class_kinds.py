"""Class kinds: what a class of the project is, as its decorators and bases tell."""

from flashc.ir.bindings import Bindings, BoundClass, Defined, External
from flashc.ir.syntax import Call, Class, Subscript
from flashc.ir.types import ClassKind
from flashc.passes.names.lookup import follow, look_up
from flashc.source import Span

TYPING = ("typing.", "typing_extensions.")
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


def kind_of(bindings: Bindings, module: str, definition: Class) -> ClassKind:
    """Tell what a class of the project is from its decorators and the classes it reaches."""
    return _kind_of(bindings, module, definition, set())


def _kind_of(bindings: Bindings, module: str, definition: Class, seen: set[Span]) -> ClassKind:
    seen.add(definition.name_span)
    for decorator in definition.decorators:
        expression = decorator.expression
        callee = expression.function if isinstance(expression, Call) else expression
        symbol = follow(bindings, look_up(bindings, module, callee))
        if isinstance(symbol, External) and symbol.name in DATACLASS_DECORATORS:
            return ClassKind.DATACLASS
    for base in definition.bases:
        named = base.value if isinstance(base, Subscript) else base
        symbol = follow(bindings, look_up(bindings, module, named))
        kind = ClassKind.OTHER
        if isinstance(symbol, External):
            kind = _kind_of_base(symbol.name)
        elif isinstance(symbol, Defined) and isinstance(symbol.binding.bound, BoundClass):
            inner = symbol.binding.bound.definition
            # Python would refuse a class among its own bases; here it only ends the search.
            if inner.name_span not in seen:
                kind = _kind_of(bindings, symbol.module, inner, seen)
        if kind is not ClassKind.OTHER:
            return kind
    return ClassKind.OTHER


def _kind_of_base(name: str) -> ClassKind:
    if name in MODEL_BASES:
        return ClassKind.MODEL
    if name in ENUM_BASES:
        return ClassKind.ENUM
    if name == "typing.TypedDict":
        return ClassKind.OLD_TYPED_DICT
    is_dict = name.startswith(TYPING) and name.endswith(".TypedDict")
    return ClassKind.TYPED_DICT if is_dict else ClassKind.OTHER
