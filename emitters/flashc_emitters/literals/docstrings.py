r"""Docstrings: triple-quoted, readable, laid out as black leaves them.

What `inspect.cleandoc` makes of the emitted docstring, and so what FastAPI shows, is what it makes
of the user's text, apart from blanks where nothing else is and lone surrogates. The lines are
only shifted to the indentation of the generated code: every supported Python then agrees, though
their `cleandoc`s do not agree about exotic blanks.
"""

import re
from typing import Final

from flashc_emitters.code import Code
from flashc_emitters.literals.characters import HIDDEN, escape

_HIDDEN_OR_BACKSLASH: Final = re.compile(f"[\\\\{HIDDEN}]")
_QUOTE_BEFORE_TWO: Final = re.compile('"(?="")')
_LEADING_SPACES: Final = re.compile(" *")


def docstring_or_none(text: str | None, indent: int) -> Code | None:
    """Return the literal, or None where there is nothing to say."""
    if text is None or not text.strip():
        return None
    return docstring(text, indent)


def docstring(text: str, indent: int) -> Code:
    """Return the literal for code that is indented by `indent` columns, without the first indent.

    The text has to hold something else than blanks.
    """
    first, *rest = text.expandtabs().rstrip().split("\n")
    lines = [_encode_line(line) for line in (first.lstrip(" "), *_shift(rest, indent))]
    while not lines[-1]:
        del lines[-1]
    if not lines[0]:
        start = next(index for index, line in enumerate(lines) if line)
        return _below_the_quotes(lines[start:], indent)
    if len(lines) == 1 and lines[0].endswith('"'):
        # On one line, black would put a blank between this quote and the closing ones.
        return _below_the_quotes([" " * indent + lines[0]], indent)
    if lines[0].startswith('"'):
        # black would put a blank before it.
        lines[0] = "\\" + lines[0]
    closing = '"""' if len(lines) == 1 else "\n" + " " * indent + '"""'
    return Code('"""' + "\n".join(lines) + closing)


def _below_the_quotes(lines: list[str], indent: int) -> Code:
    return Code("\n".join(('"""', *lines, " " * indent + '"""')))


def _shift(lines: list[str], indent: int) -> list[str]:
    """Move lines as a block so that the least indented one starts at `indent`."""
    margin = min((_indentation(line) for line in lines if line.strip(" ")), default=0)
    return [" " * indent + line[margin:] if line.strip(" ") else "" for line in lines]


def _indentation(line: str) -> int:
    match = _LEADING_SPACES.match(line)
    return len(match[0]) if match else 0


def _encode_line(line: str) -> str:
    encoded = _HIDDEN_OR_BACKSLASH.sub(_escape, line)
    if encoded.endswith(" "):
        # Two blanks at the end break a line in Markdown; black would remove them.
        encoded = encoded[:-1] + "\\x20"
    return _QUOTE_BEFORE_TWO.sub('\\"', encoded)


def _escape(match: re.Match[str]) -> str:
    character = match[0]
    if character == "\\":
        return "\\\\"
    # No OpenAPI document can hold half a character, so the reader sees its escape instead.
    is_surrogate = "\ud800" <= character <= "\udfff"
    return "\\" * is_surrogate + escape(character)
