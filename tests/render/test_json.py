"""Diagnostics for machines."""

import json

from flashc.codes import ROUTE_CONFLICT
from flashc.diagnostic import Diagnostic, Fix, Label, Severity
from flashc.render.json import SCHEMA, diagnostic_json, diagnostics_json, render_json
from flashc.source import Span
from render.drawn import at, source

FILE = source("a = 1\n名 = '\x1b'; path = 2\n")


def test_a_diagnostic_is_complete() -> None:
    diagnostic = Diagnostic(
        code=ROUTE_CONFLICT,
        message="m",
        primary=at(FILE, "path", "here"),
        labels=(at(FILE, "a", "there"),),
        notes=("n",),
        help="h",
        fix=Fix(span=at(FILE, "1").span, replacement="2"),
    )
    assert diagnostic_json(diagnostic, {FILE.path: FILE}) == {
        "code": "FC304",
        "title": "route conflict",
        "severity": "error",
        "message": "m",
        "label": {
            "path": "src/a.py",
            "line": 2,
            "column": 10,
            "end_line": 2,
            "end_column": 14,
            "text": "here",
        },
        "labels": [
            {
                "path": "src/a.py",
                "line": 1,
                "column": 1,
                "end_line": 1,
                "end_column": 2,
                "text": "there",
            }
        ],
        "notes": ["n"],
        "help": "h",
        "fix": {
            "path": "src/a.py",
            "line": 1,
            "column": 5,
            "end_line": 1,
            "end_column": 6,
            "replacement": "2",
        },
    }


def test_what_is_absent_is_null() -> None:
    found = diagnostic_json(Diagnostic(code=ROUTE_CONFLICT, message="m"), {})
    assert (found["label"], found["labels"], found["help"], found["fix"]) == (None, [], None, None)


def test_a_place_in_a_file_that_could_not_be_read_has_a_path_and_no_lines() -> None:
    label = Label(span=Span(path="gone.py", start=0, end=0))
    found = diagnostic_json(Diagnostic(code=ROUTE_CONFLICT, message="m", primary=label), {})
    assert found["label"] == {
        "path": "gone.py",
        "line": None,
        "column": None,
        "end_line": None,
        "end_column": None,
        "text": "",
    }


def test_severities_are_counted_as_they_are_in_force() -> None:
    one = Diagnostic(code=ROUTE_CONFLICT, message="m")
    other = Diagnostic(code=ROUTE_CONFLICT, message="m", severity=Severity.WARNING)
    assert diagnostics_json((one, other), {})["counts"] == {"error": 1, "warning": 1, "note": 0}


def test_the_document_is_ascii_and_has_a_schema_number() -> None:
    text = render_json("check", 1, {"message": "名\x1b\u202e\udc80"})
    assert text.isascii()
    assert text.endswith("}\n")
    assert json.loads(text) == {
        "schema": SCHEMA,
        "command": "check",
        "exit_code": 1,
        "message": "名\x1b\u202e\udc80",
    }
