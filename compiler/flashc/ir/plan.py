"""The worker plan: everything decided, every generated name allocated; no spans and no syntax.

Emitters print this and decide nothing but layout. All texts are the user's literal texts; only the
emitters' encoders turn them into Python, TOML, Dockerfile and so on.
"""

from collections.abc import Mapping
from dataclasses import dataclass

# A literal of the user's that generated code or the manifest repeats. Mappings keep their order.
Literal = str | int | float | bool | bytes | None
Json = str | int | float | bool | None | tuple["Json", ...] | Mapping[str, "Json"]


# --- Small expressions of the user's, names allocated ---


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeName:
    """A (dotted) name in the generated module: `Depends`, `user_service.get_session`."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeLiteral:
    """An immutable literal."""

    value: Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeCall:
    """`function(arguments, name=value)`."""

    function: CodeName
    arguments: tuple["CodeRef", ...]
    keywords: tuple[tuple[str, "CodeRef"], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeList:
    """`[items]`."""

    items: tuple["CodeRef", ...]


CodeRef = CodeName | CodeLiteral | CodeCall | CodeList


# --- Types, printed as Python annotations. Names are already allocated and imported. ---


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedType:
    """A type by its (dotted) name in the generated module: `int`, `user_service.User`, `Any`."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GenericType:
    """`origin[arguments]`; an empty tuple of arguments prints as `origin[()]`."""

    origin: NamedType
    arguments: tuple["TypeRef", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnionType:
    """`a | b`; at least two members, `NoneType` last."""

    members: tuple["TypeRef", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LiteralType:
    """`Literal[...]`; `name` is how the generated module calls `typing.Literal`."""

    name: str
    values: tuple[Literal, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoneType:
    """`None`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EllipsisType:
    """`...`, as in `tuple[int, ...]`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnotatedType:
    """`Annotated[base, metadata]`; `name` is how the generated module calls `typing.Annotated`."""

    name: str
    base: "TypeRef"
    metadata: tuple[CodeRef, ...]


TypeRef = (
    NamedType | GenericType | UnionType | LiteralType | NoneType | EllipsisType | AnnotatedType
)


# --- Defaults ---


@dataclass(frozen=True, slots=True, kw_only=True)
class Required:
    """The client must send it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LiteralDefault:
    """An immutable literal of the user's, shown in the generated code and its OpenAPI document."""

    value: Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class UserDefault:
    """Any other default: it stays in the user's function, which is then called without the argument."""


Default = Required | LiteralDefault | UserDefault


# --- Imports of generated modules ---


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportModule:
    """`import module` or `import module as alias`; with `alias` None the dotted name is used as is."""

    module: str
    alias: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadModule:
    """`variable = importlib.import_module("module")`, for names that no import statement can spell."""

    module: str
    variable: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportName:
    """`from module import name` or `from module import name as alias`."""

    module: str
    name: str
    alias: str | None


Import = ImportModule | LoadModule | ImportName


# --- models.py ---


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelField:
    """One key of a JSON object body.

    `name` is the attribute in the generated model, `key` the name on the wire (the user's parameter
    name); they differ where the parameter's name clashes with pydantic (`json`, `copy`, `_x`).
    """

    name: str
    key: str
    type: TypeRef
    default: Default


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyModel:
    """A pydantic model for the JSON object body of one route, fields in the order of the signature.

    `extra` is the type of all other keys, which the user's `**kwargs` take; None where none do.
    """

    name: str
    description: str
    fields: tuple[ModelField, ...]
    extra: TypeRef | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelsModule:
    """The content of `models.py`; `helpers` maps `Field`, `unset`, `BaseModel`, ... to allocated names."""

    imports: tuple[Import, ...]
    models: tuple[BodyModel, ...]
    helpers: Mapping[str, str]


# --- app.py ---


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

    With `as_json` the field's text is a JSON document of that type (pydantic's `Json[type]`).
    """

    name: str
    type: TypeRef
    default: Default
    as_json: bool


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


# --- What is known of the user's classes, for example requests ---


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownClass:
    """A model or dataclass of the user's by its full name, with the fields that must be sent.

    Types in it are full names (`datetime.date`, `shop.models.Item`), not a module's own.
    """

    name: str
    fields: tuple[ModelField, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownEnum:
    """An enum of the user's by its full name, with the value of its first member."""

    name: str
    value: Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownName:
    """A `NewType` of the user's by its full name, with the type that its values have."""

    name: str
    type: TypeRef


Known = KnownClass | KnownEnum | KnownName


# --- Stubs ---


@dataclass(frozen=True, slots=True, kw_only=True)
class StubResource:
    """`variable = resource_class(name=endpoint)`."""

    variable: str
    resource_class: str
    endpoint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StubRoute:
    """`@remote(resource, method=method, path=path)`; `resource` is a variable of the stub."""

    resource: str
    method: str
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StubParameter:
    """A parameter as the user declares it; `type` is None where no annotation stands."""

    name: str
    type: TypeRef | None
    default: Default


@dataclass(frozen=True, slots=True, kw_only=True)
class StubFunction:
    """A function that the worker calls at another endpoint, with all that a caller sees of it.

    Parameters are grouped as Python passes them; `rest` is `*args`, `collect` is `**kwargs`.
    """

    name: str
    is_async: bool
    is_generator: bool
    summary: str | None
    routes: tuple[StubRoute, ...]
    positional: tuple[StubParameter, ...]
    plain: tuple[StubParameter, ...]
    rest: StubParameter | None
    keyword: tuple[StubParameter, ...]
    collect: StubParameter | None
    returns: TypeRef | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StubModule:
    """A module of the user's of which the worker only calls functions, so it does not ship.

    `path` is the module's own, relative to `src/`; `remote` is what the stub calls the decorator.
    """

    module: str
    path: str
    imports: tuple[Import, ...]
    remote: str
    resources: tuple[StubResource, ...]
    functions: tuple[StubFunction, ...]


# --- The worker ---


@dataclass(frozen=True, slots=True, kw_only=True)
class UserFile:
    """A file of the user's, shipped byte for byte. `path` is relative to the worker's `src/`."""

    path: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnedModule:
    """The functions of one user module that run in this worker; names are qualified names, sorted."""

    module: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """What the Dockerfile is made of. `base` is a full image reference, `python` is `3.11`."""

    base: str
    python: str
    system_packages: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """A variable that the worker's modules read when they are imported.

    `value` is what `by` settles it with (`--define`, `flash.toml`): the worker's default.
    """

    name: str
    value: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerPlan:
    """One complete worker project.

    `requirements` are PEP 508 lines, sorted; the runtime's own (FastAPI, uvicorn ...) included.
    `stand_ins` are the SDK's packages and modules that shipped modules import: `tetra_rp`,
    `runpod_flash.endpoint`.
    `settings` are all fields of the resource, for the manifest, in the order in which they are known.
    """

    endpoint: str
    slug: str
    package: str
    live: bool
    resource_class: str
    settings: Mapping[str, Json]
    # Variables of the resource's `env` that are literal and not secret: defaults for the worker.
    environment: tuple[tuple[str, str], ...]
    image: Image
    requirements: tuple[str, ...]
    app: AppModule
    models: ModelsModule | None
    owned: tuple[OwnedModule, ...]
    user_files: tuple[UserFile, ...]
    user_modules: tuple[str, ...]
    stand_ins: tuple[str, ...]
    # Other endpoints that the worker calls over HTTP, by name.
    calls: tuple[str, ...] = ()
    # Variables that importing the user's modules reads and `env` does not name, sorted.
    unset: tuple[str, ...] = ()
    stubs: tuple[StubModule, ...] = ()
    # Imports that come from a distribution of another name, and its name.
    provided: tuple[tuple[str, str], ...] = ()
    # The text of `requirements.lock`, which the image then installs instead of the requirements.
    lock: str | None = None
    classes: tuple[Known, ...] = ()
    # What was settled for the compile and is read again where the worker starts, sorted by name.
    variables: tuple[Variable, ...] = ()
