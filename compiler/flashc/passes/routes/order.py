"""Order: routes as the worker registers them, so that none hides another that is more specific."""

import re
from collections.abc import Iterable

from flashc.ir.program import Path, PathParameter, PathText, Route
from flashc.passes.routes.match import PATTERNS

# Narrower converters first; literal text is narrower than any.
RANK = {"int": 1, "uuid": 1, "float": 2, "str": 3, "path": 4}


def in_order(routes: Iterable[Route]) -> tuple[Route, ...]:
    """Keep source order, but let a route wait for every narrower one that it would hide."""
    waiting = list(routes)
    ranks = [_rank(route.path) for route in waiting]
    narrower = {
        index: {
            other
            for other, candidate in enumerate(waiting)
            if candidate.method == route.method
            and ranks[other] < ranks[index]
            and _overlaps(route.path, candidate.path)
        }
        for index, route in enumerate(waiting)
        if route.path.parameters
    }
    result: list[int] = []
    placed: set[int] = set()

    def place(index: int) -> None:
        # Ranks fall strictly along `narrower`, so this ends.
        for other in sorted(narrower.get(index, ())):
            if other not in placed:
                place(other)
        if index not in placed:
            placed.add(index)
            result.append(index)

    for index in range(len(waiting)):
        place(index)
    return tuple(waiting[index] for index in result)


def _rank(path: Path) -> tuple[int, ...]:
    return tuple(_segment_rank(segment) for segment in _segments(path))


def _segment_rank(segment: list[PathText | PathParameter]) -> int:
    """Rank one segment: text is narrowest, then text with parameters, then a parameter alone."""
    widest = max((RANK[p.converter] for p in segment if isinstance(p, PathParameter)), default=0)
    return widest + (len(RANK) if widest and len(segment) == 1 else 0)


def _overlaps(one: Path, other: Path) -> bool:
    left, right = _segments(one), _segments(other)
    if _has_rest(one) or _has_rest(other):
        return True
    return len(left) == len(right) and all(_meet(a, b) for a, b in zip(left, right, strict=True))


def _has_rest(path: Path) -> bool:
    return any(parameter.converter == "path" for parameter in path.parameters)


def _segments(path: Path) -> list[list[PathText | PathParameter]]:
    segments: list[list[PathText | PathParameter]] = [[]]
    for part in path.parts:
        if isinstance(part, PathParameter):
            segments[-1].append(part)
            continue
        first, *more = part.text.split("/")
        for index, text in enumerate([first, *more]):
            if index:
                segments.append([])
            if text:
                segments[-1].append(PathText(text=text))
    return segments


def _meet(one: list[PathText | PathParameter], other: list[PathText | PathParameter]) -> bool:
    """Whether some text fits both segments; parameters among literal text count as fitting."""
    if _is_literal(one) and _is_literal(other):
        return one == other
    if _is_literal(one):
        return re.fullmatch(_pattern(other), _text(one)) is not None
    if _is_literal(other):
        return re.fullmatch(_pattern(one), _text(other)) is not None
    return True


def _is_literal(segment: list[PathText | PathParameter]) -> bool:
    return all(isinstance(part, PathText) for part in segment)


def _text(segment: list[PathText | PathParameter]) -> str:
    return "".join(part.text for part in segment if isinstance(part, PathText))


def _pattern(segment: list[PathText | PathParameter]) -> str:
    return "".join(
        re.escape(part.text) if isinstance(part, PathText) else f"({PATTERNS[part.converter]})"
        for part in segment
    )
