"""Numbers and booleans in `Literal[...]`: their text is sent, and the function gets the value."""

from typing import Annotated, Any, Literal

import pytest
from pydantic import TypeAdapter, ValidationError

from flashc_runtime import from_text

NUMBER = TypeAdapter[Any](Annotated[Literal[3, -4], from_text(3, -4)])
MIXED = TypeAdapter[Any](Annotated[Literal[1, True, "a"], from_text(1, True)])
BOTH = TypeAdapter[Any](Annotated[Literal[1, "1", 2], from_text(2)])


@pytest.mark.parametrize(
    ("adapter", "sent", "value"),
    [
        (NUMBER, "3", 3),
        (NUMBER, "-4", -4),
        (NUMBER, 3, 3),
        (MIXED, "1", 1),
        (MIXED, "true", True),
        (MIXED, "True", True),
        (MIXED, "a", "a"),
        (BOTH, "1", "1"),
        (BOTH, 1, 1),
        (BOTH, "2", 2),
    ],
)
def test_text_becomes_the_value(adapter: Any, sent: object, value: object) -> None:
    found = adapter.validate_python(sent)
    assert (type(found), found) == (type(value), value)


@pytest.mark.parametrize("sent", ["5", "03", "3.0", " 3", "", "x", 5, None, [], ["3"], {}])
def test_no_other_text_is_taken(sent: object) -> None:
    with pytest.raises(ValidationError, match="Input should be 3 or -4"):
        NUMBER.validate_python(sent)


def test_a_boolean_is_none_of_the_numbers() -> None:
    adapter = TypeAdapter[Any](Annotated[Literal[1], from_text(1)])
    with pytest.raises(ValidationError, match="Input should be 1"):
        adapter.validate_python("true")


def test_the_document_shows_the_values() -> None:
    assert NUMBER.json_schema() == {"enum": [3, -4], "type": "integer"}
