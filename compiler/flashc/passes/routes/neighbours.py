"""Neighbours: which of many templates some address may match together with a given one.

Most templates differ in how many segments they have, or in a literal one. Those are told apart by
look-ups, so that only what is left is compared: a thousand routes are not a million comparisons.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from flashc.ir.program import Path
from flashc.passes.routes.segments import fixed_of, is_literal, meet, segments_of, text_of


@dataclass(slots=True)
class _Position:
    """The templates of one group by their segment at one place; those with any other are `open`."""

    literal: dict[str, list[int]] = field(default_factory=dict)
    open: list[int] = field(default_factory=list)

    def near(self, text: str) -> tuple[list[int], list[int]]:
        """Give the templates that the literal segment `text` may meet."""
        return self.literal.get(text, []), self.open


@dataclass(slots=True)
class _Group:
    """The templates of one method that have as many segments before one that may hold slashes."""

    members: list[int] = field(default_factory=list)
    positions: list[_Position] = field(default_factory=list)

    def add(self, index: int, texts: tuple[str | None, ...]) -> None:
        """Add a template by its segments; None stands for one that is not literal."""
        self.members.append(index)
        if not self.positions:
            self.positions = [_Position() for _ in texts]
        for position, text in zip(self.positions, texts, strict=True):
            if text is None:
                position.open.append(index)
            else:
                position.literal.setdefault(text, []).append(index)

    def near(self, texts: tuple[str | None, ...]) -> list[int]:
        """Give the fewest members that certainly hold all which may meet `texts`."""
        found = [self.members]
        for position, text in zip(self.positions, texts, strict=False):
            if text is not None:
                near = position.near(text)
                if sum(map(len, near)) < sum(map(len, found)):
                    found = list(near)
        return [index for part in found for index in part]


class Neighbours:
    """Finds, among many templates, those that some address may match together with another."""

    def __init__(self, paths: Sequence[tuple[str, Path]]) -> None:
        """Take templates by their method."""
        self._paths = paths
        self._groups: dict[str, dict[tuple[int, bool], _Group]] = {}
        self._texts = [_texts(path) for _, path in paths]
        self._fixed = [fixed_of(path) for _, path in paths]
        for index, (method, path) in enumerate(paths):
            groups = self._groups.setdefault(method, {})
            groups.setdefault(_extent(path), _Group()).add(index, self._texts[index])

    def near(self, index: int) -> list[int]:
        """Give the indices of the others that are worth a comparison, in order."""
        method, path = self._paths[index]
        extent = _extent(path)
        found: list[int] = []
        for other_extent, group in self._groups[method].items():
            if _fits(extent, other_extent):
                found.extend(group.near(self._texts[index]))
        return sorted(other for other in found if other != index)

    def of(self, index: int) -> Iterator[int]:
        """Yield the indices of the others, in order."""
        mine = self._fixed[index]
        for other in self.near(index):
            # As `overlaps` tells; how many segments they have was compared already.
            if all(meet(a, b) for a, b in zip(mine, self._fixed[other], strict=False)):
                yield other


def _fits(one: tuple[int, bool], other: tuple[int, bool]) -> bool:
    """Whether templates of two extents may have as many segments; see `overlaps`."""
    if one[1] and other[1]:
        return True
    if one[1] or other[1]:
        # What may go on has at least one segment more than those before.
        ends, goes_on = (other, one) if one[1] else (one, other)
        return ends[0] > goes_on[0]
    return one[0] == other[0]


def _extent(path: Path) -> tuple[int, bool]:
    """Give how many segments stand before the first that may hold slashes, and if there is one."""
    fixed = len(fixed_of(path))
    return fixed, fixed < len(segments_of(path))


def _texts(path: Path) -> tuple[str | None, ...]:
    return tuple(text_of(part) if is_literal(part) else None for part in fixed_of(path))
