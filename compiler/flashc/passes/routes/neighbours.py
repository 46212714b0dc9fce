"""Neighbours: which of many templates some address may match together with a given one.

Most templates differ in how many segments they have, or in a literal one. Those are told apart by
look-ups, so that only what is left is compared: a thousand routes are not a million comparisons.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from flashc.ir.program import Path
from flashc.passes.routes.segments import (
    Segment,
    beginning_of,
    ending_of,
    fixed_of,
    is_literal,
    meet,
    segments_of,
    text_of,
)
from flashc.passes.routes.texts import Texts


@dataclass(slots=True)
class _Position:
    """The templates of one group by their segment at one place.

    Literal ones are by their text and by the same backwards, those with parameters by the literal
    text that they begin with, and by that which they end with, backwards.
    """

    literal: Texts = field(default_factory=Texts)
    backwards: Texts = field(default_factory=Texts)
    beginning: Texts = field(default_factory=Texts)
    ending: Texts = field(default_factory=Texts)

    def add(self, index: int, segment: Segment) -> None:
        """Add a template by its segment here."""
        if is_literal(segment):
            self.literal.add(text_of(segment), index)
            self.backwards.add(text_of(segment)[::-1], index)
        else:
            self.beginning.add(beginning_of(segment), index)
            self.ending.add(ending_of(segment), index)

    def near(self, segment: Segment) -> Iterator[list[list[int]]]:
        """Yield, for each text that `segment` has here, all templates that it may meet."""
        if is_literal(segment):
            text = text_of(segment)
            yield [self.literal.of(text), *self.beginning.within(text)]
            yield [self.literal.of(text), *self.ending.within(text[::-1])]
            return
        sides = (
            (beginning_of(segment), self.literal, self.beginning),
            (ending_of(segment), self.backwards, self.ending),
        )
        for text, literal, others in sides:
            if text:
                yield [*literal.beyond(text), *others.within(text), *others.beyond(text)]


@dataclass(slots=True)
class _Group:
    """The templates of one method that have as many segments before one that may hold slashes."""

    members: list[int] = field(default_factory=list)
    positions: list[_Position] = field(default_factory=list)

    def add(self, index: int, segments: tuple[Segment, ...]) -> None:
        """Add a template by its segments."""
        self.members.append(index)
        if not self.positions:
            self.positions = [_Position() for _ in segments]
        for position, segment in zip(self.positions, segments, strict=True):
            position.add(index, segment)

    def near(self, segments: tuple[Segment, ...]) -> list[int]:
        """Give the fewest members that certainly hold all which may meet `segments`."""
        found, fewest = [self.members], len(self.members)
        for position, segment in zip(self.positions, segments, strict=False):
            for near in position.near(segment) if fewest else ():
                number = sum(map(len, near))
                if number < fewest:
                    found, fewest = near, number
        return [index for part in found for index in part]


class Neighbours:
    """Finds, among many templates, those that some address may match together with another."""

    def __init__(self, paths: Sequence[tuple[str, Path]]) -> None:
        """Take templates by their method."""
        self._paths = paths
        self._groups: dict[str, dict[tuple[int, bool], _Group]] = {}
        self._fixed = [fixed_of(path) for _, path in paths]
        for index, (method, path) in enumerate(paths):
            groups = self._groups.setdefault(method, {})
            groups.setdefault(_extent(path), _Group()).add(index, self._fixed[index])

    def near(self, index: int) -> list[int]:
        """Give the indices of the others that are worth a comparison, in order."""
        method, path = self._paths[index]
        extent = _extent(path)
        found: list[int] = []
        for other_extent, group in self._groups[method].items():
            if _fits(extent, other_extent):
                found.extend(group.near(self._fixed[index]))
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
