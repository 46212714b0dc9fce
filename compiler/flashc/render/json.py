"""Diagnostics for machines: JSON values, and the document that they are part of.

The document's `schema` number changes when a field changes its meaning or goes away; new fields may
come without it. Lines and columns count from 1, columns in characters, ends are excluded.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Final

from flashc.diagnostic import Diagnostic, Fix, Label, Severity
from flashc.source import SourceFile, Span

SCHEMA: Final = 1

JsonValue = str | int | float | bool | None | Sequence["JsonValue"] | Mapping[str, "JsonValue"]
JsonObject = dict[str, JsonValue]


def render_json(command: str, exit_code: int, content: Mapping[str, JsonValue]) -> str:
    """Give the document as text: ASCII only, so that no terminal or locale can change it."""
    document = {"schema": SCHEMA, "command": command, "exit_code": exit_code, **content}
    return json.dumps(document, indent=2) + "\n"


def diagnostics_json(
    diagnostics: Sequence[Diagnostic], sources: Mapping[str, SourceFile]
) -> JsonObject:
    """Give the fields `diagnostics` and `counts` of a document."""
    levels = [one.level for one in diagnostics]
    return {
        "diagnostics": [diagnostic_json(one, sources) for one in diagnostics],
        "counts": {str(level): levels.count(level) for level in Severity},
    }


def diagnostic_json(diagnostic: Diagnostic, sources: Mapping[str, SourceFile]) -> JsonObject:
    """Give one diagnostic; `label` and each of `labels` hold a place and its text."""
    return {
        "code": diagnostic.code.number,
        "title": diagnostic.code.title,
        "severity": str(diagnostic.level),
        "message": diagnostic.message,
        "label": _label(diagnostic.primary, sources) if diagnostic.primary else None,
        "labels": [_label(label, sources) for label in diagnostic.labels],
        "notes": list(diagnostic.notes),
        "help": diagnostic.help,
        "fix": _fix(diagnostic.fix, sources) if diagnostic.fix else None,
    }


def _label(label: Label, sources: Mapping[str, SourceFile]) -> JsonObject:
    return {**_place(label.span, sources), "text": label.text}


def _fix(fix: Fix, sources: Mapping[str, SourceFile]) -> JsonObject:
    return {**_place(fix.span, sources), "replacement": fix.replacement}


def _place(span: Span, sources: Mapping[str, SourceFile]) -> JsonObject:
    source = sources.get(span.path)
    # A file that could not be read has a path, but no lines.
    if source is None:
        unknown: JsonObject = dict.fromkeys(("line", "column", "end_line", "end_column"))
        return {"path": span.path, **unknown}
    start = source.position(min(span.start, len(source.text)))
    end = source.position(min(span.end, len(source.text)))
    return {
        "path": span.path,
        "line": start.line,
        "column": start.column,
        "end_line": end.line,
        "end_column": end.column,
    }
