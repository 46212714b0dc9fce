r"""Python literals: `eval` of what is returned is the value, and black has nothing to change.

`repr` will not do: which characters it escapes depends on the host's Python version.
"""

import re
from typing import Final

from flashc.ir.plan.types import Literal
from flashc_emitters.code import Code, PlanError
from flashc_emitters.literals.characters import HIDDEN, escape

_NEEDS_ESCAPE: Final = {quote: re.compile(f"[\\\\{quote}{HIDDEN}]") for quote in ('"', "'")}

_NEEDS_ESCAPE_IN_BYTES: Final = {quote: re.compile(f"[\\\\{quote}]|[^ -~]") for quote in ('"', "'")}

# Python refuses to read, and by default to print, longer decimal integers (4300 digits).
_LONGEST_DECIMAL_BITS: Final = 14_000


def literal(value: Literal) -> Code:
    """Return the source of any literal of a plan."""
    # `bool` before `int`: True is an int as well.
    if value is None or isinstance(value, bool):
        return Code(value)
    if isinstance(value, str):
        return string(value)
    if isinstance(value, bytes):
        return byte_string(value)
    if isinstance(value, float):
        return real(value)
    if isinstance(value, int):
        return integer(value)
    raise PlanError(f"not a literal: {type(value).__name__}")


def string(text: str) -> Code:
    """Return a string literal, in the quotes that need fewer escapes, double ones for a tie."""
    quote = _quote(text)
    body = _NEEDS_ESCAPE[quote].sub(_escape_in_string, text)
    return Code(f"{quote}{body}{quote}")


def byte_string(value: bytes) -> Code:
    """Return a bytes literal; each byte above 127 is an escape."""
    text = value.decode("latin-1")
    quote = _quote(text)
    body = _NEEDS_ESCAPE_IN_BYTES[quote].sub(_escape_in_string, text)
    return Code(f"b{quote}{body}{quote}")


def integer(value: int) -> Code:
    """Return a decimal literal, or a hexadecimal one where Python would not read the decimal."""
    if value.bit_length() <= _LONGEST_DECIMAL_BITS:
        return Code(value)
    sign = "-" if value < 0 else ""
    return Code(f"{sign}0x{abs(value):X}")


def real(value: float) -> Code:
    """Return a float literal; infinities and NaN have none and are calls of `float`."""
    # The shortest digits that read back are the same in every Python; black drops the plus sign.
    text = float.__repr__(value)
    if text in ("inf", "-inf", "nan"):
        return Code(f'float("{text}")')
    return Code(text.replace("e+", "e"))


def _quote(text: str) -> str:
    return "'" if text.count('"') > text.count("'") else '"'


def _escape_in_string(match: re.Match[str]) -> str:
    character = match[0]
    return f"\\{character}" if character in "\\\"'" else escape(character)
