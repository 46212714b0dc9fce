"""Known classes: the fields of the user's models, so that example requests can be written."""

from collections.abc import Iterator

from flashc.ir.bindings import Bindings, BoundClass, Defined
from flashc.ir.expressions import Call, Name
from flashc.ir.facts import Known
from flashc.ir.plan import types as planned
from flashc.ir.plan.models import KnownClass, KnownEnum, KnownName, KnownType, ModelField
from flashc.ir.shape import FormBody, ObjectBody, Shape, WholeBody
from flashc.ir.syntax import Assign, Class
from flashc.ir.types import (
    AnnotatedType,
    AnyType,
    ClassKind,
    DistinctType,
    GenericType,
    ProjectType,
    Type,
    UnionType,
)
from flashc.passes.fold import fold
from flashc.passes.names.lookup import look_up_name
from flashc.passes.naming.allocate import Allocator
from flashc.passes.plan.layers import layers, parameters
from flashc.passes.plan.types import UNSTATED, TypeNames
from flashc.passes.types.annotations import type_of


class _FullNames(TypeNames):
    """Names types by their full names: what they mean, whatever a module calls them."""

    def _imported_name(self, name: str) -> str:
        return name.removeprefix("builtins.")

    def _module_name(self, module: str) -> str:
        return module


def known_classes(bindings: Bindings, shapes: tuple[Shape, ...]) -> tuple[KnownType, ...]:
    """Describe every class of the user's that the shapes name, and those that these name, sorted."""
    found: dict[str, KnownType] = {}
    waiting = [kind for shape in shapes for kind in _types_of(shape)]
    while waiting:
        for kind in project_types(waiting.pop()):
            name = f"{kind.module}.{kind.name}"
            if name in found:
                continue
            if isinstance(kind, DistinctType):
                base = _FullNames({}, Allocator()).reference(kind.base)
                found[name] = KnownName(name=name, type=base)
                continue
            if kind.kind in UNSTATED:
                continue
            described, inner = _describe(bindings, kind, name)
            found[name] = described
            waiting.extend(inner)
    return tuple(found[name] for name in sorted(found))


def _types_of(shape: Shape) -> Iterator[Type]:
    yield from (source.type for source in shape.path)
    yield from (source.type for source in shape.query)
    match shape.body:
        case WholeBody(type=kind):
            yield kind
        case ObjectBody(keys=keys):
            yield from (key.type for key in keys)
        case FormBody(fields=fields):
            yield from (field.type for field in fields)


def project_types(kind: Type) -> Iterator[ProjectType | DistinctType]:
    """Yield the classes and distinct types of the project that a type is made of."""
    match kind:
        case ProjectType():
            yield kind
        case UnionType(members=parts):
            for part in parts:
                yield from project_types(part)
        case GenericType(origin=origin, arguments=parts):
            for part in (origin, *parts):
                yield from project_types(part)
        case DistinctType(base=base):
            yield kind
            yield from project_types(base)
        case AnnotatedType(base=base):
            yield from project_types(base)


def _describe(
    bindings: Bindings, kind: ProjectType, name: str
) -> tuple[KnownType, tuple[Type, ...]]:
    symbol = look_up_name(bindings, kind.module, kind.name)
    bound = symbol.binding.bound if isinstance(symbol, Defined) else None
    definition = bound.definition if isinstance(bound, BoundClass) else None
    if definition is None:
        # A call makes it: what it takes is not known.
        return KnownName(name=name, type=_FullNames({}, Allocator()).reference(AnyType())), ()
    if kind.kind is ClassKind.ENUM:
        return KnownEnum(name=name, value=_first_value(bindings, kind.module, definition)), ()
    fields = dict(_fields(bindings, kind.module, definition))
    names = _FullNames({}, Allocator())
    described = tuple(
        ModelField(name=key, key=key, type=names.reference(type_), default=default)
        for key, (type_, default) in fields.items()
        if isinstance(default, planned.Required)
    )
    known = KnownClass(
        name=name,
        fields=described,
        parameters=parameters(bindings, kind.module, definition),
    )
    return known, tuple(type_ for type_, _ in fields.values())


def _first_value(bindings: Bindings, module: str, definition: Class) -> planned.Literal:
    for statement in definition.body:
        if isinstance(statement, Assign) and statement.value is not None:
            fact = fold(bindings, module, statement.value)
            if isinstance(fact, Known) and isinstance(fact.value, str | int | float):
                return fact.value
    return None


def _fields(
    bindings: Bindings, module: str, definition: Class
) -> Iterator[tuple[str, tuple[Type, planned.Default]]]:
    """Yield the annotated attributes of a class, those of its bases in the project first."""
    for layer in layers(bindings, module, definition):
        for statement in layer.definition.body:
            if not isinstance(statement, Assign) or statement.annotation is None:
                continue
            for target in statement.targets:
                if isinstance(target, Name) and not target.id.startswith("_"):
                    kind = type_of(bindings, layer.module, statement.annotation, given=layer.given)
                    yield target.id, (kind, _default(statement))


def _default(statement: Assign) -> planned.Default:
    """Tell what must be sent: `Field(...)` without a default is required as well."""
    value = statement.value
    if value is None:
        return planned.Required()
    if isinstance(value, Call):
        names = {keyword.name for keyword in value.keywords}
        has_default = bool(value.arguments) or not names.isdisjoint({"default", "default_factory"})
        return planned.UserDefault() if has_default else planned.Required()
    return planned.UserDefault()
