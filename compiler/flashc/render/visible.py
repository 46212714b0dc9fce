"""User text made safe to show: what a terminal would obey or hide is written out instead.

A file name, a string literal or a message may hold escape sequences that move the cursor, controls
that reverse the direction of what follows, or characters that nobody sees. The table is fixed, not
taken from `unicodedata`, whose answer depends on the Python that runs us.
"""

import re

# Controls, invisible and formatting characters, spaces that only look like one, lone surrogates,
# noncharacters. Variation selectors stay: they only choose between two looks of one character.
_HIDDEN = re.compile(
    "[\x00-\x1f\x7f-\xa0\xad\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f\u2000-\u200f"
    "\u2028-\u202f\u205f-\u206f\u3000\u3164\ud800-\udfff\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff]"
)
_NAMED = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


def visible(text: str) -> str:
    r"""Give `text` with every hidden character as `\n`, `\x1b` or `\u{202e}`.

    Backslashes are left alone: this is for reading, and a source line should look like itself.
    """
    return _HIDDEN.sub(_written_out, text)


def visible_lines(text: str) -> list[str]:
    """Give the lines of a text that may have several, each made safe."""
    return [visible(line) for line in text.split("\n")]


def _written_out(match: re.Match[str]) -> str:
    character = match.group()
    if character in _NAMED:
        return _NAMED[character]
    number = ord(character)
    # An undecodable byte of a file name or an argument reaches Python as a surrogate of this range.
    if 0xDC80 <= number <= 0xDCFF:
        return f"\\x{number - 0xDC00:02x}"
    return f"\\x{number:02x}" if number < 0x100 else f"\\u{{{number:x}}}"
