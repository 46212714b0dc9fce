"""FC621: fields of models and dataclasses, used in routes, whose quoted types nothing binds.

Python does not evaluate a quoted or postponed annotation; pydantic does, when the worker starts.
"""

from collections.abc import Callable, Iterator

from flashc import codes
from flashc.diagnostic import Diagnostic, Label
from flashc.ir.bindings import Bindings, BoundClass, Defined
from flashc.ir.expressions import (
    Attribute,
    BinaryOperation,
    Constant,
    Display,
    Expression,
    Name,
    Subscript,
)
from flashc.ir.program import LoadBalancedEndpoint, Program
from flashc.ir.syntax import Assign, Class
from flashc.ir.types import AnnotatedType, ClassKind, GenericType, ProjectType, Type, UnionType
from flashc.passes.names.lookup import follow, look_up, look_up_name
from flashc.passes.names.namespaces import bindings_of
from flashc.passes.parse import parse_expression
from flashc.passes.startup.ground import type_parameters
from flashc.passes.suggest import suggestion
from flashc.passes.types.class_kinds import kind_of
from flashc.source import Span

# What gives a model its types at a later moment.
_LATER = ("model_rebuild(", "update_forward_refs(", "rebuild_dataclass(")
_KINDS = frozenset({ClassKind.MODEL, ClassKind.DATACLASS, ClassKind.TYPED_DICT})

# Whether a name may be bound in a module once it is imported.
IsBound = Callable[[str, str], bool]


def check_fields(program: Program, bindings: Bindings, is_bound: IsBound) -> Iterator[Diagnostic]:
    """Report each field once."""
    seen: set[tuple[str, str]] = set()
    waiting = [
        one
        for endpoint in program.endpoints
        if isinstance(endpoint, LoadBalancedEndpoint)
        for route in endpoint.routes
        for parameter in route.function.parameters
        for one in _classes_in(parameter.type)
    ]
    while waiting:
        module, name = waiting.pop()
        definition = _class_of(bindings, module, name)
        if (module, name) in seen or definition is None:
            continue
        seen.add((module, name))
        source = bindings.modules[module].source
        if any(sign in source.text for sign in _LATER):
            continue
        inside = {one.name for one in bindings_of(definition.body, bindings.modules[module])}
        inside |= type_parameters(bindings.modules[module], definition.name_span)
        for statement in definition.body:
            if not isinstance(statement, Assign) or statement.annotation is None:
                continue
            for used, quoted in names_in(statement.annotation):
                symbol = follow(bindings, look_up(bindings, module, used))
                if isinstance(symbol, Defined) and isinstance(symbol.binding.bound, BoundClass):
                    waiting.append((symbol.module, symbol.name))
                elif used.id not in inside and not is_bound(module, used.id):
                    span = quoted or used.span
                    yield _not_bound(bindings, module, definition, used.id, span)


def _classes_in(kind: Type) -> Iterator[tuple[str, str]]:
    match kind:
        case ProjectType():
            if kind.kind in _KINDS:
                yield kind.module, kind.name
        case GenericType():
            for argument in kind.arguments:
                yield from _classes_in(argument)
        case UnionType():
            for member in kind.members:
                yield from _classes_in(member)
        case AnnotatedType():
            yield from _classes_in(kind.base)
        case _:
            return


def _class_of(bindings: Bindings, module: str, name: str) -> Class | None:
    symbol = look_up_name(bindings, module, name)
    bound = symbol.binding.bound if isinstance(symbol, Defined) else None
    if (
        not isinstance(bound, BoundClass)
        or kind_of(bindings, module, bound.definition) not in _KINDS
    ):
        return None
    return bound.definition


def names_in(
    annotation: Expression, quoted: Span | None = None
) -> Iterator[tuple[Name, Span | None]]:
    """Yield the names that a type is made of, and the place of the quotes around each, if any."""
    match annotation:
        case Name():
            yield annotation, quoted
        case Attribute():
            yield from names_in(annotation.value, quoted)
        case Constant(value=str()):
            inner = parse_expression(str(annotation.value), annotation.span)
            if inner is not None:
                yield from names_in(inner, annotation.span)
        case Subscript():
            yield from names_in(annotation.value, quoted)
            yield from _arguments(annotation, quoted)
        case Display():
            for item in annotation.items:
                yield from names_in(item, quoted)
        case BinaryOperation():
            yield from names_in(annotation.left, quoted)
            yield from names_in(annotation.right, quoted)
        case _:
            return


def _arguments(annotation: Subscript, quoted: Span | None) -> Iterator[tuple[Name, Span | None]]:
    """Leave out values of `Literal` and what `Annotated` adds: these are no types."""
    origin = annotation.value
    last = origin.name if isinstance(origin, Attribute) else getattr(origin, "id", "")
    index = annotation.index
    if last == "Annotated" and isinstance(index, Display):
        yield from names_in(index.items[0], quoted)
    elif last != "Literal":
        yield from names_in(index, quoted)


def _not_bound(
    bindings: Bindings, module: str, definition: Class, name: str, span: Span
) -> Diagnostic:
    near = suggestion(name, bindings.namespaces[module].names)
    is_guarded = name in bindings.namespaces[module].names
    advice = f"define or import `{name}`"
    if is_guarded:
        advice = f"import `{name}` outside of `TYPE_CHECKING`: pydantic needs the type itself"
    elif near:
        advice = f"did you mean `{near}`?"
    return Diagnostic(
        code=codes.FIELD_NOT_BOUND,
        message=f"a field of `{definition.name}` has the type `{name}`, which is not there",
        primary=Label(span=span, text="pydantic looks for it when the worker starts"),
        help=advice,
    )
