"""Discover: which files below a folder are sources."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

# Folders that never hold a project's own modules.
LEFT_OUT = frozenset(
    {"__pycache__", "node_modules", "site-packages", "venv", "tests", "test", "build", "dist"}
)


def python_files(source: Path, exclude: Sequence[Path]) -> Iterator[Path]:
    """Yield the Python files of `source`, sorted; a file that was named itself is always one."""
    if not source.is_dir():
        yield Path(os.path.abspath(source))
        return
    excluded = frozenset(path.resolve() for path in exclude)
    yield from _below(Path(os.path.abspath(source)), excluded)


def _below(folder: Path, excluded: frozenset[Path]) -> Iterator[Path]:
    with os.scandir(folder) as entries:
        found = sorted(entries, key=lambda entry: entry.name)
    for entry in found:
        path = Path(entry.path)
        if entry.is_dir(follow_symlinks=False):
            if not _is_left_out(path, excluded):
                yield from _below(path, excluded)
        elif entry.name.endswith(".py") and not _is_test(entry.name) and _stays_inside(entry):
            yield path


def _is_left_out(folder: Path, excluded: frozenset[Path]) -> bool:
    return (
        folder.name in LEFT_OUT
        or folder.name.startswith(".")
        or folder.resolve() in excluded
        or (folder / "pyvenv.cfg").exists()
        # A worker that was compiled earlier: its modules are copies.
        or (folder / "flashc.json").exists()
    )


def _is_test(name: str) -> bool:
    return name.startswith("test_") or name.endswith("_test.py") or name == "conftest.py"


def _stays_inside(entry: os.DirEntry[str]) -> bool:
    """Follow a link to a file only where it leads to a regular file beside or below it."""
    if not entry.is_symlink():
        return entry.is_file()
    target = Path(entry.path).resolve()
    return target.is_file() and target.is_relative_to(Path(entry.path).parent.resolve())
