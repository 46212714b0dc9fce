"""Types of parameters, as far as they are known from the source alone."""

from dataclasses import dataclass
from enum import Enum

from flashc.ir.code import Code
from flashc.ir.facts import Scalar


@dataclass(frozen=True, slots=True, kw_only=True)
class AnyType:
    """No annotation, `Any` or `object`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoneType:
    """`None`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryType:
    """A type of Python or a library, by its full name: `builtins.int`, `datetime.date`."""

    name: str


class ClassKind(Enum):
    """What a class of the project is, as its bases and decorators tell."""

    MODEL = "pydantic model"
    DATACLASS = "dataclass"
    TYPED_DICT = "TypedDict"
    # `typing.TypedDict` itself, which pydantic understands from Python 3.12 on only.
    OLD_TYPED_DICT = "typing.TypedDict"
    NAMED_TUPLE = "NamedTuple"
    ENUM = "enum"
    OTHER = "class"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectType:
    """A class of the project; `name` is its qualified name in `module`."""

    module: str
    name: str
    kind: ClassKind


@dataclass(frozen=True, slots=True, kw_only=True)
class DistinctType:
    """`NewType(...)` of the project: at run time its `base`, another type to a type checker."""

    module: str
    name: str
    base: "Type"


@dataclass(frozen=True, slots=True, kw_only=True)
class GenericType:
    """`origin[arguments]`: of Python's, a library's or the project's own generic class."""

    origin: LibraryType | ProjectType
    arguments: tuple["Type", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EllipsisType:
    """`...` in `tuple[int, ...]`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnionType:
    """Two or more members, flattened, without repetition, None last."""

    members: tuple["Type", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LiteralMember:
    """A member of an enum of the project; `name` is qualified, `value` what a request holds for it.

    `value` is None where it is not constant.
    """

    module: str
    name: str
    value: Scalar


@dataclass(frozen=True, slots=True, kw_only=True)
class LiteralType:
    """`Literal[...]` of folded values, and of members, which are themselves."""

    values: tuple[Scalar | LiteralMember, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnotatedType:
    """`Annotated[base, metadata...]`: constraints of pydantic's, or a parameter of FastAPI's.

    `secret` is true where documentation was left out, for a token or key in it.
    """

    base: "Type"
    metadata: tuple[Code, ...]
    secret: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownType:
    """An annotation that leads nowhere; `text` is as it stands, `reason` a clause.

    `marked` is true where it may hold one of FastAPI's markers, such as `Depends`; `advice` is what
    to do about it, where more is known than that another annotation would be used.
    """

    text: str
    reason: str
    marked: bool = False
    advice: str | None = None


Type = (
    AnyType
    | NoneType
    | LibraryType
    | ProjectType
    | DistinctType
    | GenericType
    | EllipsisType
    | UnionType
    | LiteralType
    | AnnotatedType
    | UnknownType
)
