"""Every kind of annotation that a parameter may have, for the tests of the fast path."""

import dataclasses
import datetime as dt
import decimal
import enum
import ipaddress
import uuid
from typing import Annotated, Any, Generic, Literal, NamedTuple, TypeVar

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    RootModel,
    SecretStr,
    Strict,
    field_validator,
    model_validator,
)
from typing_extensions import TypedDict

T = TypeVar("T")


class Colour(enum.Enum):
    """An enumeration of texts."""

    RED = "red"
    BLUE = "blue"


class Level(enum.IntEnum):
    """An enumeration of numbers."""

    LOW = 1
    HIGH = 2


class Part(BaseModel):
    """A nested model."""

    name: str
    count: int = 1


class StrictPart(BaseModel):
    """A model that takes no text for a number."""

    model_config = ConfigDict(strict=True, extra="forbid")
    name: str
    when: dt.date | None = None


class LaxPart(BaseModel):
    """A model that keeps what it does not know, as the body of a function with `**kwargs` does."""

    model_config = ConfigDict(extra="allow")
    count: int = 0


class CheckedPart(BaseModel):
    """A model with validators of the user's own."""

    name: str

    @model_validator(mode="before")
    @classmethod
    def read(cls, value: Any) -> Any:
        """Take the name alone as well."""
        return {"name": value} if isinstance(value, str) else value

    @field_validator("name")
    @classmethod
    def check(cls, name: str) -> str:
        """Refuse one name and change the others."""
        if name == "red":
            raise ValueError("not red")
        return name.upper()


class AliasedPart(BaseModel):
    """A model whose key is another one, and whose keys may be given by name too."""

    model_config = ConfigDict(validate_by_name=True, validate_by_alias=True)
    count: int = Field(default=1, alias="x")


class GenericPart(BaseModel, Generic[T]):
    """A model of any type."""

    count: T


class NameAlone(RootModel[str]):
    """A model that is its only value."""


class Cat(BaseModel):
    """One of two kinds."""

    name: Literal["x"]
    count: int = 1


class Dog(BaseModel):
    """The other one."""

    name: Literal["y"]
    when: dt.date | None = None


class Tree(BaseModel):
    """A model that holds others of its kind."""

    name: str = "x"
    inside: "list[Tree]" = []


@dataclasses.dataclass
class DataPart:
    """A dataclass of the standard library."""

    name: str
    count: int = 1
    tags: list[str] = dataclasses.field(default_factory=list)


class DictPart(TypedDict, total=False):
    """A typed dictionary."""

    name: str
    count: int


class TuplePart(NamedTuple):
    """A named tuple."""

    name: str
    count: int = 1


SCALARS: tuple[Any, ...] = (
    str,
    int,
    float,
    bool,
    decimal.Decimal,
    dt.datetime,
    dt.date,
    dt.timedelta,
    uuid.UUID,
    Colour,
    Level,
    Literal["red", 1, True],
    int | None,
    int | str,
    float | int | bool,
    bool | Colour | None,
    dt.date | int,
    Annotated[int, Field(ge=0, lt=100)],
    Annotated[str, Field(min_length=2, pattern="^[a-z]+$")],
    bytes,
    dt.time,
    Annotated[int, Strict()],
    Annotated[decimal.Decimal, Field(max_digits=4, decimal_places=2)],
    Annotated[float, Field(allow_inf_nan=False)],
    decimal.Decimal | None,
    uuid.UUID | int,
    str | None,
    Literal["red"] | int,
    Colour | Level,
    SecretStr,
    ipaddress.IPv4Address,
    # `ask_fast` below counts on its being the last one.
    Any,
)
LISTS: tuple[Any, ...] = (
    list[int],
    list[str],
    set[Colour],
    tuple[int, ...],
    list[float] | None,
    frozenset[int],
    list[int | str],
    list[uuid.UUID],
    list[bool],
    list[Literal["red", 1]],
    Annotated[list[int], Field(max_length=2)],
)
NESTED: tuple[Any, ...] = (
    dict[str, int],
    dict[int, Any],
    list[Part],
    Part | None,
    Part | StrictPart,
    StrictPart,
    list[int | str | None],
    Literal["x"] | list[Literal["y"]],
    tuple[int, str],
    NameAlone,
    LaxPart,
    CheckedPart,
    AliasedPart,
    GenericPart[int],
    GenericPart[list[Part]],
    Annotated[Cat | Dog, Field(discriminator="name")],
    Cat | Dog | None,
    Tree,
    DataPart,
    list[DataPart],
    DictPart,
    TuplePart,
    DataPart | DictPart | int,
    StrictPart | LaxPart,
    dict[str, Part],
    dict[str, list[int]],
    dict[Colour, float],
    list[list[int]],
    set[tuple[int, str]],
    int | list[int] | dict[str, int],
    dict[str, Any] | list[Any] | None,
    dict,
    list,
)
