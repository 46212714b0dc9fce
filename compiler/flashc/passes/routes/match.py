"""Matching of path templates, with the patterns that Starlette gives its converters."""

import re

from flashc.ir.program import Path, PathText

PATTERNS = {
    "str": "[^/]+",
    "path": ".*",
    "int": "[0-9]+",
    "float": r"[0-9]+(\.[0-9]+)?",
    "uuid": "[0-9a-fA-F]{8}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{12}",
}


def pattern_of(path: Path) -> str:
    """Give the regular expression that a whole request path must match."""
    return "".join(
        re.escape(part.text) if isinstance(part, PathText) else f"({PATTERNS[part.converter]})"
        for part in path.parts
    )


def captures(template: Path, other: Path) -> bool:
    """Whether `template` matches every request that the literal path `other` would answer."""
    literal = all(isinstance(part, PathText) for part in other.parts)
    return literal and re.fullmatch(pattern_of(template), other.text) is not None
