"""Words of a POSIX shell command."""

import re
from typing import Final

from flashc_emitters.code import Code, PlanError

_PLAIN_WORD: Final = re.compile(r"[A-Za-z0-9@%+=:,./_-]+")


def word(text: str) -> Code:
    """Return one word: as it is where nothing in it is special, else in single quotes."""
    if "\0" in text:
        raise PlanError("no argument of a command can hold NUL")
    if _PLAIN_WORD.fullmatch(text):
        return Code(text)
    quoted = text.replace("'", "'\\''")
    return Code(f"'{quoted}'")
