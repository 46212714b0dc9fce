"""Diagnostics as SARIF 2.1.0, the exchange format of code scanning (OASIS, 2020).

Columns count Unicode code points, as everywhere in flashc. Paths stay relative, so that the document
is the same on every machine; `%SRCROOT%` is where flashc ran.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final
from urllib.parse import quote

from flashc.diagnostic import Code, Diagnostic, Fix, Label
from flashc.render.json import JsonObject, JsonValue
from flashc.render.visible import visible, visible_lines
from flashc.source import SourceFile, Span
from flashc.version import __version__

_SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
_ROOT: Final = "%SRCROOT%"
# `[text](target)` in a message is a link; nobody's names may become one.
_LINK: Final = re.compile(r"\[(?=[^\[\]]*\]\()")


def render_sarif(
    diagnostics: Sequence[Diagnostic],
    sources: Mapping[str, SourceFile],
    *,
    successful: bool,
    remarks: Sequence[str] = (),
) -> str:
    """Give the document as text, ASCII only.

    `remarks` are errors that are not about the sources: something stands in the way on disk, or the
    output is not what the sources compile to. `successful` is false only when flashc could not do
    what it was asked; findings are a success of it.
    """
    codes = {one.code.number: one.code for one in diagnostics}
    rules = [codes[number] for number in sorted(codes)]
    run: JsonObject = {
        "tool": {"driver": _driver(rules)},
        "columnKind": "unicodeCodePoints",
        "newlineSequences": ["\r\n", "\n", "\r"],
        "originalUriBaseIds": {_ROOT: {"description": {"text": "the folder in which flashc ran"}}},
        "invocations": [_invocation(remarks, successful=successful)],
        "artifacts": [_artifact(path) for path in _paths(diagnostics)],
        "results": [_Result(one, sources, rules).result() for one in diagnostics],
    }
    document = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(document, indent=2) + "\n"


def _driver(rules: Sequence[Code]) -> JsonObject:
    return {
        "name": "flashc",
        "version": __version__,
        "semanticVersion": __version__,
        "rules": [_rule(code) for code in rules],
    }


def _rule(code: Code) -> JsonObject:
    name = "".join(word.capitalize() for word in code.title.replace("-", " ").split())
    return {
        "id": code.number,
        "name": "".join(character for character in name if character.isalnum()),
        "shortDescription": {"text": code.title},
        "fullDescription": {"text": code.title},
        "help": {"text": code.explanation, "markdown": code.explanation},
        "defaultConfiguration": {"level": str(code.severity)},
    }


def _invocation(remarks: Sequence[str], *, successful: bool) -> JsonObject:
    notifications: list[JsonValue] = [
        {"level": "error", "message": {"text": "\n".join(visible_lines(remark))}}
        for remark in remarks
    ]
    return {"executionSuccessful": successful, "toolExecutionNotifications": notifications}


def _paths(diagnostics: Sequence[Diagnostic]) -> list[str]:
    labels = (label for one in diagnostics for label in (one.primary, *one.labels))
    return sorted({label.span.path for label in labels if label is not None})


def _artifact(path: str) -> JsonObject:
    language: JsonObject = {"sourceLanguage": "python"} if path.endswith(".py") else {}
    return {"location": _location_of(path), **language}


def _location_of(path: str) -> JsonObject:
    uri = quote(path, errors="surrogateescape")
    # A path that leaves the root, or has none, is not relative to it.
    is_below = not path.startswith(("../", "/")) and ":" not in path.split("/", maxsplit=1)[0]
    return {"uri": uri, "uriBaseId": _ROOT} if is_below else {"uri": uri}


class _Result:
    def __init__(
        self,
        diagnostic: Diagnostic,
        sources: Mapping[str, SourceFile],
        rules: Sequence[Code],
    ) -> None:
        self._one = diagnostic
        self._sources = sources
        self._rules = rules

    def result(self) -> JsonObject:
        one = self._one
        result: JsonObject = {
            "ruleId": one.code.number,
            "ruleIndex": self._rules.index(one.code),
            "level": str(one.level),
            "message": {"text": _LINK.sub(r"\\[", "\n".join(self._lines()))},
        }
        if one.primary is not None:
            result["locations"] = [{"physicalLocation": self._place(one.primary.span)}]
        if one.labels:
            result["relatedLocations"] = [
                self._related(index, label) for index, label in enumerate(one.labels, start=1)
            ]
        if one.fix is not None:
            result["fixes"] = [self._fix(one.fix)]
        return result

    def _lines(self) -> Iterator[str]:
        one = self._one
        yield visible(one.message)
        if one.primary is not None and one.primary.text:
            yield visible(one.primary.text)
        for note in one.notes:
            yield from visible_lines(f"note: {note}")
        if one.help:
            yield from visible_lines(f"help: {one.help}")

    def _place(self, span: Span) -> JsonObject:
        place: JsonObject = {"artifactLocation": _location_of(span.path)}
        region = self._region(span)
        return place | {"region": region} if region else place

    def _region(self, span: Span) -> JsonObject:
        """Give lines and columns from 1; SARIF's last column is excluded, as ours is."""
        source = self._sources.get(span.path)
        if source is None:
            return {}
        start = source.position(min(span.start, len(source.text)))
        end = source.position(min(span.end, len(source.text)))
        return {
            "startLine": start.line,
            "startColumn": start.column,
            "endLine": end.line,
            "endColumn": end.column,
        }

    def _related(self, index: int, label: Label) -> JsonObject:
        return {
            "id": index,
            "physicalLocation": self._place(label.span),
            "message": {"text": visible(label.text) or "here"},
        }

    def _fix(self, fix: Fix) -> JsonObject:
        change: JsonObject = {
            "artifactLocation": _location_of(fix.span.path),
            "replacements": [
                {
                    "deletedRegion": self._region(fix.span),
                    "insertedContent": {"text": fix.replacement},
                }
            ],
        }
        written = visible(fix.replacement)
        return {"description": {"text": f"write {written} here"}, "artifactChanges": [change]}
