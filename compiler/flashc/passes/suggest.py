"""Did-you-mean: the likely word for a misspelt one."""

from collections.abc import Iterable
from functools import lru_cache

from flashc.passes.closest import Closest


def suggestion(word: str, known: Iterable[str]) -> str | None:
    """Give the known word that `word` most likely means, letter case aside; None if none is near."""
    by_lower, closest = _prepared(tuple(known))
    if word.lower() in by_lower:
        return by_lower[word.lower()]
    near = closest.to(word.lower(), 0.6)
    return by_lower[near] if near else None


@lru_cache(maxsize=16)
def _prepared(known: tuple[str, ...]) -> tuple[dict[str, str], Closest]:
    """Look at the words once: a module with many misspelt names asks for the same ones each time."""
    by_lower = {name.lower(): name for name in known}
    return by_lower, Closest(by_lower)
