"""Languages of path templates: whether one template matches all that another one does.

A template is a regular expression over addresses, made of Starlette's converters. Two of them are
compared by walking both automata at once, over the few characters that either can tell apart, so an
answer is exact, and comes with an address that shows it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from flashc.ir.program import Path, PathText

DIGITS = frozenset("0123456789")
HEXADECIMAL = DIGITS | frozenset("abcdefABCDEF")
# Characters that converters tell apart, and some that nobody writes down unless they mean them.
_PUNCTUATION = "/.-"
_REPRESENTATIVES = ("0123456789", "abcdefABCDEF", "xyzuvwghijklmnopqrst~")
_UUID = (8, 4, 4, 4, 12)
# No two templates that people write need a thousandth of this; beyond it, nothing is claimed.
_MOST_STEPS = 200_000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Step:
    """One way out of a state: by a character (`accepts`), or by none at all (`accepts` is None).

    `negated` turns the set of characters around.
    """

    accepts: frozenset[str] | None
    negated: bool
    target: int


@dataclass(slots=True)
class _Automaton:
    """States are numbers; the last one is where an address ends."""

    steps: list[list[_Step]] = field(default_factory=lambda: [[]])

    def add(self, accepts: frozenset[str], *, negated: bool = False) -> None:
        """Lead from the last state to a new one by one character."""
        self.steps.append([])
        self._lead(len(self.steps) - 2, len(self.steps) - 1, accepts, negated=negated)

    def repeat(self, accepts: frozenset[str], *, negated: bool = False) -> None:
        """Stay in the last state by one character."""
        last = len(self.steps) - 1
        self._lead(last, last, accepts, negated=negated)

    def skip(self, start: int) -> None:
        """Lead from the state `start` to the last one without a character."""
        step = _Step(accepts=None, negated=False, target=len(self.steps) - 1)
        self.steps[start].append(step)

    def closed(self, states: frozenset[int]) -> frozenset[int]:
        """Add the states that `states` lead to without a character."""
        found, waiting = set(states), list(states)
        while waiting:
            for step in self.steps[waiting.pop()]:
                if step.accepts is None and step.target not in found:
                    found.add(step.target)
                    waiting.append(step.target)
        return frozenset(found)

    def after(self, states: frozenset[int], character: str) -> frozenset[int]:
        """Give the states after one more character."""
        reached = {
            step.target
            for state in states
            for step in self.steps[state]
            if step.accepts is not None and (character in step.accepts) is not step.negated
        }
        return self.closed(frozenset(reached))

    def _lead(self, start: int, end: int, accepts: frozenset[str], *, negated: bool) -> None:
        self.steps[start].append(_Step(accepts=accepts, negated=negated, target=end))


def difference(path: Path, others: tuple[Path, ...]) -> str | None:
    """Give an address that `path` matches and none of `others` does; None where there is none."""
    mine, theirs = _automaton(path), [_automaton(other) for other in others]
    alphabet = tuple(_alphabet((path, *others)))
    start = (mine.closed(frozenset({0})), tuple(t.closed(frozenset({0})) for t in theirs))
    waiting, seen = [(start, "")], {start}
    ends = len(mine.steps) - 1, [len(t.steps) - 1 for t in theirs]
    left = _MOST_STEPS
    for (states, others_states), text in waiting:
        is_taken = any(end in s for end, s in zip(ends[1], others_states, strict=True))
        if ends[0] in states and not is_taken:
            return text
        for character in alphabet:
            left -= 1
            after = mine.after(states, character)
            if not after:
                continue
            rest = tuple(t.after(s, character) for t, s in zip(theirs, others_states, strict=True))
            if (after, rest) not in seen:
                seen.add((after, rest))
                waiting.append(((after, rest), text + character))
        if left < 0:
            return path.text
    return None


def _automaton(path: Path) -> _Automaton:
    made = _Automaton()
    for part in path.parts:
        if isinstance(part, PathText):
            for character in part.text:
                made.add(frozenset({character}))
        else:
            _CONVERTERS[part.converter](made)
    return made


def _text(made: _Automaton) -> None:
    made.add(frozenset("/"), negated=True)
    made.repeat(frozenset("/"), negated=True)


def _anything(made: _Automaton) -> None:
    # A state of its own: what comes before must not be repeated.
    start = len(made.steps) - 1
    made.steps.append([])
    made.skip(start)
    made.repeat(frozenset(), negated=True)


def _whole(made: _Automaton) -> None:
    made.add(DIGITS)
    made.repeat(DIGITS)


def _number(made: _Automaton) -> None:
    _whole(made)
    start = len(made.steps) - 1
    made.add(frozenset("."))
    _whole(made)
    made.steps.append([])
    made.skip(len(made.steps) - 2)
    made.skip(start)


def _uuid(made: _Automaton) -> None:
    for index, length in enumerate(_UUID):
        if index:
            start = len(made.steps) - 1
            made.add(frozenset("-"))
            made.skip(start)
        for _ in range(length):
            made.add(HEXADECIMAL)


def _alphabet(paths: tuple[Path, ...]) -> Iterator[str]:
    """Yield one character of each kind that some template can tell from the others."""
    written = {c for path in paths for p in path.parts if isinstance(p, PathText) for c in p.text}
    for candidates in _REPRESENTATIVES:
        free = next((c for c in candidates if c not in written), None)
        if free is not None:
            yield free
    yield from sorted(written.union(_PUNCTUATION))


_CONVERTERS = {
    "str": _text,
    "path": _anything,
    "int": _whole,
    "float": _number,
    "uuid": _uuid,
}
