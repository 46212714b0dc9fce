"""Reads the manifest of a folder on disk, which may be anybody's."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

from flashc_emitters.output.folder import is_file, read
from flashc_emitters.tree import MANIFEST, InvalidTree, check_path

_DIGEST: Final = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Listing:
    """A manifest that can be trusted: the files flashc wrote here, with their digests."""

    files: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class NoListing:
    """There is no manifest, or it is for a folder of another name: this folder is not ours."""


@dataclass(frozen=True, slots=True)
class DamagedListing:
    """There is a manifest, but nothing that it says may be trusted."""

    reason: str


def read_manifest(folder: Path) -> Listing | NoListing | DamagedListing:
    """Read the manifest of a real folder; a linked manifest is none."""
    path = folder / MANIFEST
    if not is_file(path):
        return NoListing()
    try:
        manifest = json.loads(read(path))
    except (ValueError, RecursionError):
        return DamagedListing("not JSON")
    if not isinstance(manifest, dict) or type(manifest.get("schema")) is not int:
        return DamagedListing("no schema number")
    endpoint = manifest.get("endpoint")
    if not isinstance(endpoint, str):
        return DamagedListing("no endpoint")
    if endpoint != folder.name:
        # A copy that somebody made of an endpoint's folder is theirs.
        return NoListing()
    return _files_of(manifest.get("files"))


def _files_of(files: object) -> Listing | DamagedListing:
    if not isinstance(files, dict):
        return DamagedListing("no files")
    for path, digest in files.items():
        if not isinstance(digest, str) or _DIGEST.fullmatch(digest) is None:
            return DamagedListing("a digest that is none")
        try:
            check_path(path)
        except InvalidTree:
            return DamagedListing("a path that leaves the folder")
    if MANIFEST in files:
        return DamagedListing("lists itself")
    return Listing(MappingProxyType(files))
