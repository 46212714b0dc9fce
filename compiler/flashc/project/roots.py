"""Roots: under which folder the modules of each file are imported.

The root of a file is the first candidate under which all absolute imports resolve that resolve
under any. Files that import one another have one root. Candidates are the file's home, which is the
folder that was named or the nearest project's in it, climbed out of packages; then the folders from
there down to the file; then those above.
"""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from pathlib import Path

from flashc.project.homes import Homes
from flashc.project.own_imports import OwnImport


class Ambiguous(Exception):  # noqa: N818 - it names the fact
    """No single root fits; the text says which files and folders contend."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """A file, the source in which it was found, the root that it has by itself, and its imports."""

    path: Path
    top: Path
    base: Path
    imports: tuple[OwnImport, ...]


def located_at(path: Path, top: Path, imports: tuple[OwnImport, ...], homes: Homes) -> Located:
    """Place a file. A relative import that leads nowhere says nothing about the root: it is a mistake."""
    return Located(
        path=path,
        top=top if top.is_dir() else top.parent,
        base=homes.of(path, top),
        imports=tuple(one for one in imports if not one.level or _leads_somewhere(path, one)),
    )


def _leads_somewhere(path: Path, one: OwnImport) -> bool:
    folder = path.parent
    for _ in range(one.level - 1):
        folder = folder.parent
    names = [one.module] if one.module else one.names
    places = [folder.joinpath(*name.split(".")) for name in names]
    # `from . import name` may take the name from the package's own `__init__`.
    has_init = not one.module and (folder / "__init__.py").is_file()
    return has_init or any(
        place.is_dir() or place.with_name(f"{place.name}.py").is_file() for place in places
    )


def roots_of(files: Sequence[Located]) -> Mapping[Path, Path]:
    """Give the root of every file. Raises Ambiguous."""
    tree = _Tree(files)
    groups = _groups(files, tree)
    chosen: dict[Path, Path] = {}
    for group in groups:
        root = _root_of(group, tree)
        if root is not None:
            chosen.update({file.path: root for file in group})
    settled = set(chosen.values())
    for file in files:
        if file.path not in chosen:
            inside = [root for root in settled if file.path.is_relative_to(root)]
            near = max([*inside, file.base], key=lambda root: len(root.parts))
            chosen[file.path] = near if _can_import(file, near) else _first(file, tree)
    return chosen


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    """An import of a module of the project's, where it stands first, and the roots that it has there."""

    one: OwnImport
    path: Path
    roots: frozenset[Path]

    def __str__(self) -> str:
        nearest = max(self.roots, key=lambda root: (len(root.parts), root))
        place = f"{_shown(self.path)}:{self.one.line}"
        return f"`{self.one.module}` of {place} is in {_shown(nearest)}"


class _Tree:
    """What the folders hold, asked once each."""

    def __init__(self, files: Sequence[Located]) -> None:
        # How many folders above its base a source needs, so that its relative imports have a package.
        self._needed: dict[Path, int] = {}
        for file in files:
            dots = max((one.level for one in file.imports), default=0)
            depth = len(file.path.relative_to(file.base).parts) - 1
            self._needed[file.base] = max(self._needed.get(file.base, 0), dots - depth)
        self.module = cache(_module_at)
        self.is_package = cache(lambda folder: (folder / "__init__.py").is_file())
        self.is_top = Homes().is_top

    def candidates(self, file: Located) -> Iterator[Path]:
        """Yield the folders that could be the root of `file`, the likely ones first."""
        down = [file.base, *_between(file.base, file.path.parent)]
        packaged = [folder for folder in down if self.is_package(folder)]
        plain = [folder for folder in down if folder not in packaged]
        for root in (*plain, *self._above(file), *packaged):
            if _can_import(file, root):
                yield root

    def _above(self, file: Located) -> Iterator[Path]:
        """Yield the folders around the base, as far as the source, the project or dots of imports go."""
        here = Path(os.path.realpath("."))
        folders = [file.base, *file.base.parents]
        last = next((f for f in folders if self.is_top(f) or f == here), None)
        for index, folder in enumerate(folders[1:], start=1):
            is_inside = folder.is_relative_to(file.top) or (
                last is not None and folder.is_relative_to(last)
            )
            if index > self._needed[file.base] and not is_inside:
                return
            yield folder

    def target(self, root: Path, one: OwnImport) -> Path | None:
        """Give the file that an absolute import leads to under `root`.

        A folder without `__init__.py` counts only for a module in it: `docker/` is most often no
        package at all, and `import docker` means a library.
        """
        found = self.module(root, one.module)
        if found is not None:
            return found
        inside = (self.module(root, f"{one.module}.{name}") for name in one.names)
        return next((path for path in inside if path is not None), None)


def _groups(files: Sequence[Located], tree: _Tree) -> list[list[Located]]:
    """Put files together that import one another, under whichever root that is."""
    by_path = {file.path: file for file in files}
    leader = {file.path: file.path for file in files}

    def lead(path: Path) -> Path:
        while leader[path] != path:
            leader[path] = path = leader[leader[path]]
        return path

    for file in files:
        for target in _imported(file, tree):
            if target in by_path:
                leader[lead(target)] = lead(file.path)
    groups: dict[Path, list[Located]] = {}
    for file in files:
        groups.setdefault(lead(file.path), []).append(file)
    return list(groups.values())


def _imported(file: Located, tree: _Tree) -> Iterator[Path]:
    """Yield the files that `file` imports, each under the first root that has it."""
    roots = list(tree.candidates(file))
    for one in file.imports:
        if one.level:
            folder = file.path.parent
            for _ in range(one.level - 1):
                folder = folder.parent
            names = [one.module] if one.module else one.names
            found = next((f for f in (tree.module(folder, n) for n in names) if f), None)
        else:
            found = next((f for f in (tree.target(root, one) for root in roots) if f), None)
        if found is not None:
            yield found


def _root_of(group: Sequence[Located], tree: _Tree) -> Path | None:
    """Give the root of files that belong together; None when nothing in them tells."""
    candidates = {file.path: list(tree.candidates(file)) for file in group}
    common = _common(list(candidates.values()))
    wanted: dict[OwnImport, _Wanted] = {}
    for file in group:
        for one in file.imports:
            roots = () if one.level else candidates[file.path]
            fitting = [root for root in roots if tree.target(root, one)]
            if fitting:
                wanted.setdefault(one, _Wanted(one=one, path=file.path, roots=frozenset(fitting)))
    if not wanted:
        is_bound = any(one.level for file in group for one in file.imports)
        return _by_layout(common) if is_bound else None
    fitting = [root for root in common if all(tree.target(root, one) for one in wanted)]
    if not fitting:
        raise Ambiguous(_no_root(group, list(wanted.values())))
    for file in group:
        _check(file, fitting[0], candidates[file.path], tree)
    return fitting[0]


def _check(file: Located, root: Path, candidates: Sequence[Path], tree: _Tree) -> None:
    """Raise Ambiguous if a folder nearer to `file` would do as well, with other modules."""
    absolute = [one for one in file.imports if not one.level and tree.target(root, one)]
    for other in candidates:
        is_nearer = other != root and other.is_relative_to(root) and not tree.is_package(other)
        if not is_nearer or not all(tree.target(other, one) for one in absolute):
            continue
        for one in absolute:
            if tree.target(other, one) != tree.target(root, one):
                raise Ambiguous(_two_roots(one.module, root, other))


def _by_layout(common: Sequence[Path]) -> Path | None:
    """Choose without a word of the code's: a folder called `src` is a root, else the first is."""
    inner = [root for root in common if root.name == "src"]
    return next(iter((*inner, *common)), None)


def _no_root(group: Sequence[Located], wanted: Sequence[_Wanted]) -> str:
    names = ", ".join(f"`{name}`" for name in sorted({one.one.module for one in wanted})[:5])
    files = ", ".join(sorted(_shown(file.path) for file in group)[:5])
    pairs = ((a, b) for a, b in combinations(wanted, 2) if a.roots.isdisjoint(b.roots))
    said = next((f": {a}, and {b}" for a, b in pairs), "")
    return f"no single folder is the import root of {files} for all of {names}{said}; {_CHOOSE}"


def _two_roots(module: str, first: Path, other: Path) -> str:
    folders = f"{_shown(first)} and another in {_shown(other)}"
    return f"`{module}` is one module in {folders}, and either could be the import root; {_CHOOSE}"


def _common(candidates: Sequence[Sequence[Path]]) -> list[Path]:
    first, *others = candidates
    kept = [frozenset(other) for other in others]
    return [root for root in first if all(root in other for other in kept)]


def _can_import(file: Located, root: Path) -> bool:
    """Tell whether `file` has a module name under `root`, with packages enough for its dots."""
    folders = file.path.relative_to(root).parts[:-1] if file.path.is_relative_to(root) else None
    if folders is None or any("." in folder for folder in folders):
        return False
    return len(folders) >= max((one.level for one in file.imports), default=0)


def _first(file: Located, tree: _Tree) -> Path:
    return next(tree.candidates(file), file.base)


def _between(top: Path, folder: Path) -> Iterable[Path]:
    inside = folder.relative_to(top).parts
    return [top.joinpath(*inside[: length + 1]) for length in range(len(inside))]


def _module_at(root: Path, name: str) -> Path | None:
    place = root.joinpath(*name.split("."))
    for candidate in (place / "__init__.py", place.with_name(f"{place.name}.py")):
        # Unlike `Path.is_file`, this takes names of any length.
        if os.path.isfile(candidate):  # noqa: PTH113
            return candidate
    return None


def _shown(path: Path) -> str:
    return Path(os.path.relpath(path)).as_posix()


_CHOOSE = "choose one with --root DIR"
