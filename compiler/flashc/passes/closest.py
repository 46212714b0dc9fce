"""Closest: the word that is most like another one, among many, as difflib judges it."""

from collections.abc import Iterable
from difflib import get_close_matches
from heapq import nlargest
from typing import Final

# Letters and digits have places of their own in a fingerprint; all other characters share one.
_PLACES = {
    character: index for index, character in enumerate("abcdefghijklmnopqrstuvwxyz0123456789")
}
_ROOM = 32
_ALL = (1 << (_ROOM * (len(_PLACES) + 1))) - 1
# Where more words share nearly all of their letters, none of them is the one that was meant.
_MOST = 100
# Letters held against letters in one compile, some seconds' worth; ordinary words take 10,000 at most.
MOST_COMPARED: Final = 8_000_000


class Comparisons:
    """How much may still be compared, in letters: a compile of many misspelt words gives up some day."""

    def __init__(self, left: int = MOST_COMPARED) -> None:
        self.left = left


class Closest:
    """Words to compare with: most are told apart by the letters that they are made of."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = [(word, _fingerprint(word)) for word in words]

    def to(self, word: str, cutoff: float, comparisons: Comparisons | None = None) -> str | None:
        """Give the word that is most like `word`, of those alike by at least `cutoff`.

        None as well where that takes more than is left of `comparisons`.
        """
        if comparisons is not None and comparisons.left < 0:
            return None
        letters, length = _fingerprint(word), len(word)
        likely: list[tuple[float, str]] = []
        for other, found in self._words:
            # Two words are at most as alike as the letters that they share say.
            both = length + len(other)
            most = 2 * (letters & found).bit_count() / both if both else 1
            if most >= cutoff:
                likely.append((most, other))
        compared = [other for _, other in nlargest(_MOST, likely)]
        if comparisons is not None:
            comparisons.left -= len(self._words) + length * sum(map(len, compared))
            if comparisons.left < 0:
                return None
        near = get_close_matches(word, compared, n=1, cutoff=cutoff)
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
