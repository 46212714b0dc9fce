"""Modules on disk: files read and decoded, and their names below an import root."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from flashc import codes
from flashc.diagnostic import Code, Diagnostic, Label, Severity
from flashc.project.discover import python_files
from flashc.project.links import why_not_shipped
from flashc.project.reading import NotText, decode
from flashc.project.regular import Unreadable, read_regular
from flashc.source import SourceFile, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Raw:
    """A file that was read; `path` is absolute and without links."""

    path: Path
    content: bytes
    text: str


def read_raw(path: Path) -> Raw | Diagnostic:
    """Read and decode a file; a diagnostic where that cannot be done."""
    content = read_regular(path)
    if isinstance(content, Unreadable):
        return unreadable(path, content.reason)
    try:
        return Raw(path=path, content=content, text=decode(content))
    except NotText as problem:
        shown = _shown(path)
        span = Span(path=shown, start=0, end=0)
        return _problem(codes.NOT_TEXT, f"`{shown}` is not text: {problem}", span)


def unusable(parts: Sequence[str]) -> str | None:
    """Say why no worker can hold a module of this path, as a clause; None if one can."""
    if any("." in part for part in parts):
        return "a dot in its name keeps it from being imported"
    if any("\\" in part for part in parts):
        return "a backslash in its name parts folders on other systems"
    try:
        "".join(parts).encode()
    except UnicodeEncodeError:
        return "its name is not UTF-8"
    return None


def source_file(raw: Raw, root: Path) -> SourceFile | Diagnostic:
    """Give a file its name below `root`; a diagnostic where no import could name it."""
    shipped = raw.path.relative_to(root).as_posix()
    parts = shipped.removesuffix(".py").split("/")
    why_not = unusable(parts)
    if why_not is not None:
        return Diagnostic(
            code=codes.UNREADABLE,
            message=f"`{_shown(raw.path)}` is left out: {why_not}",
            severity=Severity.WARNING,
            help="rename it, if it belongs to the project",
        )
    is_package = parts[-1] == "__init__" and len(parts) > 1
    return SourceFile(
        path=_shown(raw.path),
        shipped=shipped,
        module=".".join(parts[:-1] if is_package else parts),
        is_package=is_package,
        text=raw.text,
        content=raw.content,
    )


def find_module(module: str, root: Path) -> SourceFile | Diagnostic | None:
    """Read the file of a module by its dotted name; None if `root` holds no such module."""
    for candidate in _candidates(root.joinpath(*module.split("."))):
        # Unlike their kin of `Path`, these have an answer for names of any length and for circles.
        if os.path.isfile(candidate):  # noqa: PTH113
            if not Path(os.path.realpath(candidate)).is_relative_to(root):
                continue
            reason = why_not_shipped(candidate, root)
            if reason is not None:
                return unreadable(candidate, reason)
            raw = read_raw(candidate)
            return raw if isinstance(raw, Diagnostic) else source_file(raw, root)
    return None


def modules_below(package: str, root: Path) -> tuple[str, ...]:
    """Give the dotted names of all modules below a package or folder of `root`, sorted."""
    folder = root.joinpath(*package.split("."))
    if not folder.is_dir() or not Path(os.path.realpath(folder)).is_relative_to(root):
        return ()
    names: set[str] = set()
    for path in python_files(folder, ()):
        if isinstance(path, Path):
            parts = path.relative_to(root).as_posix().removesuffix(".py").split("/")
            if unusable(parts) is None:
                names.add(".".join(parts[:-1] if parts[-1] == "__init__" else parts))
    return tuple(sorted(names))


def unreadable(path: Path, reason: str) -> Diagnostic:
    """Report a file or folder that cannot be read."""
    return _problem(codes.UNREADABLE, f"cannot read `{_shown(path)}`: {reason}", None)


def _candidates(place: Path) -> Iterator[Path]:
    yield place / "__init__.py"
    yield place.with_name(f"{place.name}.py")


def _problem(code: Code, message: str, span: Span | None) -> Diagnostic:
    return Diagnostic(
        code=code,
        message=message,
        primary=None if span is None else Label(span=span),
        help=_HELP[code.number],
    )


def _shown(path: Path) -> str:
    """Give the path as a user would type it: from the working folder where it lies below that."""
    try:
        relative = os.path.relpath(path)
    except ValueError:
        return path.as_posix()
    return Path(relative).as_posix()


_HELP = {
    codes.UNREADABLE.number: "check its permissions, or leave it out of the sources",
    codes.NOT_TEXT.number: "save it as UTF-8, or declare its encoding in the first line (PEP 263)",
}
