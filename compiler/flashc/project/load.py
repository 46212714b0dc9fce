"""The project on disk: which files are its sources, under which import root, and their text."""

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from flashc import codes
from flashc.diagnostic import Diagnostic, Label, Severity
from flashc.ir.closure import Listing, Refused
from flashc.project.data import list_data, read_data
from flashc.project.discover import Found, Unfollowed, python_files
from flashc.project.homes import Homes
from flashc.project.modules import (
    Raw,
    find_module,
    modules_below,
    read_raw,
    source_file,
    unreadable,
)
from flashc.project.own_imports import imports_of
from flashc.project.regular import Unreadable
from flashc.project.roots import Ambiguous, located_at, roots_of
from flashc.project.typeshed import Typeshed
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
    # Names the modules below a package, and the data files below a folder.
    below: Callable[[str], tuple[str, ...]]
    listing: Callable[[str], Listing | None]
    root: Path
    standard: Typeshed = field(default_factory=Typeshed)


def load(sources: Sequence[Path], *, root: Path | None, exclude: Sequence[Path]) -> Project:
    """Read all sources as one project. `exclude` are folders to leave out, such as the output.

    Raises UsageError for a source that does not exist, that lies outside the import root, or that
    belongs to another project than the rest.
    """
    projects = load_all(sources, root=root, exclude=exclude)
    if len(projects) == 1:
        return projects[0]
    names = ", ".join(_shown(project.root) for project in projects)
    raise UsageError(
        f"the sources have different import roots ({names}); choose one with --root DIR"
    )


def load_all(
    sources: Sequence[Path],
    *,
    root: Path | None,
    exclude: Sequence[Path],
    settled: Callable[[Path], Path | None] = lambda _: None,
) -> tuple[Project, ...]:
    """Read all sources as the independent projects that they are, sorted by root; at least one.

    `settled` gives the import root that the configuration around a file names, if it names one.
    Raises UsageError for a source that does not exist, that lies outside the import root, or whose
    import root cannot be told.
    """
    tops = [_top(source) for source in sources]
    base = None if root is None else _named_root(root, sources, tops)
    found = {top: tuple(python_files(top, exclude)) for top in tops}
    problems = [_problem_of(one) for each in found.values() for one in each]
    raws = _read_all([path for each in found.values() for path in each if isinstance(path, Path)])
    failed = [one for one in raws if isinstance(one, Diagnostic)]
    read = {one.path: one for one in raws if isinstance(one, Raw)}
    placed = _placed(found, read, base, settled)
    diagnostics = [*(one for one in problems if one is not None), *failed]
    if not any(isinstance(one, Path | Unreadable) for each in found.values() for one in each):
        diagnostics.append(_no_python_files(sources))
    roots = sorted(set(placed.values())) or [base or Homes().of(tops[0], tops[0])]
    return tuple(
        _project(one, [read[p] for p in read if placed[p] == one], diagnostics if not n else [])
        for n, one in enumerate(roots)
    )


def _top(source: Path) -> Path:
    if not source.exists():
        raise UsageError(f"no such file or folder: {source}")
    if not source.is_dir() and source.suffix != ".py":
        raise UsageError(f"not a Python file: {source}")
    return Path(os.path.realpath(source))


def _named_root(root: Path, sources: Sequence[Path], tops: Sequence[Path]) -> Path:
    if not root.is_dir():
        raise UsageError(f"the import root is not a folder: {root}")
    base = Path(os.path.realpath(root))
    for source, top in zip(sources, tops, strict=True):
        if not top.is_relative_to(base):
            raise UsageError(f"{source} lies outside the import root {_shown(base)}")
    return base


def _read_all(paths: Sequence[Path]) -> list[Raw | Diagnostic]:
    return [read_raw(path) for path in dict.fromkeys(paths)]


def _placed(
    found: Mapping[Path, tuple[Found, ...]],
    read: Mapping[Path, Raw],
    base: Path | None,
    settled: Callable[[Path], Path | None],
) -> dict[Path, Path]:
    """Give the import root of every file that was read."""
    if base is not None:
        return dict.fromkeys(read, base)
    named = {path: settled(path) for path in read}
    chosen = {path: root for path, root in named.items() if root and path.is_relative_to(root)}
    homes = Homes()
    located = [
        located_at(path, top, imports_of(read[path].text), homes)
        for top, paths in found.items()
        for path in paths
        if isinstance(path, Path) and path in read and path not in chosen
    ]
    unique = {file.path: file for file in reversed(located)}
    try:
        inferred = roots_of([unique[path] for path in read if path in unique])
    except Ambiguous as problem:
        raise UsageError(str(problem)) from None
    return {path: chosen.get(path) or inferred[path] for path in read}


def _project(root: Path, raws: Sequence[Raw], diagnostics: Sequence[Diagnostic]) -> Project:
    results = [source_file(raw, root) for raw in raws]
    problems = [one for one in results if isinstance(one, Diagnostic)]
    files: dict[str, SourceFile] = {}
    for file in results:
        if isinstance(file, SourceFile):
            other = files.get(file.module)
            # As Python does: of a package and a module of one name, the package is imported.
            files[file.module] = other if other is not None and other.is_package else file
            if other is not None:
                problems.append(_hidden(*sorted((file, other), key=lambda one: one.is_package)))
    return Project(
        files=tuple(files[name] for name in sorted(files)),
        diagnostics=(*diagnostics, *problems),
        find=lambda module: find_module(module, root),
        data=lambda path: read_data(path, root),
        below=lambda package: modules_below(package, root),
        listing=lambda folder: list_data(folder, root),
        root=root,
    )


def _hidden(module: SourceFile, package: SourceFile) -> Diagnostic:
    return Diagnostic(
        code=codes.SHADOWS,
        message=f"module `{module.module}` is hidden by the package of the same name",
        primary=Label(span=Span(path=module.path, start=0, end=0)),
        labels=(Label(span=Span(path=package.path, start=0, end=0), text="Python imports this"),),
        help="rename one of the two, and the imports of it",
    )


def _problem_of(one: Found) -> Diagnostic | None:
    match one:
        case Unreadable():
            return unreadable(one.path, one.reason)
        case Unfollowed():
            return _unfollowed(one)
        case _:
            return None


def _unfollowed(link: Unfollowed) -> Diagnostic:
    """Say that a link is left alone; where a module seems to be missing for it, as a warning."""
    return Diagnostic(
        code=codes.LINK_NOT_FOLLOWED,
        message=f"the link `{_shown(link.path)}` is not followed: {link.reason}",
        severity=Severity.WARNING if link.is_module else None,
        help="put a copy there if the project needs it; a line in .flashignore leaves it out without"
        " a word",
    )


def _no_python_files(sources: Sequence[Path]) -> Diagnostic:
    names = ", ".join(f"`{source}`" for source in sources)
    return Diagnostic(
        code=codes.NO_PYTHON_FILES,
        message=f"no Python files in {names}",
        notes=("hidden folders, virtual environments, caches, tests and outputs are left out",),
        help="name the folder that holds your modules: `flashc src/ -o build/`",
    )


def _shown(path: Path) -> str:
    return Path(os.path.relpath(path)).as_posix()
