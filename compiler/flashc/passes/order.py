"""Order: routes as the worker registers them, so that none hides another that is more specific."""

import re
from collections.abc import Iterable

from flashc.ir.program import Path, PathParameter, PathText, Route
from flashc.passes.paths_match import PATTERNS

# Narrower converters first; literal text is narrower than any.
RANK = {"int": 1, "uuid": 1, "float": 2, "str": 3, "path": 4}


def in_order(routes: Iterable[Route]) -> tuple[Route, ...]:
    """Keep source order, but move a route before the first one that would take its requests."""
    result: list[Route] = []
    for route in routes:
        hiding = (
            index
            for index, other in enumerate(result)
            if other.method == route.method and _hides(other.path, route.path)
        )
        result.insert(next(hiding, len(result)), route)
    return tuple(result)


def _hides(broad: Path, narrow: Path) -> bool:
    """Whether `broad` takes requests meant for `narrow` when it comes first."""
    return _overlaps(broad, narrow) and _rank(narrow) < _rank(broad)


def _rank(path: Path) -> tuple[tuple[int, ...], ...]:
    return tuple(
        tuple(0 if isinstance(p, PathText) else RANK[p.converter] for p in segment) or (0,)
        for segment in _segments(path)
    )


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
