"""Diagnostics as workflow commands of GitHub Actions, which shows them beside the changed lines.

A command is one line, `::error file=a.py,line=1::message`. What would end it or begin another is
escaped, in properties `:` and `,` as well: see the toolkit's documentation of workflow commands.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from flashc.diagnostic import Diagnostic, Label, Severity
from flashc.render.text import place_of
from flashc.render.visible import visible, visible_lines
from flashc.source import SourceFile

_COMMANDS: Final = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.NOTE: "notice",
}
_DATA: Final = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY: Final = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


def render_github(diagnostics: Sequence[Diagnostic], sources: Mapping[str, SourceFile]) -> str:
    """Give one command a line for each diagnostic."""
    return "".join(_command(one, sources) for one in diagnostics)


def annotation(severity: Severity, message: str, properties: Mapping[str, str | int]) -> str:
    """Give one command; `message` may have several lines, and both may hold any text."""
    listed = ",".join(
        f"{name}={visible(str(value)).translate(_PROPERTY)}" for name, value in properties.items()
    )
    said = "\n".join(visible_lines(message)).translate(_DATA)
    return f"::{_COMMANDS[severity]}{' ' if listed else ''}{listed}::{said}\n"


def _command(diagnostic: Diagnostic, sources: Mapping[str, SourceFile]) -> str:
    title = f"{diagnostic.code.number}: {diagnostic.code.title}"
    place = _place(diagnostic.primary, sources) if diagnostic.primary else {}
    return annotation(diagnostic.level, _message(diagnostic, sources), {**place, "title": title})


def _message(diagnostic: Diagnostic, sources: Mapping[str, SourceFile]) -> str:
    """Put everything into one text, because an annotation has one place only."""
    # What a line feed means in the user's text is not what it means in ours.
    lines = [visible(diagnostic.message)]
    if diagnostic.primary and diagnostic.primary.text:
        lines.append(visible(diagnostic.primary.text))
    for label in diagnostic.labels:
        text = label.text or "here"
        lines.append(visible(f"{place_of(label, sources)}: {text}"))
    lines += [f"note: {note}" for note in diagnostic.notes]
    if diagnostic.help:
        lines.append(f"help: {diagnostic.help}")
    return "\n".join(lines)


def _place(label: Label, sources: Mapping[str, SourceFile]) -> dict[str, str | int]:
    source = sources.get(label.span.path)
    if source is None:
        return {"file": label.span.path}
    start = source.position(min(label.span.start, len(source.text)))
    end = source.position(min(label.span.end, len(source.text)))
    place: dict[str, str | int] = {"file": label.span.path, "line": start.line}
    if end.line != start.line:
        # Columns count in one line only.
        return {**place, "endLine": end.line}
    # The last column is one that is marked, not the one after it.
    return place | {"col": start.column, "endColumn": max(end.column - 1, start.column)}
