"""The files of one worker, in memory: what the emitters return and what `output` writes."""

import hashlib
import json
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from types import MappingProxyType
from typing import Final

MANIFEST: Final = "flashc.json"


class InvalidTree(ValueError):  # noqa: N818 - it names the fact, not a class of failures
    """An emitter produced a tree that must not be written: a bug in flashc, not in user code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputFile:
    """One file: its POSIX path relative to the worker's folder, and its bytes.

    `digest` is the SHA-256 of the content. It is computed once, for most files go into every worker.
    """

    path: str
    content: bytes
    digest: str = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        check_path(self.path)
        object.__setattr__(self, "digest", sha256(self.content))


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerTree:
    """Every file of one worker, sorted by path; `name` is the folder they are written to.

    `digests` maps each path, the manifest's included, to the SHA-256 of its content.
    """

    name: str
    files: tuple[OutputFile, ...]
    digests: Mapping[str, str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        check_name(self.name)
        files = tuple(sorted(self.files, key=lambda file: file.path))
        _check_collisions([file.path for file in files])
        digests = {file.path: file.digest for file in files}
        _check_manifest(self.name, files, digests)
        object.__setattr__(self, "files", files)
        object.__setattr__(self, "digests", MappingProxyType(digests))


def sha256(content: bytes) -> str:
    """Return the digest as manifests spell it: 64 lower-case hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def check_path(path: str) -> None:
    """Raise `InvalidTree` unless `path` names a place inside the worker's folder on any system."""
    segments = path.split("/")
    if "" in segments or "." in segments or ".." in segments:
        raise InvalidTree(f"not a relative path of plain segments: {path!r}")
    # A backslash or a drive would leave the folder on Windows, a NUL ends the path everywhere.
    if "\\" in path or "\0" in path or path[1:2] == ":":
        raise InvalidTree(f"not a portable path: {path!r}")
    if not path.isascii():
        _check_encodable(path)


def check_name(name: str) -> None:
    """Raise `InvalidTree` unless `name` is one plain segment; dot-names are flashc's own state."""
    check_path(name)
    if "/" in name or name.startswith("."):
        raise InvalidTree(f"not the name of a worker's folder: {name!r}")


def check_names(trees: Iterable[WorkerTree]) -> None:
    """Raise `InvalidTree` when two workers would share a folder on some file system."""
    seen: dict[str, str] = {}
    for tree in trees:
        key = _fold(tree.name)
        if key in seen:
            raise InvalidTree(f"two workers share a folder: {seen[key]!r} and {tree.name!r}")
        seen[key] = tree.name


@lru_cache(maxsize=4096)
def parents(path: str) -> tuple[str, ...]:
    """Return the folders that lead to `path`, innermost first: `a/b/c` gives `a/b`, `a`."""
    found: list[str] = []
    end = path.rfind("/")
    while end > 0:
        found.append(path[:end])
        end = path.rfind("/", 0, end)
    return tuple(found)


def _check_encodable(path: str) -> None:
    try:
        path.encode()
    except UnicodeEncodeError as error:
        raise InvalidTree(f"not encodable as UTF-8: {path!r}") from error


# Workers have most of their paths in common.
@lru_cache(maxsize=4096)
def _fold(path: str) -> str:
    """Spell `path` as a file system that ignores case and normalisation would compare it."""
    return unicodedata.normalize("NFC", path).casefold()


def _check_collisions(paths: list[str]) -> None:
    folded = sorted(_fold(path) for path in paths)
    for before, after in pairwise(folded):
        if before == after:
            raise InvalidTree(f"two files share a path: {after!r}")
    folders = {folder for path in folded for folder in parents(path)}
    for path in folded:
        if path in folders:
            raise InvalidTree(f"both a file and a folder: {path!r}")


def _check_manifest(name: str, files: tuple[OutputFile, ...], digests: Mapping[str, str]) -> None:
    """Check that the manifest says what is there: the next command trusts nothing else."""
    content = next((file.content for file in files if file.path == MANIFEST), None)
    if content is None:
        raise InvalidTree(f"{name!r} has no {MANIFEST}")
    try:
        manifest = json.loads(content)
    except ValueError as error:
        raise InvalidTree(f"the manifest of {name!r} is not JSON") from error
    if not isinstance(manifest, dict) or type(manifest.get("schema")) is not int:
        raise InvalidTree(f"the manifest of {name!r} has no schema number")
    if manifest.get("endpoint") != name:
        raise InvalidTree(f"the manifest of {name!r} is for {manifest.get('endpoint')!r}")
    expected = {path: digest for path, digest in digests.items() if path != MANIFEST}
    if manifest.get("files") != expected:
        raise InvalidTree(f"the manifest of {name!r} does not list its files with their digests")
