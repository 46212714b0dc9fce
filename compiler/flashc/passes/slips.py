"""Slips: the word that differs from another one by letter case, or by one slip of the fingers.

Of short words difflib's ratio says too little: `asim` and `asin` are alike by three quarters only.
"""

from collections.abc import Iterable

# A word of two letters is one slip away from too many others.
_SHORTEST = 3


def slip_of(word: str, known: Iterable[str]) -> str | None:
    """Give the known word that `word` is a slip of; None if there is none, or more than one."""
    words = tuple(known)
    lower = word.lower()
    same = [one for one in words if one.lower() == lower]
    if same:
        return same[0]
    if len(word) < _SHORTEST:
        return None
    near = [one for one in words if is_slip(word, one)]
    return near[0] if len(near) == 1 else None


def is_slip(word: str, other: str) -> bool:
    """Whether one letter is wrong, missing, too many, or has changed places with its neighbour."""
    if abs(len(word) - len(other)) > 1 or word == other:
        return False
    start = 0
    while start < min(len(word), len(other)) and word[start] == other[start]:
        start += 1
    rest, others = word[start:], other[start:]
    if len(word) != len(other):
        return rest[1:] == others or rest == others[1:]
    return rest[1:] == others[1:] or (
        rest[:2] == others[1::-1] and rest[2:] == others[2:] and len(rest) > 1
    )
