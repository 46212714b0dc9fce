"""FC623: dataclasses that Python refuses, for the order of their fields or for what these default to."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from flashc.diagnostic import Diagnostic
from flashc.ir.bindings import Bindings, BoundClass, BoundFunction, BoundValue, Defined, External
from flashc.ir.expressions import (
    Call,
    Constant,
    DictDisplay,
    Display,
    DisplayKind,
    Expression,
    FormattedString,
    Name,
    Opaque,
    UnaryOperation,
)
from flashc.ir.syntax import Assign, Class
from flashc.passes.startup.ground import Ground
from flashc.passes.startup.handlers import Failure
from flashc.passes.startup.lineage import PLAIN_BASES, Link, bound_in, fields_of, line_of, named
from flashc.passes.startup.refused import default_before, mutable_default
from flashc.passes.types.class_kinds import DATACLASS_DECORATORS
from flashc.source import Span

_PSEUDO = ("ClassVar", "InitVar", "KW_ONLY")
_OPAQUE = {
    "list_comprehension": "list",
    "dictionary_comprehension": "dict",
    "set_comprehension": "set",
}
_DISPLAYS = {DisplayKind.LIST: "list", DisplayKind.SET: "set"}
_UNHASHABLE = frozenset(
    {
        *(f"builtins.{name}" for name in ("list", "dict", "set", "bytearray")),
        *(f"collections.{n}" for n in ("OrderedDict", "defaultdict", "deque", "Counter")),
    }
)


class Role(Enum):
    """What dataclasses make of an annotated name."""

    FIELD = "field"
    INIT = "argument of `__init__` only"
    KEYWORDS = "what follows is passed by keyword"
    NONE = "no field"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """An argument of the `__init__` that is made; `has_default` is None where that is not known."""

    name: str
    span: Span
    has_default: bool | None
    own: bool


def dataclass_problems(
    ground: Ground, module: str, definition: Class
) -> Iterator[tuple[Failure, Diagnostic]]:
    """Yield why Python refuses a class, if it is a dataclass and that is certain."""
    bindings = ground.bindings
    options = _options(bindings, module, definition)
    if options is None:
        return
    for target, statement, annotation in fields_of(definition):
        role = role_of(bindings, module, annotation)
        value = statement.value
        if role is Role.UNKNOWN:
            return
        if role is Role.FIELD and value is not None:
            default = _field_options(bindings, module, value).get("default", value)
            kind = _unhashable(bindings, module, default)
            if kind is not None:
                yield Failure.VALUE, mutable_default(definition.name, target.id, default.span, kind)
    line = line_of(bindings, module, definition, PLAIN_BASES)
    if line is not None and _is_on(options, "init", otherwise=True):
        yield from _order(bindings, line)


def _order(bindings: Bindings, line: tuple[Link, ...]) -> Iterator[tuple[Failure, Diagnostic]]:
    fields: dict[str, Field] = {}
    names = [name for link in line for name in bound_in(bindings, link)]
    for link in line:
        if _options(bindings, link.module, link.definition) is None:
            if link.definition.decorators:
                return
            continue
        for field in _fields(bindings, link, own=link is line[-1]):
            again = field.name in fields or names.count(field.name) > bool(field.has_default)
            unknown = Field(name=field.name, span=field.span, has_default=None, own=field.own)
            fields[field.name] = unknown if again else field
    before: Field | None = None
    for field in fields.values():
        if field.has_default:
            before = before or field
        elif field.has_default is False and before is not None:
            if field.own:
                owner, first = line[-1].definition.name, (before.name, before.span)
                yield Failure.TYPE, default_before(owner, field.name, field.span, first)
            return


def _fields(bindings: Bindings, link: Link, *, own: bool) -> Iterator[Field]:
    """Yield the fields that are passed by position, as far as that is certain."""
    options = _options(bindings, link.module, link.definition) or {}
    by_keyword = not _is_off(options, "kw_only")
    for target, statement, annotation in fields_of(link.definition):
        role = role_of(bindings, link.module, annotation)
        if role in (Role.KEYWORDS, Role.UNKNOWN):
            by_keyword = True
        inner: Mapping[str, Expression] = {}
        if statement.value is not None:
            inner = _field_options(bindings, link.module, statement.value)
        positional = _is_off(inner, "kw_only") and _is_on(inner, "init", otherwise=True)
        if "kw_only" not in inner:
            positional = positional and not by_keyword
        if role in (Role.FIELD, Role.INIT) and positional and "" not in inner:
            has_default = _has_default(bindings, link.module, statement, inner)
            yield Field(name=target.id, span=target.span, has_default=has_default, own=own)


def _has_default(
    bindings: Bindings, module: str, statement: Assign, inner: Mapping[str, Expression]
) -> bool | None:
    value = statement.value
    if value is None:
        return False
    if isinstance(value, Call):
        if named(bindings, module, value.function) != External(name="dataclasses.field"):
            return None
        return "default" in inner or "default_factory" in inner
    if isinstance(value, Name):
        symbol = named(bindings, module, value)
        bound = symbol.binding.bound if isinstance(symbol, Defined) else None
        if isinstance(bound, BoundClass | BoundFunction):
            return True
        value = bound.value if isinstance(bound, BoundValue) else value
    plain = Constant | Display | DictDisplay | FormattedString | UnaryOperation
    return True if isinstance(value, plain) else None


def role_of(bindings: Bindings, module: str, annotation: Expression) -> Role:
    """Tell what dataclasses and pydantic make of a name with this annotation."""
    text = bindings.modules[module].source.slice(annotation.span)
    if isinstance(annotation, Constant):
        return Role.UNKNOWN if any(name in text for name in _PSEUDO) else Role.FIELD
    symbol = named(bindings, module, annotation)
    if isinstance(symbol, External):
        last = symbol.name.rpartition(".")[2]
        if last in _PSEUDO:
            return {"ClassVar": Role.NONE, "InitVar": Role.INIT}.get(last, Role.KEYWORDS)
    if any(name in text for name in _PSEUDO):
        return Role.UNKNOWN
    if isinstance(symbol, Defined):
        bound = symbol.binding.bound
        if isinstance(bound, BoundValue):
            return role_of(bindings, symbol.module, bound.value)
        return Role.FIELD
    is_name = isinstance(annotation, Name)
    return Role.FIELD if isinstance(symbol, External) or not is_name else Role.UNKNOWN


def _options(bindings: Bindings, module: str, definition: Class) -> Mapping[str, Expression] | None:
    """Give the arguments of `@dataclass`; None where the class has no such decorator, or another."""
    if len(definition.decorators) != 1:
        return None
    expression = definition.decorators[0].expression
    call = expression if isinstance(expression, Call) else None
    symbol = named(bindings, module, expression if call is None else call.function)
    if not isinstance(symbol, External) or symbol.name not in DATACLASS_DECORATORS:
        return None
    if call is None:
        return {}
    if call.arguments or any(one.name is None for one in call.keywords):
        return None
    return {one.name: one.value for one in call.keywords if one.name}


def _field_options(bindings: Bindings, module: str, value: Expression) -> Mapping[str, Expression]:
    """Give the arguments of `field(...)`, those that are unpacked under no name."""
    if not isinstance(value, Call):
        return {}
    if named(bindings, module, value.function) != External(name="dataclasses.field"):
        return {}
    return {one.name or "": one.value for one in value.keywords}


def _is_on(options: Mapping[str, Expression], name: str, *, otherwise: bool) -> bool:
    value = options.get(name)
    return otherwise if value is None else isinstance(value, Constant) and value.value is True


def _is_off(options: Mapping[str, Expression], name: str) -> bool:
    value = options.get(name)
    return value is None or (isinstance(value, Constant) and value.value is False)


def _unhashable(bindings: Bindings, module: str, value: Expression) -> str | None:
    """Give the type of a value that dataclasses refuse as a default."""
    match value:
        case Display():
            return _DISPLAYS.get(value.kind)
        case DictDisplay():
            return "dict"
        case Opaque():
            return _OPAQUE.get(value.kind)
        case Call():
            return _unhashable_call(bindings, module, value)
        case Name():
            symbol = named(bindings, module, value)
            bound = symbol.binding.bound if isinstance(symbol, Defined) else None
            is_value = isinstance(bound, BoundValue) and not isinstance(bound.value, Name)
            if isinstance(symbol, Defined) and isinstance(bound, BoundValue) and is_value:
                return _unhashable(bindings, symbol.module, bound.value)
    return None


def _unhashable_call(bindings: Bindings, module: str, call: Call) -> str | None:
    symbol = named(bindings, module, call.function)
    if isinstance(symbol, External):
        return symbol.name.rpartition(".")[2] if symbol.name in _UNHASHABLE else None
    bound = symbol.binding.bound if isinstance(symbol, Defined) else None
    if not isinstance(symbol, Defined) or not isinstance(bound, BoundClass):
        return None
    inner = Link(module=symbol.module, definition=bound.definition)
    options = _options(bindings, inner.module, inner.definition)
    made = {"__hash__", "__new__"} & set(bound_in(bindings, inner))
    if options is None or made or inner.definition.keywords:
        return None
    # `eq` without `frozen` makes instances that have no hash.
    alike = all(_is_off(options, name) for name in ("frozen", "unsafe_hash"))
    is_line = line_of(bindings, inner.module, inner.definition, PLAIN_BASES) is not None
    is_mutable = alike and is_line and _is_on(options, "eq", otherwise=True)
    return inner.definition.name if is_mutable else None
