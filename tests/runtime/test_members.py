"""Members of enums in `Literal[...]`: the value of one is sent, and the function gets the member."""

import enum
from typing import Annotated, Any, Literal

import pytest
from pydantic import TypeAdapter, ValidationError

from flashc_runtime import from_value


class Tone(enum.Enum):
    """A plain enum, with a value that no dictionary can hold as a key."""

    LOW = "low"
    HIGH = 2
    YES = True
    MANY = ("many", [1])


class Level(enum.IntEnum):
    """Numbers."""

    ONE = 1
    TWO = 2


class Kind(enum.StrEnum):
    """Texts."""

    BOOK = "book"


TONE = TypeAdapter[Any](Annotated[Literal[Tone.LOW, Tone.HIGH], from_value(Tone)])
LEVEL = TypeAdapter[Any](Annotated[Literal[Level.ONE], from_value(Level)])
KIND = TypeAdapter[Any](Annotated[Literal[Kind.BOOK], from_value(Kind)])


@pytest.mark.parametrize(
    ("adapter", "value", "member"),
    [
        (TONE, "low", Tone.LOW),
        (TONE, 2, Tone.HIGH),
        (TONE, "2", Tone.HIGH),
        (TONE, Tone.LOW, Tone.LOW),
        (LEVEL, 1, Level.ONE),
        (LEVEL, "1", Level.ONE),
        (KIND, "book", Kind.BOOK),
        (KIND, Kind.BOOK, Kind.BOOK),
    ],
)
def test_a_value_becomes_its_member(adapter: Any, value: object, member: enum.Enum) -> None:
    assert adapter.validate_python(value) is member


@pytest.mark.parametrize("value", ["high", "LOW", True, "True", [1], [], {}, None, 3, "1.0"])
def test_no_other_value_is_taken(value: object) -> None:
    with pytest.raises(ValidationError, match="Input should be"):
        TONE.validate_python(value)


@pytest.mark.parametrize("value", [2, "2", "one", 0])
def test_a_member_that_is_not_listed_is_refused(value: object) -> None:
    with pytest.raises(ValidationError, match="Input should be"):
        LEVEL.validate_python(value)


def test_the_document_shows_the_values() -> None:
    assert TONE.json_schema() == {"enum": ["low", 2]}
    assert LEVEL.json_schema()["const"] == 1


@pytest.mark.parametrize(
    ("adapter", "expected"),
    [(TONE, "'low' or 2"), (LEVEL, "1"), (KIND, "'book'")],
)
def test_the_message_shows_what_callers_must_send(adapter: Any, expected: str) -> None:
    with pytest.raises(ValidationError) as raised:
        adapter.validate_python("other")
    (error,) = raised.value.errors(include_url=False)
    assert error["msg"] == f"Input should be {expected}"
    assert (error["type"], error["input"]) == ("literal_error", "other")
    assert error["ctx"] == {"expected": expected}


def test_messages_of_other_validators_stay_as_they_are() -> None:
    with pytest.raises(ValidationError) as raised:
        TypeAdapter[Any](Annotated[int, from_value(Tone)]).validate_python("other")
    assert [error["type"] for error in raised.value.errors()] == ["int_parsing"]
