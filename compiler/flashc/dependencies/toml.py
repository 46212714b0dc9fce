"""TOML files that others write: their data, or one diagnostic."""

import re
import tomllib
from collections.abc import Mapping
from typing import Any

from flashc import codes
from flashc.diagnostic import Diagnostic, Label
from flashc.source import SourceFile

# How tomllib says where it stopped, on every Python that flashc runs on.
_STOPPED = re.compile(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)$")

Table = Mapping[str, Any]


def load_toml(source: SourceFile) -> Table | Diagnostic:
    """Parse a whole file."""
    try:
        return tomllib.loads(source.text)
    except RecursionError:
        return not_toml(source, "nested too deeply", 1, 1)
    except ValueError as error:
        match = _STOPPED.search(str(error))
        reason = str(error)[: match.start()] if match else str(error)
        last = len(source.line_starts)
        line = int(match[1]) if match and match[1] else last
        column = int(match[2]) if match and match[2] else 1
        return not_toml(source, reason[:1].lower() + reason[1:], line, column)


def not_toml(source: SourceFile, reason: str, line: int, column: int) -> Diagnostic:
    """Say where a file breaks the rules."""
    return Diagnostic(
        code=codes.REQUIREMENTS_UNREADABLE,
        message=f"`{source.path}` is not valid TOML",
        primary=Label(span=source.span_of_line(line, column), text=reason),
        help="mend it, or restore it from version control",
    )


def table(data: object, *names: str) -> Table:
    """Give the table below `names`; an empty one where there is none."""
    for name in names:
        data = data.get(name) if isinstance(data, Mapping) else None
    return data if isinstance(data, Mapping) else {}


def texts(data: object) -> tuple[tuple[int, str], ...]:
    """Give the texts of an array with their indexes."""
    values = data if isinstance(data, list) else []
    return tuple((index, value) for index, value in enumerate(values) if isinstance(value, str))
