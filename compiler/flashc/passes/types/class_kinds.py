"""Class kinds: what a class of the project is, as its decorators and bases tell."""

from flashc.ir.bindings import Bindings, BoundClass, Defined, External
from flashc.ir.expressions import Call, Subscript
from flashc.ir.syntax import Class
from flashc.ir.types import ClassKind
from flashc.passes.names.ancestry import ENUMS
from flashc.passes.names.lookup import follow, look_up
from flashc.passes.types.calls import TYPING

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
DATACLASS_DECORATORS = frozenset({"dataclasses.dataclass", "pydantic.dataclasses.dataclass"})


def kind_of(bindings: Bindings, module: str, definition: Class) -> ClassKind:
    """Tell what a class of the project is from its decorators and the classes it reaches."""
    return usable_kind(bindings, _kind_of(bindings, module, definition))


def usable_kind(bindings: Bindings, kind: ClassKind) -> ClassKind:
    """Give what a class is to pydantic under the Python that workers run."""
    is_old = kind is ClassKind.OLD_TYPED_DICT and bindings.python == "3.11"
    return kind if is_old or kind is not ClassKind.OLD_TYPED_DICT else ClassKind.TYPED_DICT


def _kind_of(bindings: Bindings, module: str, definition: Class) -> ClassKind:
    """Search a class and its bases, depth first; a list instead of calls, for lines may be long."""
    seen = {definition.name_span}
    if _is_dataclass(bindings, module, definition):
        return ClassKind.DATACLASS
    waiting = [(module, base) for base in reversed(definition.bases)]
    while waiting:
        place, base = waiting.pop()
        named = base.value if isinstance(base, Subscript) else base
        symbol = follow(bindings, look_up(bindings, place, named))
        if isinstance(symbol, External):
            kind = _kind_of_base(symbol.name)
            if kind is not ClassKind.OTHER:
                return kind
        elif isinstance(symbol, Defined) and isinstance(symbol.binding.bound, BoundClass):
            inner = symbol.binding.bound.definition
            # Python would refuse a class among its own bases; here it only ends the search.
            if inner.name_span not in seen:
                seen.add(inner.name_span)
                if _is_dataclass(bindings, symbol.module, inner):
                    return ClassKind.DATACLASS
                waiting.extend((symbol.module, further) for further in reversed(inner.bases))
    return ClassKind.OTHER


def _is_dataclass(bindings: Bindings, module: str, definition: Class) -> bool:
    for decorator in definition.decorators:
        expression = decorator.expression
        callee = expression.function if isinstance(expression, Call) else expression
        symbol = follow(bindings, look_up(bindings, module, callee))
        if isinstance(symbol, External) and symbol.name in DATACLASS_DECORATORS:
            return True
    return False


def _kind_of_base(name: str) -> ClassKind:
    if name in MODEL_BASES:
        return ClassKind.MODEL
    if name in ENUMS:
        return ClassKind.ENUM
    if name.startswith(TYPING) and name.endswith(".NamedTuple"):
        return ClassKind.NAMED_TUPLE
    if name == "typing.TypedDict":
        return ClassKind.OLD_TYPED_DICT
    is_dict = name.startswith(TYPING) and name.endswith(".TypedDict")
    return ClassKind.TYPED_DICT if is_dict else ClassKind.OTHER
