"""Inclusion: whether templates match all that another one does, by the cheapest way that is certain.

Most pairs are told apart by one address that nobody wrote down, or segment by segment. What is left,
such as a `path` parameter in the middle, is decided by the languages themselves.
"""

from functools import lru_cache

from flashc.ir.program import Path, PathParameter, PathText
from flashc.passes.routes.languages import difference, matches
from flashc.passes.routes.segments import (
    Segment,
    alone,
    ends_in_rest,
    fixed_of,
    is_literal,
    is_plain,
    text_of,
)

# Values that hardly any literal text or other converter matches.
_UNLIKELY = (
    {"str": "~q~", "int": "907", "float": "90.7", "path": "~q~/~z~"},
    {"str": "~", "int": "6", "float": "6.5", "path": "~"},
)
_UUID = "f9c7a1b3-5d2e-4f60-8a71-b3c5d7e9f012"
# Which converters match all that another one does.
_WIDER = {
    "str": {"str"},
    "int": {"int", "float", "str"},
    "float": {"float", "str"},
    "uuid": {"uuid", "str"},
    "path": {"path"},
}


def witness(path: Path, others: tuple[Path, ...]) -> str | None:
    """Give an address that `path` matches and none of `others` does; None where there is none."""
    for address in _addresses(path):
        if not any(_longest_text(other) in address and matches(other, address) for other in others):
            return address
    if any(is_within(path, other) for other in others):
        return None
    return None if not path.parameters else difference(path, others)


def is_within(path: Path, other: Path) -> bool:
    """Whether `other` matches every address that `path` does."""
    # What `other` spells out must be in each of them: that alone tells most pairs apart.
    return _longest_text(other) in _addresses(path)[0] and _is_within(path, other)


@lru_cache(maxsize=4096)
def _is_within(path: Path, other: Path) -> bool:
    if not all(matches(other, address) for address in _addresses(path)):
        return False
    if not path.parameters:
        return True
    if is_plain(path) and is_plain(other):
        return _by_segments(path, other)
    return difference(path, (other,)) is None


def _by_segments(path: Path, other: Path) -> bool:
    mine, theirs = fixed_of(path), fixed_of(other)
    if not ends_in_rest(other):
        same = not ends_in_rest(path) and len(mine) == len(theirs)
    else:
        # The rest of an address is never empty of segments: `/a/` has one more than `/a`.
        same = len(mine) >= len(theirs) + (0 if ends_in_rest(path) else 1)
    return same and all(_segment_within(a, b) for a, b in zip(mine, theirs, strict=False))


@lru_cache(maxsize=4096)
def _segment_within(one: Segment, other: Segment) -> bool:
    if one == other:
        return True
    if is_literal(one):
        return matches(alone(other), text_of(one))
    if len(one) == len(other) == 1:
        first, second = one[0], other[0]
        if isinstance(first, PathParameter) and isinstance(second, PathParameter):
            return second.converter in _WIDER[first.converter]
    return difference(alone(one), (alone(other),)) is None


@lru_cache(maxsize=4096)
def _addresses(path: Path) -> tuple[str, ...]:
    """Give addresses that a template matches: one of them alone where it has no parameter."""
    if not path.parameters:
        return (path.text,)
    return tuple(
        "".join(
            part.text if isinstance(part, PathText) else values.get(part.converter, _UUID)
            for part in path.parts
        )
        for values in _UNLIKELY
    )


@lru_cache(maxsize=4096)
def _longest_text(path: Path) -> str:
    """Give the longest literal text of a template."""
    return max((p.text for p in path.parts if isinstance(p, PathText)), key=len, default="")
