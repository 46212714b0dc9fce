"""Constructors: the arguments that a class is made with."""

from collections.abc import Iterator

from flashc.ir.bindings import Bindings, Defined, External
from flashc.ir.expressions import Call, Constant, EllipsisConstant, Expression, Name, Subscript
from flashc.ir.functions import Default, LiteralDefault, NoDefault, OtherDefault, Parameter
from flashc.ir.syntax import Assign, ParameterKind
from flashc.ir.targets import Constructor, LibraryConstructor, NoConstructor
from flashc.ir.types import ClassKind
from flashc.passes.lower.functions import lower_function, lower_value
from flashc.passes.lower.members import Method, members_of
from flashc.passes.names.linearize import class_order, definition_of
from flashc.passes.names.lookup import follow, look_up
from flashc.passes.secrets import hidden
from flashc.passes.types.annotations import type_of
from flashc.passes.types.class_kinds import DATACLASS_DECORATORS, kind_of

# Library classes whose own constructor takes nothing.
PLAIN = frozenset(
    {
        "builtins.object",
        "abc.ABC",
        "typing.Generic",
        "typing.Protocol",
        "typing_extensions.Protocol",
    }
)
_FIELDS = frozenset({"dataclasses.field", "pydantic.Field", "pydantic.fields.Field"})
_CLASS_VARIABLES = frozenset({"typing.ClassVar", "typing_extensions.ClassVar"})
_KEYWORDS_FROM_HERE = "dataclasses.KW_ONLY"


def constructor_of(
    bindings: Bindings, order: tuple[Defined | External, ...]
) -> Constructor | LibraryConstructor | NoConstructor:
    """Give the constructor of the class that stands first in `order`."""
    for index, symbol in enumerate(order):
        if isinstance(symbol, External):
            if symbol.name in PLAIN:
                continue
            return _of_library(bindings, order[:index], symbol)
        _, member = members_of(bindings, symbol).get("__init__", (None, None))
        if isinstance(member, Method):
            function = lower_function(bindings, member.module, member.function)
            return Constructor(
                module=symbol.module, owner=symbol.name, parameters=function.parameters[1:]
            )
        if _is_dataclass(bindings, symbol):
            own = class_order(bindings, symbol).classes
            fields = _fields(bindings, own, ParameterKind.POSITIONAL_OR_KEYWORD)
            return Constructor(module=symbol.module, owner=symbol.name, parameters=fields)
    return NoConstructor()


def _of_library(
    bindings: Bindings, below: tuple[Defined | External, ...], library: External
) -> Constructor | LibraryConstructor:
    """Give the fields of a model; any other library class decides by itself."""
    first = next((c for c in below if isinstance(c, Defined)), None)
    if first is not None and (
        kind_of(bindings, first.module, definition_of(first)) is ClassKind.MODEL
    ):
        fields = _fields(bindings, below, ParameterKind.KEYWORD_ONLY)
        return Constructor(module=first.module, owner=first.name, parameters=fields)
    return LibraryConstructor(name=library.name)


def _is_dataclass(bindings: Bindings, symbol: Defined) -> bool:
    for decorator in definition_of(symbol).decorators:
        callee = decorator.expression
        callee = callee.function if isinstance(callee, Call) else callee
        found = follow(bindings, look_up(bindings, symbol.module, callee))
        if isinstance(found, External) and found.name in DATACLASS_DECORATORS:
            return True
    return False


def _fields(
    bindings: Bindings, order: tuple[Defined | External, ...], kind: ParameterKind
) -> tuple[Parameter, ...]:
    """Give the fields of all classes of `order`, those of the bases first; a class may repeat one."""
    fields: dict[str, Parameter] = {}
    for symbol in reversed(order):
        if isinstance(symbol, Defined):
            for parameter in _own_fields(bindings, symbol, kind):
                fields[parameter.name] = parameter
    by_keyword = [p for p in fields.values() if p.kind is ParameterKind.KEYWORD_ONLY]
    return (*(p for p in fields.values() if p not in by_keyword), *by_keyword)


def _own_fields(bindings: Bindings, symbol: Defined, kind: ParameterKind) -> Iterator[Parameter]:
    for statement in definition_of(symbol).body:
        if not isinstance(statement, Assign) or statement.annotation is None:
            continue
        target = statement.targets[0]
        name = _annotated_with(bindings, symbol, statement.annotation)
        if name == _KEYWORDS_FROM_HERE:
            kind = ParameterKind.KEYWORD_ONLY
        elif isinstance(target, Name) and name not in _CLASS_VARIABLES:
            default = _default(bindings, symbol, statement)
            if default is not None:
                yield Parameter(
                    name=target.id,
                    kind=kind,
                    type=type_of(bindings, symbol.module, statement.annotation),
                    annotated=True,
                    default=hidden(target.id, default),
                    span=target.span,
                    type_span=statement.annotation.span,
                )


def _annotated_with(bindings: Bindings, symbol: Defined, annotation: Expression) -> str:
    named = annotation.value if isinstance(annotation, Subscript) else annotation
    found = follow(bindings, look_up(bindings, symbol.module, named, symbol))
    return found.name if isinstance(found, External) else ""


def _default(bindings: Bindings, symbol: Defined, statement: Assign) -> Default | None:
    """Give the default of a field; None where `field(init=False)` takes it out of the arguments."""
    value = statement.value
    kind = type_of(bindings, symbol.module, statement.annotation)
    if value is None:
        return NoDefault()
    callee = look_up(bindings, symbol.module, value.function) if isinstance(value, Call) else None
    if (
        not isinstance(value, Call)
        or not isinstance(callee, External)
        or callee.name not in _FIELDS
    ):
        return lower_value(bindings, symbol.module, value, kind)
    given = {keyword.name: keyword.value for keyword in value.keywords}
    init = given.get("init")
    if isinstance(init, Constant) and init.value is False:
        return None
    stated = given.get("default") or next(iter(value.arguments), None)
    if isinstance(stated, EllipsisConstant):
        return NoDefault()
    if stated is not None:
        found = lower_value(bindings, symbol.module, stated, kind)
        return found if isinstance(found, LiteralDefault) else OtherDefault()
    return OtherDefault() if "default_factory" in given else NoDefault()
