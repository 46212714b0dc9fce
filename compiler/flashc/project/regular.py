"""Files that can be read to their end, and those that nothing may be read from."""

import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Final

# Larger files are data, or a mistake; reading them would take all memory before it said so.
LARGEST: Final = 64 * 2**20


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable:
    """A file or folder that should have been read; `reason` is a clause."""

    path: Path
    reason: str


def why_not_regular(path: Path) -> str | None:
    """Say why `path` is not a file that can be read to its end; None when it is one."""
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError) as error:
        return getattr(error, "strerror", None) or "it cannot be found"
    return None if stat.S_ISREG(mode) else "it is not a regular file"


def read_regular(path: Path, *, largest: int = LARGEST) -> bytes | Unreadable:
    """Read a regular file of at most `largest` bytes, or say why that cannot be done."""
    reason = why_not_regular(path)
    if reason is not None:
        return Unreadable(path=path, reason=reason)
    try:
        with path.open("rb") as file:
            content = file.read(largest + 1)
    except OSError as error:
        return Unreadable(path=path, reason=error.strerror or "unreadable")
    if len(content) > largest:
        return Unreadable(path=path, reason=f"it is larger than {largest // 2**20} MB")
    return content
