"""Bind: decide where each parameter of a route comes from; total, and silent about mistakes.

What does not fit is bound as well as it can be; the checks of signatures say what is wrong with it.
"""

from flashc.ir.program import LiteralDefault, Parameter, Route
from flashc.ir.shape import (
    Body,
    FromKey,
    FromPath,
    FromQuery,
    NoBody,
    ObjectBody,
    Shape,
    WholeBody,
)
from flashc.ir.syntax import ParameterKind
from flashc.ir.types import (
    AnyType,
    ClassKind,
    GenericType,
    LibraryType,
    LiteralType,
    NoneType,
    ProjectType,
    Type,
    UnionType,
)
from flashc.passes.types import union

SCALARS = frozenset(
    {
        "builtins.str",
        "builtins.int",
        "builtins.float",
        "builtins.bool",
        "decimal.Decimal",
        "datetime.date",
        "datetime.datetime",
        "datetime.time",
        "datetime.timedelta",
        "uuid.UUID",
        "pathlib.Path",
    }
)
REPEATABLE = frozenset(
    {
        "builtins.list",
        "builtins.set",
        "builtins.frozenset",
        "builtins.tuple",
        "collections.abc.Sequence",
        "collections.abc.Iterable",
        "collections.abc.Collection",
    }
)


def bind(route: Route) -> Shape:
    """Give the shape of the requests that `route` takes."""
    in_path = {parameter.name for parameter in route.path.parameters}
    named = [p for p in route.function.parameters if p.kind not in _VARIADIC]
    free = [p for p in named if p.name not in in_path]
    rest = next((p for p in route.function.parameters if p.kind is ParameterKind.VAR_KEYWORD), None)
    queried = [] if route.method.has_body else [p for p in free if _fits_query(p)]
    return Shape(
        path=tuple(FromPath(parameter=p, type=path_type(p)) for p in named if p.name in in_path),
        query=tuple(
            FromQuery(parameter=p, type=effective_type(p), repeated=is_repeatable(p.type))
            for p in queried
        ),
        body=_body([p for p in free if p not in queried], rest),
    )


def effective_type(parameter: Parameter) -> Type:
    """Give the declared type, widened by None where the default is None."""
    default = parameter.default
    if isinstance(default, LiteralDefault) and default.value is None:
        return union((parameter.type, NoneType()))
    return parameter.type


def path_type(parameter: Parameter) -> Type:
    """Give the type of a path parameter: text where none is declared, and never None."""
    stated = _without_none(parameter.type)
    return LibraryType(name="builtins.str") if isinstance(stated, AnyType) else stated


def is_scalar(kind: Type) -> bool:
    """Whether one piece of text can hold the value."""
    match kind:
        case UnionType():
            return all(is_scalar(member) for member in kind.members)
        case LibraryType():
            return kind.name in SCALARS
        case ProjectType():
            return kind.kind is ClassKind.ENUM
        case _:
            return isinstance(kind, LiteralType | NoneType)


def is_repeatable(kind: Type) -> bool:
    """Whether a repeated query parameter can hold the value: a sequence of scalars, or None."""
    stated = _without_none(kind)
    if isinstance(stated, LibraryType):
        return stated.name in REPEATABLE
    if not isinstance(stated, GenericType) or stated.origin.name not in REPEATABLE:
        return False
    inner = [argument for argument in stated.arguments if is_scalar(argument)]
    return len(inner) >= 1 and not any(_is_structured(a) for a in stated.arguments)


def is_model(kind: Type) -> bool:
    """Whether the type is a pydantic model of the project's, or one or None."""
    stated = _without_none(kind)
    return isinstance(stated, ProjectType) and stated.kind is ClassKind.MODEL


def _without_none(kind: Type) -> Type:
    if isinstance(kind, UnionType):
        return union(tuple(m for m in kind.members if not isinstance(m, NoneType)))
    return kind


def _is_structured(kind: Type) -> bool:
    return isinstance(kind, GenericType) or (
        isinstance(kind, ProjectType) and kind.kind is not ClassKind.ENUM
    )


def _fits_query(parameter: Parameter) -> bool:
    kind = parameter.type
    return isinstance(kind, AnyType) or is_scalar(kind) or is_repeatable(kind)


def _body(free: list[Parameter], rest: Parameter | None) -> Body:
    if not free and rest is None:
        return NoBody()
    if len(free) == 1 and rest is None and is_model(free[0].type):
        return WholeBody(parameter=free[0], type=effective_type(free[0]))
    keys = tuple(FromKey(parameter=p, type=effective_type(p)) for p in free)
    return ObjectBody(keys=keys, rest=rest)


_VARIADIC = frozenset({ParameterKind.VAR_POSITIONAL, ParameterKind.VAR_KEYWORD})
