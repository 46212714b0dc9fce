"""One file of the project's as text, without the passwords in it."""

import os
import re
from pathlib import Path

from flashc import codes
from flashc.diagnostic import Diagnostic, Label
from flashc.reading import NotText, decode
from flashc.source import SourceFile, Span

# What stands before the host of a URL, where it is more than `git@` or a variable.
_USER = re.compile(r"(?<=://)[^/@\s\"']+(?=@)")
_HARMLESS = re.compile(r"(?:git|hg|\$\{[A-Z0-9_]+\}|:)*")


def read_text(path: Path) -> SourceFile | Diagnostic:
    """Read a file; its text holds asterisks for passwords, because messages quote it."""
    shown = _shown(path)
    span = Span(path=shown, start=0, end=0)
    try:
        content = path.read_bytes()
    except OSError as error:
        reason = error.strerror or "unreadable"
        return Diagnostic(
            code=codes.UNREADABLE,
            message=f"cannot read `{shown}`: {reason}",
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


def has_password(url: str) -> bool:
    """Whether a URL names a user that is more than a variable or the name that git servers use.

    Hidden ones count: a requirement that was read from a file shows asterisks.
    """
    user = _USER.search(url)
    return user is not None and not _HARMLESS.fullmatch(user[0])


def without_passwords(text: str) -> str:
    """Give a text in which asterisks stand for passwords and tokens in addresses."""
    return _USER.sub(_hidden, text)


def _hidden(match: re.Match[str]) -> str:
    # As many characters as before, so that places stay where they are.
    return match[0] if _HARMLESS.fullmatch(match[0]) else "*" * len(match[0])


def _shown(path: Path) -> str:
    """Give the path as a user would type it."""
    try:
        return Path(os.path.relpath(path)).as_posix()
    except ValueError:
        return path.as_posix()
