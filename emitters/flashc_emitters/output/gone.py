"""How the folder of an endpoint stands that the project no longer has."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from flashc_emitters.output.folder import fingerprint, is_file, is_folder, scan, walk
from flashc_emitters.output.manifest import DamagedListing, Listing, read_manifest
from flashc_emitters.tree import MANIFEST


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """A folder of ours for which nothing was compiled.

    `seen` maps our files to their fingerprints; `caches` are the byte-code folders that Python
    made when the worker was run from the tree.
    """

    name: str
    seen: Mapping[str, str]
    caches: tuple[str, ...]
    foreign: tuple[str, ...]
    edited: tuple[str, ...]

    @property
    def kept(self) -> bool:
        """Whether the folder holds more than ours."""
        return bool(self.foreign or self.edited)


def inspect_gone(place: Path) -> Gone | None:
    """Say what a folder holds that no compiled endpoint has, None when it is not ours."""
    match read_manifest(place):
        case Listing(files=listed):
            return _inspect(place, listed)
        case DamagedListing():
            # It was ours once, but no file of it can be told from somebody else's.
            return Gone(name=place.name, seen={}, caches=(), foreign=(), edited=(MANIFEST,))
        case _:
            return None


def _inspect(place: Path, listed: Mapping[str, str]) -> Gone:
    contents = scan(place, listed)
    found = frozenset((*contents.files, *contents.others))
    ours = {path: fingerprint(place / path) for path in (*listed, MANIFEST) if path in found}
    seen = {path: state for path, state in ours.items() if state is not None}
    foreign = contents.foreign(seen.keys())
    caches = tuple(path.rstrip("/") for path in foreign if is_cache(place / path))
    return Gone(
        name=place.name,
        seen=seen,
        caches=caches,
        foreign=tuple(path for path in foreign if path.rstrip("/") not in caches),
        edited=tuple(
            sorted(path for path in seen if path != MANIFEST and seen[path] != listed[path])
        ),
    )


def is_cache(folder: Path) -> bool:
    """Say whether a foreign folder holds nothing but byte code, so that dropping it loses nothing.

    It is no cache, and stays, as soon as it holds one file or link that Python did not put there.
    """
    if not is_folder(folder):
        return False
    return all(
        is_dir or (path.parent.name == "__pycache__" and path.suffix == ".pyc" and is_file(path))
        for path, is_dir in walk(folder)
    )
