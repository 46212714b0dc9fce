"""The project on disk: which files are its sources, under which import root, and their text."""

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from flashc import codes
from flashc.data import read_data
from flashc.diagnostic import Code, Diagnostic, Label
from flashc.discover import python_files
from flashc.ir.closure import Refused
from flashc.reading import NotText, decode
from flashc.source import SourceFile, Span


class UsageError(Exception):
    """The sources or the root as named on the command line cannot be used; the text says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """What was read: `files` are the sources, `find` reads a module of the import `root` on demand.

    `find` takes a dotted module name, and gives its file, a diagnostic if it cannot be read, or
    None if the root holds no such module.
    """

    files: tuple[SourceFile, ...]
    diagnostics: tuple[Diagnostic, ...]
    find: Callable[[str], SourceFile | Diagnostic | None]
    # Reads a data file by its path below `root`: None if there is none, or why it must not ship.
    data: Callable[[str], bytes | Refused | None]
    root: Path


def load(sources: Sequence[Path], *, root: Path | None, exclude: Sequence[Path]) -> Project:
    """Read all sources. `exclude` are folders to leave out, such as the output folder.

    Raises UsageError for a source that does not exist, or that lies outside the import root.
    """
    for source in sources:
        if not source.exists():
            raise UsageError(f"no such file or folder: {source}")
    base = _root(sources, root)
    paths = dict.fromkeys(path for s in sources for path in python_files(s, exclude))
    results = [_read(path, base) for path in paths]
    files = {one.module: one for one in results if isinstance(one, SourceFile)}
    problems = [one for one in results if isinstance(one, Diagnostic)]
    if not paths:
        problems.append(_no_python_files(sources))
    return Project(
        files=tuple(files[name] for name in sorted(files)),
        diagnostics=tuple(problems),
        find=lambda module: _find(module, base),
        data=lambda path: read_data(path, base),
        root=base,
    )


def _root(sources: Sequence[Path], root: Path | None) -> Path:
    if root is not None:
        if not root.is_dir():
            raise UsageError(f"the import root is not a folder: {root}")
        base = root.resolve()
    else:
        base = _common_root([_derived_root(source.resolve()) for source in sources])
    for source in sources:
        if not source.resolve().is_relative_to(base):
            raise UsageError(f"{source} lies outside the import root {_shown(base)}")
    return base


def _derived_root(source: Path) -> Path:
    """Climb out of packages: the root is the first folder without `__init__.py`."""
    folder = source if source.is_dir() else source.parent
    while (folder / "__init__.py").is_file() and folder.parent != folder:
        folder = folder.parent
    inner = folder / "src"
    if source == folder and inner.is_dir() and not any(folder.glob("*.py")):
        is_package = (inner / "__init__.py").is_file()
        elsewhere = any(f.is_dir() and f != inner and any(f.glob("*.py")) for f in folder.iterdir())
        if not is_package and not elsewhere:
            return inner
    return folder


def _common_root(roots: Sequence[Path]) -> Path:
    outermost = min(roots, key=lambda path: len(path.parts))
    if all(path.is_relative_to(outermost) for path in roots):
        return outermost
    names = ", ".join(dict.fromkeys(_shown(path) for path in roots))
    raise UsageError(
        f"the sources have different import roots ({names}); choose one with --root DIR"
    )


def _read(path: Path, base: Path) -> SourceFile | Diagnostic:
    shown = _shown(path)
    try:
        content = path.read_bytes()
    except OSError as error:
        reason = error.strerror or "unreadable"
        return _problem(codes.UNREADABLE, f"cannot read `{shown}`: {reason}", None)
    shipped = Path(os.path.abspath(path)).relative_to(base).as_posix()
    module, is_package = _module_of(shipped)
    try:
        text = decode(content)
    except NotText as problem:
        span = Span(path=shown, start=0, end=0)
        return _problem(codes.NOT_TEXT, f"`{shown}` is not text: {problem}", span)
    return SourceFile(
        path=shown,
        shipped=shipped,
        module=module,
        is_package=is_package,
        text=text,
        content=content,
    )


def _module_of(shipped: str) -> tuple[str, bool]:
    parts = shipped.removesuffix(".py").split("/")
    is_package = parts[-1] == "__init__" and len(parts) > 1
    return ".".join(parts[:-1] if is_package else parts), is_package


def _find(module: str, base: Path) -> SourceFile | Diagnostic | None:
    place = base.joinpath(*module.split("."))
    for candidate in _candidates(place):
        if candidate.is_file() and candidate.resolve().is_relative_to(base):
            return _read(candidate, base)
    return None


def _candidates(place: Path) -> Iterator[Path]:
    yield place / "__init__.py"
    yield place.with_name(f"{place.name}.py")


def _no_python_files(sources: Sequence[Path]) -> Diagnostic:
    names = ", ".join(f"`{source}`" for source in sources)
    return Diagnostic(
        code=codes.NO_PYTHON_FILES,
        message=f"no Python files in {names}",
        notes=("hidden folders, virtual environments, caches, tests and outputs are left out",),
        help="name the folder that holds your modules: `flashc src/ -o build/`",
    )


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
