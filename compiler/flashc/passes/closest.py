"""Closest: the word that is most like another one, among many, as difflib judges it."""

from collections.abc import Iterable
from difflib import get_close_matches
from heapq import nlargest

# Letters and digits have places of their own in a fingerprint; all other characters share one.
_PLACES = {
    character: index for index, character in enumerate("abcdefghijklmnopqrstuvwxyz0123456789")
}
_ROOM = 32
_ALL = (1 << (_ROOM * (len(_PLACES) + 1))) - 1
# Where more words share nearly all of their letters, none of them is the one that was meant.
_MOST = 100


class Closest:
    """Words to compare with: most are told apart by the letters that they are made of."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = [(word, _fingerprint(word)) for word in words]

    def to(self, word: str, cutoff: float) -> str | None:
        """Give the word that is most like `word`, of those alike by at least `cutoff`."""
        letters, length = _fingerprint(word), len(word)
        likely: list[tuple[float, str]] = []
        for other, found in self._words:
            # Two words are at most as alike as the letters that they share say.
            both = length + len(other)
            most = 2 * (letters & found).bit_count() / both if both else 1
            if most >= cutoff:
                likely.append((most, other))
        near = get_close_matches(word, [o for _, o in nlargest(_MOST, likely)], n=1, cutoff=cutoff)
        return near[0] if near else None


def _fingerprint(word: str) -> int:
    """Give a bit for each letter and time that it occurs; where there is no room, it may be any word."""
    counts: dict[int, int] = {}
    for character in word.lower():
        place = _PLACES.get(character, len(_PLACES))
        counts[place] = counts.get(place, 0) + 1
    if max(counts.values(), default=0) > _ROOM:
        return _ALL
    return sum(((1 << count) - 1) << (place * _ROOM) for place, count in counts.items())
