"""One file of the project's as text, without the passwords in it."""

import os
from pathlib import Path

from flashc import codes
from flashc.diagnostic import Diagnostic, Label
from flashc.passes.requirements.passwords import without_passwords
from flashc.project.boundary import why_outside
from flashc.project.reading import NotText, decode
from flashc.project.regular import Unreadable, read_regular
from flashc.source import SourceFile, Span


def read_text(path: Path, root: Path) -> SourceFile | Diagnostic:
    """Read a file; its text holds asterisks for passwords, because messages quote it.

    A link may not lead out of the project around the import root, for the same reason.
    """
    shown = _shown(path)
    span = Span(path=shown, start=0, end=0)
    outside = why_outside(path, root)
    if outside is not None:
        return Diagnostic(
            code=codes.UNREADABLE,
            message=f"cannot read `{shown}`: {outside}",
            help="put a copy there, or remove the link",
        )
    content = read_regular(path)
    if isinstance(content, Unreadable):
        return Diagnostic(
            code=codes.UNREADABLE,
            message=f"cannot read `{shown}`: {content.reason}",
            help="check its permissions, and that it is a regular file",
        )
    try:
        text = decode(content)
    except NotText as problem:
        return Diagnostic(
            code=codes.NOT_TEXT,
            message=f"`{shown}` is not text: {problem}",
            primary=Label(span=span),
            help="save it as UTF-8",
        )
    return SourceFile(
        path=shown,
        shipped="",
        module="",
        is_package=False,
        text=without_passwords(text),
        content=content,
    )


def _shown(path: Path) -> str:
    """Give the path as a user would type it."""
    try:
        return Path(os.path.relpath(path)).as_posix()
    except ValueError:
        return path.as_posix()
