"""Members of enums in `Literal[...]`, which requests send as their values."""

from collections.abc import Callable
from enum import Enum

from pydantic import ValidationError, ValidatorFunctionWrapHandler, WrapValidator
from pydantic_core import PydanticKnownError


def from_value(enum: type[Enum]) -> WrapValidator:
    """Return what turns a value into the member of `enum` that has it; anything else stays as it is.

    pydantic does so for the enum itself, and not for its members in `Literal[...]`. As there, a number
    may be sent as text: queries and paths hold nothing else. What is refused is told the values.
    """
    read = _reader(enum)

    def validate(value: object, handler: ValidatorFunctionWrapHandler) -> object:
        try:
            return handler(read(value))
        except ValidationError as error:
            expected = _expected(enum, error)
            if expected is None:
                raise
        raise PydanticKnownError("literal_error", {"expected": expected})

    return WrapValidator(validate)


def _expected(enum: type[Enum], error: ValidationError) -> str | None:
    """Return what pydantic expects of a `Literal[...]`, with values for members; None for other errors."""
    problems = error.errors(include_url=False, include_input=False)
    if [(one["type"], one["loc"]) for one in problems] != [("literal_error", ())]:
        return None
    expected = str(problems[0]["ctx"]["expected"])
    for member in enum:
        expected = expected.replace(repr(member), repr(member.value))
    return expected


def _reader(enum: type[Enum]) -> Callable[[object], object]:
    members = {member.value: member for member in enum if _is_hashable(member.value)}
    texts = {
        str(value): member
        for value, member in members.items()
        if isinstance(value, int | float) and not isinstance(value, bool)
    }

    def read(value: object) -> object:
        # True is 1, and a member of no enum for that.
        if isinstance(value, bool) or not _is_hashable(value):
            return value
        found = members.get(value)
        if found is None and isinstance(value, str):
            found = texts.get(value)
        return value if found is None else found

    return read


def _is_hashable(value: object) -> bool:
    try:
        hash(value)
    except TypeError:
        return False
    return True
