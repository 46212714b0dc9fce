"""The content of `app.py`: one handler for each route, with its arguments."""

from collections.abc import Mapping
from dataclasses import dataclass

from flashc.ir import shape
from flashc.ir.plan.models import Import, ImportModule, ImportName
from flashc.ir.plan.types import CodeRef, Default, TypeRef

FieldFormat = shape.FieldFormat


@dataclass(frozen=True, slots=True, kw_only=True)
class PathArgument:
    """A parameter that the path template captures."""

    name: str
    type: TypeRef


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryArgument:
    """A query parameter. `repeated` marks a list: `?tag=a&tag=b` (FastAPI needs `Query()` for it).

    `key` is the name on the wire; where `name` differs, it is an alias.
    """

    name: str
    key: str
    type: TypeRef
    default: Default
    repeated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyArgument:
    """The JSON body: a generated model from `models.py`, or the user's own where it is the whole body.

    `optional` is true for a generated model whose fields all have defaults: the body may be missing.
    """

    name: str
    type: TypeRef
    default: Default
    optional: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameworkArgument:
    """What FastAPI fills as the user wrote it. `marker` is a default such as `Depends(...)`."""

    name: str
    type: TypeRef
    marker: "CodeRef | HiddenMarker | None"
    default: Default


@dataclass(frozen=True, slots=True, kw_only=True)
class HiddenMarker:
    """A marker that holds a secret: the worker takes it from `function` when it starts."""

    function: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FileArgument:
    """An uploaded file, or a list of them: `Annotated[type, File()]`."""

    name: str
    type: TypeRef
    default: Default


@dataclass(frozen=True, slots=True, kw_only=True)
class FormArgument:
    """A field of a multipart form: `Annotated[type, Form()]`.

    JSON is pydantic's `Json[type]`, a list `Annotated[type, or_json_array, Form()]`.
    """

    name: str
    type: TypeRef
    default: Default
    format: FieldFormat


Argument = (
    PathArgument | QueryArgument | BodyArgument | FrameworkArgument | FileArgument | FormArgument
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """One keyword argument of the call of the user's function: `parameter=value`.

    `value` is a (dotted) name in the generated function (`user_id`, `body.name`). `only_if_sent`
    arguments go through `given(...)`, so that the user's own default applies when they are absent.
    """

    parameter: str
    value: str
    only_if_sent: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Handler:
    """One generated function: a route of the worker.

    `target` is the user's function as the generated module reaches it (`user_service.create_user`).
    `collect` names the body whose other keys become `**kwargs`, or is None.
    """

    name: str
    operation_id: str
    method: str
    path: str
    is_async: bool
    is_generator: bool
    docstring: str | None
    target: str
    arguments: tuple[Argument, ...]
    passed: tuple[Passed, ...]
    collect: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AppModule:
    """The content of `app.py`.

    `imports` are those of user modules, types and models. What the layout needs besides (`Annotated`,
    `create_app`, `given` ...) the emitter imports; `helpers` renames those that would clash.
    """

    imports: tuple[Import, ...]
    handlers: tuple[Handler, ...]
    helpers: Mapping[str, str]
    # False when a route of the user's stands where FastAPI's own documentation pages would be.
    serves_docs: bool


def function_of(app: AppModule, handler: Handler) -> str:
    """Give the user's function as `module.name`, whatever the generated module calls that module."""
    local, _, rest = handler.target.partition(".")
    for one in app.imports:
        if isinstance(one, ImportName):
            spelled, real = one.alias or one.name, f"{one.module}.{one.name}"
        elif isinstance(one, ImportModule):
            # Without an alias the dotted name is used as it is.
            spelled, real = one.alias or one.module, one.module
        else:
            spelled, real = one.variable, one.module
        if spelled == local:
            return f"{real}.{rest}" if rest else real
    return handler.target
