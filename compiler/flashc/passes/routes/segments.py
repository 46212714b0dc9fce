"""Segments: a path template between its slashes, and what that alone tells about two of them."""

from functools import lru_cache

from flashc.ir.program import Path, PathParameter, PathText
from flashc.passes.routes.languages import matches

Segment = tuple[PathText | PathParameter, ...]


@lru_cache(maxsize=4096)
def segments_of(path: Path) -> tuple[Segment, ...]:
    """Split a template at its slashes; the first segment of `/a` is empty."""
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
    return tuple(map(tuple, segments))


@lru_cache(maxsize=4096)
def fixed_of(path: Path) -> tuple[Segment, ...]:
    """Give the segments before the first that may hold slashes: all of them where none may."""
    found: list[Segment] = []
    for segment in segments_of(path):
        if has_rest(segment):
            break
        found.append(segment)
    return tuple(found)


def has_rest(segment: Segment) -> bool:
    """Whether a segment holds a `path` parameter, which matches slashes as well."""
    return any(isinstance(p, PathParameter) and p.converter == "path" for p in segment)


def ends_in_rest(path: Path) -> bool:
    """Whether a `path` parameter is all of the last segment, and there is no other."""
    last = segments_of(path)[-1]
    return len(last) == 1 and has_rest(last) and len(fixed_of(path)) == len(segments_of(path)) - 1


def is_plain(path: Path) -> bool:
    """Whether the template can be judged segment by segment."""
    return len(fixed_of(path)) == len(segments_of(path)) or ends_in_rest(path)


def overlaps(one: Path, other: Path) -> bool:
    """Whether some address may match both; never false where one does."""
    left, right = fixed_of(one), fixed_of(other)
    match len(left) < len(segments_of(one)), len(right) < len(segments_of(other)):
        case (False, False):
            fits = len(left) == len(right)
        case (True, False):
            fits = len(right) > len(left)
        case (False, True):
            fits = len(left) > len(right)
        case _:
            fits = True
    return fits and all(meet(a, b) for a, b in zip(left, right, strict=False))


def meet(one: Segment, other: Segment) -> bool:
    """Whether some text fits both segments; what parameters may hold counts as fitting."""
    if one == other:
        return True
    if is_literal(one) and is_literal(other):
        return False
    if is_literal(one):
        return matches(alone(other), text_of(one))
    if is_literal(other):
        return matches(alone(one), text_of(other))
    return _begin_alike(beginning_of(one), beginning_of(other)) and _begin_alike(
        ending_of(one), ending_of(other)
    )


def _begin_alike(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def beginning_of(segment: Segment) -> str:
    """Give the literal text before the first parameter of a segment."""
    first = segment[0] if segment else None
    return first.text if isinstance(first, PathText) else ""


def ending_of(segment: Segment) -> str:
    """Give the literal text behind the last parameter of a segment, from its end backwards."""
    last = segment[-1] if segment else None
    return last.text[::-1] if isinstance(last, PathText) else ""


def is_literal(segment: Segment) -> bool:
    """Whether a segment holds no parameter."""
    return all(isinstance(part, PathText) for part in segment)


def text_of(segment: Segment) -> str:
    """Give the literal text of a segment."""
    return "".join(part.text for part in segment if isinstance(part, PathText))


@lru_cache(maxsize=4096)
def alone(segment: Segment) -> Path:
    """Give a segment as a template of its own."""
    parts = (p.text if isinstance(p, PathText) else f"{{:{p.converter}}}" for p in segment)
    return Path(text="".join(parts), parts=segment)
