"""All files of the project that say something about distributions, as one value."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from flashc import codes
from flashc.dependencies.locate import (
    LOCKS,
    PYPROJECT,
    REQUIREMENTS,
    VERSION,
    files_above,
    files_in,
    folders_of,
    top_of,
)
from flashc.dependencies.locks import read_lock
from flashc.dependencies.pyproject import read_pyproject
from flashc.dependencies.python_version import read_version
from flashc.dependencies.requirements_txt import Include, read_requirements
from flashc.dependencies.texts import read_text
from flashc.diagnostic import Diagnostic, Label
from flashc.ir.constraints import (
    Constraints,
    Entry,
    PythonRange,
    PythonVersion,
    Role,
    Scope,
)
from flashc.source import SourceFile


def read_constraints(root: Path, shipped: Iterable[str]) -> Constraints:
    """Read what holds for the modules at `shipped`, paths below the import root.

    For each name of a file the nearest one counts, from a module's folder upwards.
    """
    reader = _Reader(root)
    above = files_above(root)
    scopes: list[Scope] = []
    for folder in folders_of(shipped):
        here = files_in(root / folder) if folder else {}
        if folder and not here:
            continue
        scopes.append(reader.scope(folder, {**above, **_between(root, folder), **here}))
    return Constraints(
        scopes=tuple(scopes),
        files=tuple(reader.files.values()),
        diagnostics=tuple(dict.fromkeys(reader.diagnostics)),
    )


def _between(root: Path, folder: str) -> dict[str, Path]:
    """Give the nearest files of the folders between the import root and `folder`."""
    found: dict[str, Path] = {}
    parent = folder.rpartition("/")[0]
    while parent:
        found = {**files_in(root / parent), **found}
        parent = parent.rpartition("/")[0]
    return found


class _Reader:
    """Reads each file once, however many scopes it belongs to."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._top = top_of(root)
        self._texts: dict[Path, SourceFile | None] = {}
        self.files: dict[str, SourceFile] = {}
        self.diagnostics: list[Diagnostic] = []

    def scope(self, folder: str, paths: dict[str, Path]) -> Scope:
        entries: list[Entry] = []
        pythons: list[PythonRange | PythonVersion] = []
        declares = False
        if REQUIREMENTS in paths:
            declares = True
            entries += self._requirements(paths[REQUIREMENTS], Role.REQUIRED, [], set())
        pyproject = self._text(paths[PYPROJECT]) if PYPROJECT in paths else None
        if pyproject is not None:
            declared = read_pyproject(pyproject)
            self.diagnostics += declared.diagnostics
            entries += declared.entries
            pythons += declared.pythons
            declares = declares or declared.declares
        for name in LOCKS:
            source = self._text(paths[name]) if name in paths else None
            entries += self._kept(read_lock(source)) if source is not None else []
        version = self._text(paths[VERSION]) if VERSION in paths else None
        pythons += () if version is None else read_version(version)
        return Scope(
            folder=folder, entries=tuple(entries), declares=declares, pythons=tuple(pythons)
        )

    def _requirements(
        self, path: Path, role: Role, trail: Sequence[Path], seen: set[tuple[Path, Role]]
    ) -> list[Entry]:
        source = self._text(path)
        # What names one file twice, or in a circle, means it once.
        if source is None or path in trail or (path, role) in seen:
            return []
        seen.add((path, role))
        entries: list[Entry] = []
        for said in read_requirements(source, role):
            if isinstance(said, Include):
                entries += self._included(path, said, [*trail, path], seen)
            else:
                entries += self._kept([said])
        return entries

    def _included(
        self, path: Path, include: Include, trail: Sequence[Path], seen: set[tuple[Path, Role]]
    ) -> list[Entry]:
        problem = None
        target = path.parent / include.path
        if "://" in include.path:
            problem = "flashc reads no addresses; save it beside the project"
        elif not target.resolve().is_relative_to(self._top):
            problem = "it lies outside of the project"
        elif not target.is_file():
            problem = "there is no such file"
        if problem is not None:
            self.diagnostics.append(
                Diagnostic(
                    code=codes.REQUIREMENTS_UNREADABLE,
                    message=f"cannot read `{include.path}`",
                    primary=Label(span=include.span, text=problem),
                    help="mend the path, which starts at the folder of the file that names it",
                )
            )
            return []
        return self._requirements(target.resolve(), include.role, trail, seen)

    def _kept(self, found: Iterable[Entry | Diagnostic | Include]) -> list[Entry]:
        entries: list[Entry] = []
        for one in found:
            if isinstance(one, Entry):
                entries.append(one)
            elif isinstance(one, Diagnostic):
                self.diagnostics.append(one)
        return entries

    def _text(self, path: Path) -> SourceFile | None:
        if path not in self._texts:
            result = read_text(path, self._root)
            self._texts[path] = result if isinstance(result, SourceFile) else None
            if isinstance(result, SourceFile):
                self.files[result.path] = result
            else:
                self.diagnostics.append(result)
        return self._texts[path]
