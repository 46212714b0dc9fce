"""Data files below the import root: which of them may ship, and their content."""

import re
from pathlib import Path
from typing import Final

from flashc.ir.closure import Refused
from flashc.links import why_not_shipped
from flashc.never import is_never_shipped

# What is larger is shipped only by somebody who asks for it in flash.toml.
LARGEST: Final = 10 << 20
_UNPORTABLE: Final = re.compile('[\\\\:*?"<>|\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]')
_INCLUDE: Final = "list it under `include` in flash.toml, or load it when the worker starts"


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
