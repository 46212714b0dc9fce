"""Order: routes as the worker registers them, so that none hides another that is more specific."""

from collections.abc import Iterable, Iterator
from functools import lru_cache

from flashc.ir.program import Path, PathParameter, Route
from flashc.passes.routes.inclusion import is_within
from flashc.passes.routes.neighbours import Neighbours
from flashc.passes.routes.segments import Segment, segments_of

# Narrower converters first; literal text is narrower than any.
RANK = {"int": 1, "uuid": 1, "float": 2, "str": 3, "path": 4}


def in_order(routes: Iterable[Route]) -> tuple[Route, ...]:
    """Keep source order, but let a route wait for every narrower one that it would hide."""
    given = tuple(routes)
    return tuple(given[index] for index in _order(tuple((r.method, r.path) for r in given)))


@lru_cache(maxsize=64)
def _order(waiting: tuple[tuple[str, Path], ...]) -> tuple[int, ...]:
    """Give the places of the routes in that order. Asked when routes are checked, and planned."""
    earlier = _waits(waiting)
    result: list[int] = []
    placed: set[int] = set()
    # There are no circles: see `_waits`. A list instead of calls, for each may wait for the next.
    todo = [(index, False) for index in reversed(range(len(waiting)))]
    while todo:
        index, is_free = todo.pop()
        if index in placed:
            continue
        if is_free or index not in earlier:
            placed.add(index)
            result.append(index)
        else:
            todo.append((index, True))
            todo.extend((other, False) for other in sorted(earlier[index], reverse=True))
    return tuple(result)


def _waits(routes: tuple[tuple[str, Path], ...]) -> dict[int, set[int]]:
    """Give, by index, the routes that must stand before a route.

    One that matches less comes first. Of two that only overlap, the one that looks narrower does,
    unless that contradicts the former.
    """
    waits: dict[int, set[int]] = {}
    paths = [path for _, path in routes]
    ranks = [_rank(path) for path in paths]
    overlapping: list[tuple[int, int]] = []
    for one, other in _meeting(routes):
        within = is_within(paths[one], paths[other])
        around = is_within(paths[other], paths[one])
        if not within and not around:
            if ranks[one] != ranks[other]:
                overlapping.append((one, other))
        elif within != around:
            first, second = (one, other) if within else (other, one)
            waits.setdefault(second, set()).add(first)
    # Where no wider one looks narrower, looks alone contradict nothing.
    agree = all(ranks[first] <= ranks[second] for second in waits for first in waits[second])
    for one, other in overlapping:
        first, second = (one, other) if ranks[one] < ranks[other] else (other, one)
        if agree or not _reaches(waits, first, second):
            waits.setdefault(second, set()).add(first)
    return waits


def _meeting(routes: tuple[tuple[str, Path], ...]) -> Iterator[tuple[int, int]]:
    """Yield pairs of one method, at least one of which is a template, that some address may match."""
    neighbours = Neighbours(routes)
    is_template = [bool(path.parameters) for _, path in routes]
    for index in range(len(routes)):
        for other in neighbours.of(index) if is_template[index] else ():
            if other < index or not is_template[other]:
                yield index, other


def _reaches(waits: dict[int, set[int]], start: int, end: int) -> bool:
    """Whether `start` waits for `end`, directly or not."""
    seen, waiting = {start}, [start]
    while waiting:
        for other in waits.get(waiting.pop(), ()):
            if other == end:
                return True
            if other not in seen:
                seen.add(other)
                waiting.append(other)
    return False


def _rank(path: Path) -> tuple[int, ...]:
    return tuple(_segment_rank(segment) for segment in segments_of(path))


def _segment_rank(segment: Segment) -> int:
    """Rank one segment: text is narrowest, then text with parameters, then a parameter alone."""
    widest = max((RANK[p.converter] for p in segment if isinstance(p, PathParameter)), default=0)
    return widest + (len(RANK) if widest and len(segment) == 1 else 0)
