"""Data files below the import root: which of them may ship, and their content."""

import os
import re
from pathlib import Path
from typing import Final

from flashc.ir.closure import LARGEST, MOST, Listing, Refused
from flashc.project.links import why_not_shipped
from flashc.project.never import is_never_shipped

_UNPORTABLE: Final = re.compile('[\\\\:*?"<>|\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]')
_INCLUDE: Final = "list it under `include` in flash.toml, or load it when the worker starts"


def list_data(folder: str, base: Path) -> Listing | None:
    """List the files below `folder` (POSIX, relative to `base`); None if there is no such folder.

    A walk ends after more files than anybody ships unasked; links to folders are not followed.
    """
    start = base.joinpath(*folder.split("/")) if folder else base
    if "\0" in folder or not start.is_dir() or not start.resolve().is_relative_to(base):
        return None
    files: list[str] = []
    kept: list[str] = []
    size = 0
    for place, folders, names in os.walk(start):
        below = Path(place).relative_to(base)
        folders[:] = sorted(n for n in folders if not is_never_shipped((below / n).as_posix()))
        for name in sorted(names):
            path = (below / name).as_posix()
            if is_never_shipped(path) or _UNPORTABLE.search(path):
                kept.append(path)
                continue
            try:
                size += (base / path).stat().st_size
            except OSError:
                continue
            files.append(path)
        if len(files) > MOST:
            break
    return Listing(files=tuple(sorted(files)), kept=tuple(sorted(kept)), size=size)


def read_data(path: str, base: Path) -> bytes | Refused | None:
    """Read the file at `path` (POSIX, relative to `base`); None if there is no such file."""
    if not path or "\0" in path:
        return None
    file = base.joinpath(*path.split("/"))
    try:
        if not file.is_file():
            return None
        if is_never_shipped(path):
            advice = "set what it holds where the worker is deployed"
            return Refused(reason="may hold secrets, or belongs to a tool", advice=advice)
        if not file.resolve().is_relative_to(base):
            advice = "put a copy of it there"
            return Refused(reason="is a link that leaves the import root", advice=advice)
        why_not = why_not_shipped(file, base)
        if why_not is not None:
            advice = "set what it holds where the worker is deployed, or put a copy of it there"
            return Refused(reason=f"is a link that is not followed: {why_not}", advice=advice)
        if _UNPORTABLE.search(path):
            advice = "rename it; use letters, digits, `-`, `_` and `.`"
            return Refused(reason="is not a portable file name", advice=advice)
        if file.stat().st_size > LARGEST:
            return Refused(reason=f"is larger than {LARGEST >> 20} MiB", advice=_INCLUDE)
        return file.read_bytes()
    except OSError as error:
        reason = f"cannot be read: {(error.strerror or 'unreadable').lower()}"
        return Refused(reason=reason, advice="check its permissions")
