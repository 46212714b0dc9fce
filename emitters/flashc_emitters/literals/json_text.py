"""JSON, ASCII only, keys in the order given."""

import json
import math
from collections.abc import Mapping

from flashc.ir.plan.types import Json
from flashc_emitters.code import Code

# Python prints no longer integers in decimal (4300 digits), and few readers would take them.
_LONGEST_INTEGER_BITS = 14_000


def compact(value: Json) -> Code:
    """Return the value on one line."""
    return Code(_without_delete(json.dumps(_representable(value))))


def indented(value: Json) -> Code:
    """Return the value with one item a line, two columns a level, and a final line break."""
    return Code(_without_delete(json.dumps(_representable(value), indent=2)) + "\n")


def _representable(value: Json) -> object:
    """Turn what JSON has no number for (NaN, infinities, giant integers) into text."""
    if isinstance(value, Mapping):
        return {key: _representable(item) for key, item in value.items()}
    if isinstance(value, (tuple, list)):
        return [_representable(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return float.__repr__(value)
    if isinstance(value, int) and value.bit_length() > _LONGEST_INTEGER_BITS:
        return hex(value)
    return value


def _without_delete(text: str) -> str:
    # The one control character that JSON permits unescaped.
    return text.replace("\x7f", "\\u007f")
