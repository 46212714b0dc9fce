"""Small sources and labels for the rendering tests, and the text that is drawn of them."""

from textwrap import dedent

from flashc.codes import ROUTE_CONFLICT
from flashc.diagnostic import Code, Diagnostic, Label
from flashc.render.text import render_text
from flashc.source import SourceFile, Span


def source(text: str, path: str = "src/a.py") -> SourceFile:
    return SourceFile(
        path=path,
        shipped="a.py",
        module="a",
        is_package=False,
        text=text,
        content=text.encode("utf-8", "surrogatepass"),
    )


def at(file: SourceFile, needle: str, text: str = "", occurrence: int = 0) -> Label:
    """Label the given occurrence (from 0) of `needle`."""
    start = -1
    for _ in range(occurrence + 1):
        start = file.text.index(needle, start + 1)
    return Label(span=Span(path=file.path, start=start, end=start + len(needle)), text=text)


def between(file: SourceFile, start: int, end: int, text: str = "") -> Label:
    return Label(span=Span(path=file.path, start=start, end=end), text=text)


def drawn(
    *files: SourceFile,
    primary: Label | None = None,
    labels: tuple[Label, ...] = (),
    notes: tuple[str, ...] = (),
    help_: str | None = None,
    message: str = "m",
    code: Code = ROUTE_CONFLICT,
) -> str:
    """Render without colour; ends in exactly one line feed, which is taken off."""
    diagnostic = Diagnostic(
        code=code, message=message, primary=primary, labels=labels, notes=notes, help=help_
    )
    text = render_text(diagnostic, {file.path: file for file in files}, False)
    assert text.endswith("\n")
    return text[:-1]


def golden(text: str) -> str:
    return dedent(text).strip("\n")
