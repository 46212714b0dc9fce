"""Unified diffs of what is on disk and what was compiled."""

from collections.abc import Iterator
from difflib import unified_diff
from typing import Final

# Beyond this the comparison of lines takes seconds, and nobody reads the result.
_LARGEST: Final = 512 * 1024
_NO_NEWLINE: Final = "\\ No newline at end of file\n"


def difference_text(path: str, on_disk: bytes | None, compiled: bytes | None) -> str:
    """Return a unified diff from the disk to the compiled file; None is a file that is absent."""
    if max(len(on_disk or b""), len(compiled or b"")) > _LARGEST:
        return "large files differ"
    before, after = _lines(on_disk), _lines(compiled)
    if before is None or after is None:
        return "binary files differ"
    lines = unified_diff(
        before,
        after,
        "/dev/null" if on_disk is None else f"{path} (on disk)",
        "/dev/null" if compiled is None else f"{path} (compiled)",
    )
    return "".join(_finished(lines))


def _lines(content: bytes | None) -> list[str] | None:
    """Split at line feeds only, which stay; None for what is not text."""
    if content is None:
        return []
    if b"\0" in content:
        return None
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return None
    # str.splitlines would also split at form feeds and Unicode separators inside of strings.
    lines = [f"{line}\n" for line in text.split("\n")]
    last = lines.pop().removesuffix("\n")
    return [*lines, last] if last else lines


def _finished(lines: Iterator[str]) -> Iterator[str]:
    for line in lines:
        if line.endswith("\n"):
            yield line
        else:
            yield f"{line}\n{_NO_NEWLINE}"
