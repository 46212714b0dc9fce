"""Discover: which files below a folder are sources."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from flashc.project.ignored import Rules, is_ignored, rules_above, rules_in
from flashc.project.links import why_not_shipped
from flashc.project.regular import Unreadable, why_not_regular

# Folders that never hold a project's own modules.
LEFT_OUT = frozenset(
    """__pycache__ __pypackages__ node_modules site-packages venv tests test build dist""".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unfollowed:
    """A link that is left alone; `reason` is a clause, `is_module` says that it looks like one."""

    path: Path
    reason: str
    is_module: bool


Found = Path | Unreadable | Unfollowed


def python_files(source: Path, exclude: Sequence[Path]) -> Iterator[Found]:
    """Yield the Python files of `source`, sorted; a file that was named itself is always one.

    `source` is absolute, and no part of it is a link. What it holds besides regular files and
    folders, or keeps from being read, is yielded as that, and so are links that are not followed.
    """
    if not source.is_dir():
        yield source
        return
    excluded = frozenset(Path(os.path.realpath(path)) for path in exclude)
    above = rules_above(source)
    yield from (one for one in above if isinstance(one, Unreadable))
    rules = tuple(one for one in above if isinstance(one, Rules))
    yield from _Walk(source, excluded).below(source, rules)


class _Walk:
    """One walk: where it started, and which folders it leaves out."""

    def __init__(self, top: Path, excluded: frozenset[Path]) -> None:
        self._top = top
        self._excluded = excluded

    def below(self, folder: Path, rules: tuple[Rules, ...]) -> Iterator[Found]:
        """Yield what lies below `folder`, of which `rules` hold."""
        try:
            with os.scandir(folder) as entries:
                found = sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            yield Unreadable(path=folder, reason=error.strerror or "unreadable")
            return
        here = tuple(rules_in(folder))
        yield from (one for one in here if isinstance(one, Unreadable))
        rules = (*rules, *(one for one in here if isinstance(one, Rules)))
        for entry in found:
            path = Path(entry.path)
            is_folder = entry.is_dir(follow_symlinks=False)
            is_link = entry.is_symlink()
            if is_folder or (is_link and not _is_source(entry.name)):
                is_wanted = not self._is_left_out(path)
            else:
                is_wanted = _is_source(entry.name)
            if not is_wanted or is_ignored(path, rules, is_folder=is_folder):
                continue
            reason = self._why_not_followed(path) if is_link else None
            if is_folder:
                yield from self.below(path, rules)
            elif reason is not None:
                yield Unfollowed(path=path, reason=reason, is_module=_is_source(entry.name))
            elif _is_source(entry.name):
                yield from _regular(path)

    def _why_not_followed(self, link: Path) -> str | None:
        """Say why a link is left alone: it could lead in a circle, or out of what was named.

        What a link to a folder of the sources leads to is found where it is. A link to a file of
        theirs is one more module, unless that file is to stay at home, and a broken one a file that
        cannot be read.
        """
        try:
            target = Path(os.path.realpath(link))
        except OSError:
            return "where it leads may not be looked at"
        # Unlike its kin of `Path`, this has an answer for what may not be looked at.
        is_folder = os.path.isdir(target)  # noqa: PTH112
        if not target.is_relative_to(self._top):
            is_there = is_folder or _is_source(link.name)
            return "it leads out of the sources" if is_there else None
        is_endless = target.is_symlink() and not _is_source(link.name)
        if is_endless or link.parent.is_relative_to(target):
            return "it leads in a circle"
        return (
            "what it leads to is read where it is"
            if is_folder
            else why_not_shipped(link, self._top)
        )

    def _is_left_out(self, folder: Path) -> bool:
        return (
            folder.name in LEFT_OUT
            or folder.name.startswith(".")
            or folder in self._excluded
            or os.path.lexists(folder / "pyvenv.cfg")
            # A worker that was compiled earlier: its modules are copies.
            or os.path.lexists(folder / "flashc.json")
        )


def _regular(path: Path) -> Iterator[Path | Unreadable]:
    reason = why_not_regular(path)
    yield path if reason is None else Unreadable(path=path, reason=reason)


def _is_test(name: str) -> bool:
    return name.startswith("test_") or name.endswith("_test.py") or name == "conftest.py"


def _is_source(name: str) -> bool:
    return name.endswith(".py") and not _is_test(name)
