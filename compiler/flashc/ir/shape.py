"""The shape of a request: where each parameter of a route's function comes from. What bind gives."""

from dataclasses import dataclass
from enum import Enum

from flashc.ir.functions import Parameter
from flashc.ir.types import Type


@dataclass(frozen=True, slots=True, kw_only=True)
class FromPath:
    """A part of the path; `type` is a scalar."""

    parameter: Parameter
    type: Type


@dataclass(frozen=True, slots=True, kw_only=True)
class FromQuery:
    """A query parameter; `repeated` when a list of scalars fills it."""

    parameter: Parameter
    type: Type
    repeated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FromKey:
    """A key of the JSON object body."""

    parameter: Parameter
    type: Type


@dataclass(frozen=True, slots=True, kw_only=True)
class FromFramework:
    """What FastAPI fills as the user wrote it: `Request`, `Depends(...)`, `Header()` ..."""

    parameter: Parameter
    type: Type


@dataclass(frozen=True, slots=True, kw_only=True)
class FromFile:
    """An uploaded file, or a list of them."""

    parameter: Parameter
    type: Type


class FieldFormat(Enum):
    """How a field of a form holds its value."""

    TEXT = "its text"
    LIST = "one field an item, or one that is a JSON array"
    JSON = "its text is a JSON document"


@dataclass(frozen=True, slots=True, kw_only=True)
class FromField:
    """A field of a multipart form."""

    parameter: Parameter
    type: Type
    format: FieldFormat


@dataclass(frozen=True, slots=True, kw_only=True)
class NoBody:
    """The request has no body."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectBody:
    """A JSON object, a key a parameter; `rest` is the `**kwargs` that takes all other keys."""

    keys: tuple[FromKey, ...]
    rest: Parameter | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeBody:
    """The body is one model of the user's."""

    parameter: Parameter
    type: Type


@dataclass(frozen=True, slots=True, kw_only=True)
class FormBody:
    """A multipart form: at least one file, everything else a field."""

    files: tuple[FromFile, ...]
    fields: tuple[FromField, ...]


Body = NoBody | ObjectBody | WholeBody | FormBody


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """Where everything comes from, each in the order of the signature."""

    path: tuple[FromPath, ...]
    query: tuple[FromQuery, ...]
    framework: tuple[FromFramework, ...]
    body: Body
