"""How the folder of one compiled endpoint stands on disk."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from flashc_emitters.output.folder import (
    Contents,
    fingerprint,
    is_folder,
    present,
    read,
    scan,
)
from flashc_emitters.output.manifest import DamagedListing, Listing, NoListing, read_manifest
from flashc_emitters.output.problem import Problem, ProblemKind
from flashc_emitters.tree import MANIFEST, WorkerTree, parents, sha256


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What a write would do to each path, and what speaks against it.

    Every path of the tree is in one of `same`, `added` and `changed`; `removed` are files that
    flashc wrote earlier. `seen` maps those of our paths that are on disk to their fingerprints,
    None stands for a folder that does not exist.
    """

    tree: WorkerTree
    same: tuple[str, ...]
    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    seen: Mapping[str, str] | None
    problems: tuple[Problem, ...]

    @property
    def idle(self) -> bool:
        """Whether every byte is there already."""
        return self.seen is not None and not (self.added or self.changed or self.removed)


def inspect(root: Path, tree: WorkerTree) -> Standing:
    """Compare a tree with its folder."""
    place = root / tree.name
    if not present(place):
        return _all_added(tree, None)
    if not is_folder(place):
        return _all_added(tree, {}, Problem(kind=ProblemKind.NOT_OURS, path=place))
    match read_manifest(place):
        case NoListing():
            empty = not any(place.iterdir())
            problem = Problem(kind=ProblemKind.NOT_OURS, path=place)
            return _all_added(tree, {}) if empty else _all_added(tree, {}, problem)
        case DamagedListing(reason=reason):
            damaged = Problem(
                kind=ProblemKind.DAMAGED_MANIFEST, path=place / MANIFEST, reason=reason
            )
            return _Comparison(place=place, tree=tree, listed={}, damaged=damaged).result()
        case Listing(files=listed):
            return _Comparison(place=place, tree=tree, listed=listed).result()


def _all_added(tree: WorkerTree, seen: Mapping[str, str] | None, *problems: Problem) -> Standing:
    return Standing(
        tree=tree,
        same=(),
        added=tuple(file.path for file in tree.files),
        changed=(),
        removed=(),
        seen=seen,
        problems=problems,
    )


@dataclass(slots=True, kw_only=True)
class _Comparison:
    """The state of one comparison: sorted lists that grow path by path."""

    place: Path
    tree: WorkerTree
    listed: Mapping[str, str]
    damaged: Problem | None = None
    same: list[str] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    seen: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def result(self) -> Standing:
        """Compare, and freeze what was found."""
        if self.damaged is not None:
            self.problems.append(self.damaged)
        contents = scan(self.place, (*self.tree.digests, *self.listed))
        files, others = frozenset(contents.files), frozenset(contents.others)
        for file in self.tree.files:
            if file.path in files:
                self._compare(file.path, file.content)
            elif file.path in others:
                self._replace_other(file.path)
            else:
                self.added.append(file.path)
        for path in sorted(self.listed.keys() - self.tree.digests.keys()):
            if path in files or (path in others and (self.place / path).is_symlink()):
                self._remove(path)
        self._find_blocking(contents)
        return Standing(
            tree=self.tree,
            same=tuple(self.same),
            added=tuple(self.added),
            changed=tuple(self.changed),
            removed=tuple(self.removed),
            seen=self.seen,
            problems=tuple(self.problems),
        )

    def _compare(self, path: str, content: bytes) -> None:
        found = read(self.place / path)
        if found == content:
            # A file that somebody put there with the very content is simply taken over.
            self.seen[path] = self.tree.digests[path]
            self.same.append(path)
            return
        self.seen[path] = sha256(found)
        self.changed.append(path)
        if path == MANIFEST or self.listed.get(path) == self.seen[path]:
            return
        if path in self.listed:
            self._report(ProblemKind.EDITED, path)
        elif self.damaged is None:
            self._report(ProblemKind.BLOCKED, path)

    def _replace_other(self, path: str) -> None:
        """Count a link in the place of a generated file as an edit; all else blocks."""
        self.changed.append(path)
        if path in self.listed and (self.place / path).is_symlink():
            self.seen[path] = fingerprint(self.place / path) or ""
            self._report(ProblemKind.EDITED, path)
        else:
            self._report(ProblemKind.BLOCKED, path)

    def _remove(self, path: str) -> None:
        self.seen[path] = fingerprint(self.place / path) or ""
        self.removed.append(path)
        if self.seen[path] != self.listed[path]:
            self._report(ProblemKind.EDITED, path)

    def _find_blocking(self, contents: Contents) -> None:
        """Find what is not ours where the tree needs a folder, or in what it needs as a file."""
        ours = self.tree.digests.keys()
        folders = {folder for path in ours for folder in parents(path)}
        for path in contents.foreign(ours | self.listed.keys()):
            name = path.rstrip("/")
            if name in ours or name in folders or any(parent in ours for parent in parents(name)):
                self._report(ProblemKind.BLOCKED, name)

    def _report(self, kind: ProblemKind, path: str) -> None:
        self.problems.append(Problem(kind=kind, path=self.place / path))
