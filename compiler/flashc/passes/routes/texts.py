"""Texts: templates by a text in them, found by what it begins with, or goes on from."""

from bisect import bisect_left
from collections.abc import Iterator


class Texts:
    """Indices of templates by a text. All are added before the first is looked for."""

    def __init__(self) -> None:
        self._by_text: dict[str, list[int]] = {}
        self._sorted: list[str] = []

    def add(self, text: str, index: int) -> None:
        """Add a template."""
        self._by_text.setdefault(text, []).append(index)

    def of(self, text: str) -> list[int]:
        """Give those of this very text."""
        return self._by_text.get(text, [])

    def within(self, text: str) -> Iterator[list[int]]:
        """Yield those of each text that `text` begins with, the empty one and itself included."""
        for length in range(len(text) + 1):
            found = self._by_text.get(text[:length])
            if found is not None:
                yield found

    def beyond(self, text: str) -> Iterator[list[int]]:
        """Yield those of each longer text that begins with `text`."""
        if len(self._sorted) != len(self._by_text):
            self._sorted = sorted(self._by_text)
        for place in range(bisect_left(self._sorted, text), len(self._sorted)):
            other = self._sorted[place]
            if not other.startswith(text):
                return
            if other != text:
                yield self._by_text[other]
