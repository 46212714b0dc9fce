"""Ignore rules: `.gitignore` as git reads it, nested, and `.flashignore`, which has the last word."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pathspec import GitIgnoreSpec
from pathspec.patterns.gitignore import GitIgnorePatternError

from flashc.project.boundary import why_outside
from flashc.project.bounded_globs import bounded
from flashc.project.regular import Unreadable, read_regular

# Later files win over earlier ones, and deeper folders over outer ones.
NAMES = (".gitignore", ".flashignore")
_LARGEST: Final = 2**20


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """The patterns of one file; they hold for what lies below `folder`."""

    folder: Path
    spec: GitIgnoreSpec


def rules_above(folder: Path) -> tuple[Rules | Unreadable, ...]:
    """Give the rules that the repository around `folder` has for it, outermost first.

    Rules that ignore `folder` itself are left out: whoever names a folder wants it read.
    """
    repository = next((p for p in folder.parents if (p / ".git").exists()), None)
    if repository is None or (folder / ".git").exists():
        return ()
    between = [p for p in reversed(folder.parents) if p == repository or repository in p.parents]
    found = [rules for p in between for rules in rules_in(p)]
    return tuple(
        rules
        for rules in found
        if isinstance(rules, Unreadable) or not is_ignored(folder, (rules,), is_folder=True)
    )


def rules_in(folder: Path) -> Iterator[Rules | Unreadable]:
    """Yield the rules that stand in `folder`, and the files of rules that cannot be read."""
    for name in NAMES:
        path = folder / name
        if not os.path.lexists(path):
            continue
        outside = why_outside(path, folder)
        if outside is not None:
            yield Unreadable(path=path, reason=outside)
            continue
        content = read_regular(path, largest=_LARGEST)
        if isinstance(content, Unreadable):
            yield content
            continue
        spec = _spec(content.decode("utf-8", "surrogateescape").splitlines())
        if spec is not None:
            yield Rules(folder=folder, spec=spec)


def is_ignored(path: Path, rules: Sequence[Rules], *, is_folder: bool) -> bool:
    """Tell whether the last pattern that matches `path` ignores it."""
    for one in reversed(rules):
        inside = path.relative_to(one.folder).as_posix() + ("/" if is_folder else "")
        include = one.spec.check_file(inside).include
        if include is not None:
            return include
    return False


def _spec(lines: Sequence[str]) -> GitIgnoreSpec | None:
    if not any(line.strip() and not line.startswith("#") for line in lines):
        return None
    try:
        return bounded(GitIgnoreSpec.from_lines(lines))
    except GitIgnorePatternError:
        # Git takes no notice of a pattern that it cannot understand.
        return bounded(GitIgnoreSpec.from_lines([line for line in lines if _is_valid(line)]))


def _is_valid(line: str) -> bool:
    try:
        GitIgnoreSpec.from_lines([line])
    except GitIgnorePatternError:
        return False
    return True
