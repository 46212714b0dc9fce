"""File patterns: `*`, `?` and `[...]` within a name, `**` for any number of folders."""

import re
from collections.abc import Callable
from fnmatch import fnmatchcase

_WILD = re.compile(r"[*?\[]")


def is_wild(part: str) -> bool:
    """Whether a pattern, or a part of one, matches more than its own text."""
    return _WILD.search(part) is not None


def matcher(pattern: tuple[str, ...]) -> Callable[[tuple[str, ...]], bool]:
    """Give a test of paths, as tuples of names, against `pattern`.

    A last `**` stands for all files below, and a name in the pattern that starts with a dot is the
    only way to a name that does.
    """

    def matches(path: tuple[str, ...]) -> bool:
        # Which parts of the pattern may be next, after each name of the path.
        states = _opened({0}, pattern)
        for name in path:
            states = _opened(
                {after for state in states for after in _after(state, name, pattern)}, pattern
            )
        return len(pattern) in states

    return matches


def _opened(states: set[int], pattern: tuple[str, ...]) -> set[int]:
    """Add the states that `**` standing for no folder leads to; as the last part it is a file."""
    result = set(states)
    for state in sorted(states):
        following = state
        while following < len(pattern) - 1 and pattern[following] == "**":
            following += 1
            result.add(following)
    return result


def _after(state: int, name: str, pattern: tuple[str, ...]) -> tuple[int, ...]:
    if state == len(pattern):
        return ()
    part = pattern[state]
    if name.startswith(".") and not part.startswith("."):
        return ()
    if part == "**":
        return (state, state + 1) if state == len(pattern) - 1 else (state,)
    return (state + 1,) if fnmatchcase(name, part) else ()
