"""GitHub's Markdown: text, code spans and table cells that show exactly the user's characters."""

import re
from typing import Final

from flashc_emitters.code import Code
from flashc_emitters.literals.characters import show_hidden

_SPECIAL: Final = re.compile(r"[\\`*\[\]<&|~#]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])")
_PUNCTUATION: Final = re.compile(r"[!-.:-@\[-`{-~]")
_BACKTICKS: Final = re.compile("`+")
_BLANKS: Final = re.compile(r"\s+", re.ASCII)


def text(value: str) -> Code:
    """Return prose on one line; a line break of the user's becomes a blank."""
    shown = show_hidden(_BLANKS.sub(" ", value).strip(" "))
    return Code(_SPECIAL.sub(r"\\\g<0>", shown))


def code(value: str) -> Code:
    """Return a code span, fit for a table cell too."""
    shown = show_hidden(value)
    if "|" in shown:
        # No span can hold a backslash and a bar inside a table.
        return Code(f"<code>{_PUNCTUATION.sub(_entity, shown)}</code>")
    longest = max((len(run) for run in _BACKTICKS.findall(shown)), default=0)
    fence = "`" * (longest + 1)
    # A blank beside the fence is dropped by Markdown when it stands on both sides.
    blank = " " if shown[:1] in ("`", " ") or shown[-1:] in ("`", " ") else ""
    return Code(f"{fence}{blank}{shown}{blank}{fence}")


def _entity(match: re.Match[str]) -> str:
    return f"&#{ord(match[0])};"
