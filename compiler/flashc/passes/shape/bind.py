"""Bind: decide where each parameter of a route comes from; total, and silent about mistakes.

What does not fit is bound as well as it can be; the checks of signatures say what is wrong with it.
"""

from typing import Final
from weakref import WeakKeyDictionary

from flashc.ir.functions import LiteralDefault, MarkerDefault, Parameter, UnclearDefault
from flashc.ir.program import Route
from flashc.ir.shape import (
    Body,
    FieldFormat,
    FormBody,
    FromField,
    FromFile,
    FromFramework,
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
    AnnotatedType,
    AnyType,
    ClassKind,
    DistinctType,
    GenericType,
    LibraryType,
    LiteralType,
    NoneType,
    ProjectType,
    Type,
    UnionType,
    UnknownType,
)
from flashc.passes.shape.texts import read_from_text
from flashc.passes.types.code import marker_of
from flashc.passes.types.parts import union

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
        "collections.deque",
        "collections.abc.Sequence",
        "collections.abc.Iterable",
    }
)
# What converters of paths make of the text; the others leave it as it is.
CONVERTED = {"int": "builtins.int", "float": "builtins.float", "uuid": "uuid.UUID"}
# What FastAPI reads from a file without being told.
UPLOADS = frozenset(
    {"fastapi.UploadFile", "fastapi.datastructures.UploadFile"}
    | {"starlette.datastructures.UploadFile"}
)
FILES = UPLOADS | {"builtins.bytes"}
# What FastAPI passes by its type alone.
INJECTED = frozenset(
    {
        *(f"fastapi.{name}" for name in ("Request", "Response", "BackgroundTasks")),
        "fastapi.requests.Request",
        "fastapi.security.SecurityScopes",
        "starlette.background.BackgroundTasks",
        "starlette.requests.HTTPConnection",
        "starlette.requests.Request",
        "starlette.responses.Response",
    }
)


# Shapes are asked for by checks, requirements and plans: each is made once, and goes with its route.
_SHAPES: Final[WeakKeyDictionary[Route, Shape]] = WeakKeyDictionary()


def bind(route: Route) -> Shape:
    """Give the shape of the requests that `route` takes."""
    shape = _SHAPES.get(route)
    if shape is None:
        shape = _SHAPES[route] = _bound(route)
    return shape


def _bound(route: Route) -> Shape:
    in_path = {parameter.name: parameter.converter for parameter in route.path.parameters}
    named = [p for p in route.function.parameters if p.kind not in _VARIADIC]
    framework = [p for p in named if is_framework(p)]
    named = [p for p in named if p not in framework]
    free = [p for p in named if p.name not in in_path]
    rest = next((p for p in route.function.parameters if p.kind is ParameterKind.VAR_KEYWORD), None)
    queried = [] if route.method.has_body else [p for p in free if _fits_query(p)]
    return Shape(
        path=tuple(
            FromPath(parameter=p, type=read_from_text(path_type(p, in_path[p.name])))
            for p in named
            if p.name in in_path
        ),
        query=tuple(
            FromQuery(
                parameter=p,
                type=read_from_text(effective_type(p)),
                repeated=is_repeatable(p.type),
            )
            for p in queried
        ),
        framework=tuple(FromFramework(parameter=p, type=effective_type(p)) for p in framework),
        body=_body([p for p in free if p not in queried], rest),
    )


def effective_type(parameter: Parameter) -> Type:
    """Give the declared type, widened by None where the default is None."""
    default = parameter.default
    if not isinstance(default, LiteralDefault) or default.value is not None:
        return parameter.type
    if isinstance(parameter.type, AnnotatedType):
        # Around `Annotated`, the None would hide from FastAPI what the metadata says.
        base = union((parameter.type.base, NoneType()))
        return AnnotatedType(base=base, metadata=parameter.type.metadata)
    return union((parameter.type, NoneType()))


def path_type(parameter: Parameter, converter: str) -> Type:
    """Give the type of a path parameter: what its converter makes where none is declared, never None."""
    stated = _without_none(parameter.type)
    if isinstance(stated, AnyType):
        return LibraryType(name=CONVERTED.get(converter, "builtins.str"))
    return stated


def is_scalar(kind: Type) -> bool:
    """Whether one piece of text can hold the value."""
    match kind:
        case UnionType():
            return all(is_scalar(member) for member in kind.members)
        case LibraryType():
            return kind.name in SCALARS
        case ProjectType():
            return kind.kind is ClassKind.ENUM
        case AnnotatedType() | DistinctType():
            return is_scalar(kind.base)
        case _:
            return isinstance(kind, LiteralType | NoneType)


def is_repeatable(kind: Type) -> bool:
    """Whether a repeated query parameter can hold the value: a sequence of scalars, or None."""
    stated = _without_none(kind)
    if isinstance(stated, AnnotatedType | DistinctType):
        return is_repeatable(stated.base)
    if isinstance(stated, LibraryType):
        return stated.name in REPEATABLE
    if not isinstance(stated, GenericType) or stated.origin.name not in REPEATABLE:
        return False
    inner = [argument for argument in stated.arguments if is_scalar(argument)]
    return len(inner) >= 1 and not any(_is_structured(a) for a in stated.arguments)


def is_model(kind: Type) -> bool:
    """Whether the type is a pydantic model of the project's, one of several such, or None."""
    stated = _without_none(kind)
    if isinstance(stated, UnionType):
        return all(is_model(member) for member in stated.members)
    if isinstance(stated, AnnotatedType | DistinctType):
        return is_model(stated.base)
    stated = stated.origin if isinstance(stated, GenericType) else stated
    return isinstance(stated, ProjectType) and stated.kind is ClassKind.MODEL


def is_file(kind: Type, files: frozenset[str] = FILES) -> bool:
    """Whether an upload fills the value: `bytes`, `UploadFile`, a list of these, or None."""
    stated = _without_none(kind)
    if isinstance(stated, AnnotatedType | DistinctType):
        return is_file(stated.base, files)
    if isinstance(stated, GenericType) and stated.origin.name in REPEATABLE:
        return any(is_file(argument, files) for argument in stated.arguments)
    return isinstance(stated, LibraryType) and stated.name in files


def is_framework(parameter: Parameter) -> bool:
    """Whether FastAPI itself fills the parameter, by its type or because it is told how."""
    if isinstance(parameter.default, MarkerDefault | UnclearDefault):
        return True
    kind = _without_none(parameter.type)
    if isinstance(kind, UnknownType) and kind.marked:
        return True
    if isinstance(kind, AnnotatedType):
        return any(marker_of(code) is not None for code in kind.metadata)
    return isinstance(kind, LibraryType) and kind.name in INJECTED


def _form(free: list[Parameter]) -> Body:
    return FormBody(
        files=tuple(FromFile(parameter=p, type=effective_type(p)) for p in free if is_file(p.type)),
        fields=tuple(_field(p) for p in free if not is_file(p.type)),
    )


def _field(parameter: Parameter) -> FromField:
    kind, form = effective_type(parameter), _format(parameter.type)
    if form is not FieldFormat.JSON:
        kind = read_from_text(kind)
    return FromField(parameter=parameter, type=kind, format=form)


def _format(kind: Type) -> FieldFormat:
    if isinstance(kind, AnyType) or is_scalar(kind):
        return FieldFormat.TEXT
    return FieldFormat.LIST if is_repeatable(kind) else FieldFormat.JSON


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
    if any(is_file(p.type) for p in free):
        return _form(free)
    if len(free) == 1 and rest is None and is_model(free[0].type):
        return WholeBody(parameter=free[0], type=effective_type(free[0]))
    keys = tuple(FromKey(parameter=p, type=effective_type(p)) for p in free)
    return ObjectBody(keys=keys, rest=rest)


_VARIADIC = frozenset({ParameterKind.VAR_POSITIONAL, ParameterKind.VAR_KEYWORD})
