"""TOML 1.0 basic strings, ASCII only, so that no reader's Unicode handling matters."""

import re
from typing import Final

from flashc_emitters.code import Code, PlanError

_NEEDS_ESCAPE: Final = re.compile(r'[\\"]|[^ -~]')


def string(text: str) -> Code:
    """Return a basic string; raise `PlanError` for a lone surrogate, which TOML cannot hold."""
    return Code(f'"{_NEEDS_ESCAPE.sub(_escape, text)}"')


def _escape(match: re.Match[str]) -> str:
    character = match[0]
    if character in '\\"':
        return f"\\{character}"
    number = ord(character)
    if 0xD800 <= number <= 0xDFFF:
        raise PlanError("TOML has no lone surrogates")
    return f"\\u{number:04x}" if number <= 0xFFFF else f"\\U{number:08x}"
