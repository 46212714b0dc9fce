"""Did-you-mean: the likely word for a misspelt one."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from itertools import islice
from typing import Final

from flashc.passes.closest import Closest, Comparisons

# The words of an SDK or a setting, which are few, are always compared.
_FEW: Final = 20
_COMPARISONS: ContextVar[Comparisons | None] = ContextVar("comparisons", default=None)


@contextmanager
def bounded_suggestions() -> Iterator[None]:
    """Compare no more than people read, while this is entered: later words have no suggestion."""
    token = _COMPARISONS.set(Comparisons())
    try:
        yield
    finally:
        _COMPARISONS.reset(token)


def suggestion(word: str, known: Iterable[str]) -> str | None:
    """Give the known word that `word` most likely means, letter case aside; None if none is near."""
    comparisons = _COMPARISONS.get()
    words = tuple(known) if comparisons is None or comparisons.left >= 0 else _few(known)
    by_lower, closest = _prepared(words)
    if word.lower() in by_lower:
        return by_lower[word.lower()]
    near = closest.to(word.lower(), 0.6, comparisons if len(words) > _FEW else None)
    return by_lower[near] if near else None


def nearest(word: str, closest: Closest, cutoff: float) -> str | None:
    """Give the word of `closest` that is most like `word`, within what may be compared."""
    return closest.to(word, cutoff, _COMPARISONS.get())


def _few(known: Iterable[str]) -> tuple[str, ...]:
    """Give the words if they are few; none of many, which only to hold together takes too long."""
    words = tuple(islice(known, _FEW + 1))
    return words if len(words) <= _FEW else ()


@lru_cache(maxsize=16)
def _prepared(known: tuple[str, ...]) -> tuple[dict[str, str], Closest]:
    """Look at the words once: a module with many misspelt names asks for the same ones each time."""
    by_lower = {name.lower(): name for name in known}
    return by_lower, Closest(by_lower)
