"""Diagnostics as workflow commands: one line each, whatever the user's text holds."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashc.codes import ROUTE_CONFLICT
from flashc.diagnostic import Diagnostic, Label, Severity
from flashc.render.github import annotation, render_github
from flashc.source import Span
from render.drawn import at, between, source

FILE = source("a = 1\npath = 'x'\nend = (\n    2\n)\n", "src/a, b:c.py")
LINE = re.compile(r"::(error|warning|notice)( [^\r\n]*?)?::([^\r\n]*)\n")


def rendered(diagnostic: Diagnostic) -> str:
    return render_github((diagnostic,), {FILE.path: FILE})


def test_an_annotation_has_its_place_and_says_everything() -> None:
    diagnostic = Diagnostic(
        code=ROUTE_CONFLICT,
        message="100% twice",
        primary=at(FILE, "path", "again"),
        labels=(at(FILE, "a", "first"),),
        notes=("n",),
        help="h:\nx = 1",
    )
    assert rendered(diagnostic) == (
        "::error file=src/a%2C b%3Ac.py,line=2,col=1,endColumn=4,title=FC304%3A route conflict::"
        "100%25 twice%0Aagain%0Asrc/a, b:c.py:1:1: first%0Anote: n%0Ahelp: h:%0Ax = 1\n"
    )


@pytest.mark.parametrize(
    ("severity", "command"),
    [(Severity.ERROR, "error"), (Severity.WARNING, "warning"), (Severity.NOTE, "notice")],
)
def test_severities_have_github_s_names(severity: Severity, command: str) -> None:
    diagnostic = Diagnostic(code=ROUTE_CONFLICT, message="m", severity=severity)
    assert rendered(diagnostic) == f"::{command} title=FC304%3A route conflict::m\n"


def test_over_several_lines_there_are_no_columns() -> None:
    start = FILE.text.index("(")
    diagnostic = Diagnostic(
        code=ROUTE_CONFLICT, message="m", primary=between(FILE, start, len(FILE.text) - 1)
    )
    assert ",line=3,endLine=5,title=" in rendered(diagnostic)


def test_an_empty_place_marks_one_column() -> None:
    diagnostic = Diagnostic(code=ROUTE_CONFLICT, message="m", primary=between(FILE, 0, 0))
    assert ",line=1,col=1,endColumn=1,title=" in rendered(diagnostic)


def test_a_file_that_could_not_be_read_has_no_line() -> None:
    label = Label(span=Span(path="gone.py", start=0, end=0))
    diagnostic = Diagnostic(code=ROUTE_CONFLICT, message="m", primary=label)
    assert rendered(diagnostic).startswith("::error file=gone.py,title=")


@given(st.text(), st.text())
def test_no_text_ends_the_line_or_begins_another_command(message: str, name: str) -> None:
    line = annotation(Severity.ERROR, message, {"file": name, "title": message})
    match = LINE.fullmatch(line)
    assert match
    assert "," not in match[2].replace(",title=", "", 1)
    assert "\x1b" not in line


def test_a_message_that_looks_like_a_command_stays_a_message() -> None:
    line = annotation(Severity.ERROR, "x\n::set-output name=a::b\r\n::error::c", {})
    assert line == r"::error::x%0A::set-output name=a::b\r%0A::error::c" + "\n"
