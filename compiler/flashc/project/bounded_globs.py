"""Patterns of ignore rules whose matching takes no longer than their length times the path's.

A library translates a pattern to a regular expression, and one of many `*` then tries every way to
part a name among them. Of the stars within a name only the last has to try more than the nearest
place where what follows it stands: atomic groups say so. The same holds for `**` and folders.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from pathspec import GitIgnoreSpec
from pathspec.patterns.gitignore.spec import GitIgnoreSpecPattern

# Patterns with fewer variable parts are fast as they are.
_FEW: Final = 3
_NAME_STARS: Final = ("[^/]*", "[^/]+")
_FIRST_FOLDERS: Final = "(?:.+/)?"
_FOLDERS: Final = "(?:/.+)?"
_END: Final = ("(?:(?P<ps_d>/)|$)", "(?P<ps_d>/)")
_TOKEN: Final = re.compile(
    "|".join(map(re.escape, (*_NAME_STARS, _FIRST_FOLDERS, _FOLDERS, *_END)))
    + r"|\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|.",
    re.DOTALL,
)


def bounded(spec: GitIgnoreSpec) -> GitIgnoreSpec:
    """Give the same rules, none of which takes long."""
    if not any(_is_slow(pattern.regex) for pattern in spec.patterns):
        return spec
    return GitIgnoreSpec([_bounded(pattern) for pattern in spec.patterns])


def _bounded(pattern: GitIgnoreSpecPattern) -> GitIgnoreSpecPattern:
    if pattern.regex is None or not _is_slow(pattern.regex):
        return pattern
    return type(pattern)(re.compile(_rewritten(pattern.regex.pattern)), pattern.include)


def _is_slow(regex: re.Pattern[str] | None) -> bool:
    if regex is None:
        return False
    stars = (*_NAME_STARS, _FIRST_FOLDERS, _FOLDERS)
    return sum(regex.pattern.count(star) for star in stars) > _FEW


def _rewritten(regex: str) -> str:
    tokens = _TOKEN.findall(regex.removeprefix("^"))
    chunks = list(_parted(tokens, (_FIRST_FOLDERS, _FOLDERS)))
    result = ["^"]
    for number, chunk in enumerate(chunks):
        lead = chunk[0] if chunk and chunk[0] in (_FIRST_FOLDERS, _FOLDERS) else ""
        body = "".join(_names(chunk[1:] if lead else chunk))
        nearest = lead.replace("+", "+?") + "?" if lead else ""
        # The folders that follow begin at a slash, so that a chunk before them ends at one.
        is_last = number == len(chunks) - 1
        result.append(f"{nearest}{body}" if is_last else f"(?>{nearest}{body}(?=/))")
    return "".join(result)


def _names(tokens: Sequence[str]) -> Iterator[str]:
    """Yield the names of a chunk, in which each star but a name's last takes the nearest place."""
    for name in _parted(tokens, ("/", *_END)):
        parts = list(_parted(_merged(name), _NAME_STARS))
        for number, part in enumerate(parts):
            is_star = bool(part) and part[0] in _NAME_STARS
            if not is_star or number == len(parts) - 1:
                yield "".join(part)
            else:
                yield f"(?>{part[0]}?{''.join(part[1:])})"


def _merged(tokens: Sequence[str]) -> Iterator[str]:
    """Yield tokens without a star that follows another."""
    previous = ""
    for token in tokens:
        if token != previous or token != _NAME_STARS[0]:
            yield token
        previous = token


def _parted(tokens: Iterable[str], heads: Sequence[str]) -> Iterator[list[str]]:
    """Yield runs of tokens, each but the first beginning with one of `heads`."""
    run: list[str] = []
    for token in tokens:
        if token in heads and run:
            yield run
            run = []
        run.append(token)
    if run:
        yield run
