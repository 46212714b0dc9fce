"""Members of enums in `Literal[...]`, which requests send as their values."""

from collections.abc import Callable
from enum import Enum

from pydantic import BeforeValidator


def from_value(enum: type[Enum]) -> BeforeValidator:
    """Return what turns a value into the member of `enum` that has it; anything else stays as it is.

    pydantic does so for the enum itself, and not for its members in `Literal[...]`. As there, a number
    may be sent as text: queries and paths hold nothing else.
    """
    return BeforeValidator(_reader(enum))


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
