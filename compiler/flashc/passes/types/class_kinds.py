"""Class kinds: what a class of the project is, as its decorators and bases tell."""

from collections.abc import Mapping

from flashc.ir.bindings import Bindings, Defined, External
from flashc.ir.expressions import Call
from flashc.ir.syntax import Class
from flashc.ir.types import ClassKind
from flashc.passes.names.ancestry import ENUMS
from flashc.passes.names.bases import bases_of, class_in
from flashc.passes.names.lookup import follow, look_up
from flashc.passes.names.remembered import Remembered
from flashc.passes.types.calls import TYPING
from flashc.source import Span

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


_KINDS: Remembered[Span, ClassKind] = Remembered()


def _kind_of(bindings: Bindings, module: str, definition: Class) -> ClassKind:
    known = _KINDS.of(bindings)
    found = known.get(definition.name_span)
    if found is None:
        # Classes of one base each are all of one kind: what is found out of the first holds for them.
        line = [definition.name_span]
        found = _searched(bindings, module, definition, known, line)
        known.update(dict.fromkeys(line, found))
    return found


def _searched(
    bindings: Bindings,
    module: str,
    definition: Class,
    known: Mapping[Span, ClassKind],
    line: list[Span],
) -> ClassKind:
    """Search a class and its bases, depth first; a list instead of calls, for lines may be long.

    Adds to `line` the classes above, as far as each has one base only.
    """
    seen = {definition.name_span}
    is_line = len(definition.bases) == 1
    if _is_dataclass(bindings, module, definition):
        return ClassKind.DATACLASS
    waiting = [target for _, target in reversed(bases_of(bindings, module, definition))]
    while waiting:
        symbol = waiting.pop()
        inner = class_in(symbol)
        kind = ClassKind.OTHER
        if isinstance(symbol, External):
            kind = _kind_of_base(symbol.name)
        # Python would refuse a class among its own bases; here it only ends the search.
        elif isinstance(symbol, Defined) and inner is not None and inner.name_span not in seen:
            seen.add(inner.name_span)
            line += [inner.name_span] if is_line else []
            is_line = is_line and len(inner.bases) == 1
            if inner.name_span in known:
                kind = known[inner.name_span]
            elif _is_dataclass(bindings, symbol.module, inner):
                kind = ClassKind.DATACLASS
            else:
                further = bases_of(bindings, symbol.module, inner)
                waiting += [target for _, target in reversed(further)]
        if kind is not ClassKind.OTHER:
            return kind
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
