"""Which characters are written as they are, in every language that shows text to people.

The table is fixed, because `str.isprintable` follows the Unicode version of the host's Python.
It lists what a reader cannot see or what changes how the rest of a line is read; everything else,
also a letter that a future Unicode version adds, stays readable.
"""

import re
from typing import Final

# Ranges of code points, both ends included.
_HIDDEN_RANGES: Final = (
    (0x00, 0x1F),  # C0 controls
    (0x7F, 0xA0),  # DEL, C1 controls, no-break space
    (0xAD, 0xAD),  # soft hyphen
    (0x034F, 0x034F),  # combining grapheme joiner
    (0x0600, 0x0605),  # Arabic number signs
    (0x061C, 0x061C),  # Arabic letter mark
    (0x06DD, 0x06DD),
    (0x070F, 0x070F),
    (0x0890, 0x0891),
    (0x08E2, 0x08E2),
    (0x115F, 0x1160),  # Hangul fillers
    (0x1680, 0x1680),  # Ogham space
    (0x17B4, 0x17B5),  # Khmer inherent vowels
    (0x180B, 0x180F),  # Mongolian selectors
    (0x2000, 0x200F),  # spaces, joiners, direction marks
    (0x2028, 0x202F),  # separators, direction embeddings
    (0x205F, 0x206F),  # invisible operators, direction isolates
    (0x3000, 0x3000),  # ideographic space
    (0x3164, 0x3164),  # Hangul filler
    (0xD800, 0xF8FF),  # surrogates, private use
    (0xFDD0, 0xFDEF),  # noncharacters
    (0xFE00, 0xFE0F),  # variation selectors
    (0xFEFF, 0xFEFF),  # byte order mark
    (0xFFA0, 0xFFA0),  # half-width Hangul filler
    (0xFFF0, 0xFFFF),  # specials
    (0x110BD, 0x110BD),
    (0x110CD, 0x110CD),
    (0x13430, 0x1345F),  # hieroglyph format controls
    (0x1BCA0, 0x1BCA3),  # shorthand format controls
    (0x1D159, 0x1D159),
    (0x1D173, 0x1D17A),  # musical format controls
    *((plane * 0x10000 + 0xFFFE, plane * 0x10000 + 0xFFFF) for plane in range(1, 14)),
    (0xE0000, 0x10FFFF),  # tags, selectors, private use
)

# The inside of a character class that matches every character of the table.
HIDDEN: Final = "".join(f"\\U{first:08x}-\\U{last:08x}" for first, last in _HIDDEN_RANGES)

_HIDDEN_CHARACTER: Final = re.compile(f"[{HIDDEN}]")

_SHORT: Final = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


def escape(character: str) -> str:
    r"""Return the escape of one character that Python, JSON readers and people all understand.

    The digits are lower case, as black writes them: `\n`, `\x00`, `\u202e`, `\U000e0001`.
    """
    if character in _SHORT:
        return _SHORT[character]
    number = ord(character)
    if number <= 0xFF:
        return f"\\x{number:02x}"
    return f"\\u{number:04x}" if number <= 0xFFFF else f"\\U{number:08x}"


def show_hidden(text: str) -> str:
    """Return the text with its hidden characters spelled out, for prose that has no escapes."""
    return _HIDDEN_CHARACTER.sub(lambda match: escape(match[0]), text)
