"""Languages of path templates: whether one template matches all that another one does.

A template is a regular expression over addresses, made of Starlette's converters. Two of them are
compared by walking both automata at once, over the few characters that either can tell apart, so an
answer is exact, and comes with an address that shows it. Where the walk gets long, nothing is claimed.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from flashc.ir.program import Path, PathText

DIGITS = frozenset("0123456789")
HEXADECIMAL = DIGITS | frozenset("abcdefABCDEF")
# Characters that converters tell apart, and some that nobody writes down unless they mean them.
_PUNCTUATION = "/.-"
_REPRESENTATIVES = ("0123456789", "abcdefABCDEF", "xyzuvwghijklmnopqrst~")
_UUID = (8, 4, 4, 4, 12)
# No two templates that people write need a tenth of this; beyond it, nothing is claimed.
MOST_STEPS = 20_000


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
    """States are numbers in the order of the template; the last one is where an address ends.

    Several states at once are one number, with a bit for each.
    """

    steps: list[list[_Step]] = field(default_factory=lambda: [[]])
    # States that take anything and stay: those of `path` parameters.
    anything: int = 0
    # By the states before and a character, the states after: found when they are first asked for.
    found: dict[tuple[int, str], int] = field(default_factory=dict)

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

    @property
    def start(self) -> int:
        """The states before the first character."""
        return self._closed(1)

    def is_end(self, states: int) -> bool:
        """Whether an address may end here."""
        return bool(states >> (len(self.steps) - 1))

    def after(self, states: int, character: str) -> int:
        """Give the states after one more character; none is 0."""
        known = self.found.get((states, character))
        if known is None:
            known = self.found[states, character] = self._closed(self._next(states, character))
        return known

    def _next(self, states: int, character: str) -> int:
        reached = 0
        for state in _bits(states):
            for step in self.steps[state]:
                accepts = step.accepts
                if accepts is not None and (character in accepts) is not step.negated:
                    reached |= 1 << step.target
        return reached

    def _closed(self, states: int) -> int:
        """Add the states that `states` lead to without a character."""
        waiting = list(_bits(states))
        while waiting:
            for step in self.steps[waiting.pop()]:
                if step.accepts is None and not states >> step.target & 1:
                    states |= 1 << step.target
                    waiting.append(step.target)
        # What takes anything takes whatever a state before it would still have to, and more. So
        # several `path` parameters never have more states at once than one has.
        furthest = (states & self.anything).bit_length()
        return states >> (furthest - 1) << (furthest - 1) if furthest else states

    def _lead(self, start: int, end: int, accepts: frozenset[str], *, negated: bool) -> None:
        self.steps[start].append(_Step(accepts=accepts, negated=negated, target=end))


def matches(path: Path, address: str) -> bool:
    """Whether a request for `address` is one for `path`; in time that grows with its length alone."""
    automaton = _automaton(path)
    states = automaton.start
    for character in address:
        states = automaton.after(states, character)
        if not states:
            return False
    return automaton.is_end(states)


def difference(path: Path, others: tuple[Path, ...]) -> str | None:
    """Give an address that `path` matches and none of `others` does; None where there is none.

    Where that takes more than MOST_STEPS, it is the text of `path`: as if there were one.
    """
    mine, theirs = _automaton(path), [_automaton(other) for other in others]
    alphabet = tuple(_alphabet((path, *others)))
    start = (mine.start, tuple(other.start for other in theirs))
    waiting, seen = [(start, "")], {start}
    left = MOST_STEPS
    for (states, others_states), text in waiting:
        pairs = zip(theirs, others_states, strict=True)
        if mine.is_end(states) and not any(other.is_end(each) for other, each in pairs):
            return text
        for character in alphabet:
            after = mine.after(states, character)
            if not after:
                continue
            left -= 1 + len(theirs)
            rest = tuple(
                other.after(each, character)
                for other, each in zip(theirs, others_states, strict=True)
            )
            if (after, rest) not in seen:
                seen.add((after, rest))
                waiting.append(((after, rest), text + character))
        if left < 0:
            return path.text
    return None


@lru_cache(maxsize=4096)
def _automaton(path: Path) -> _Automaton:
    """Give the automaton of a template."""
    made = _Automaton()
    for part in path.parts:
        if isinstance(part, PathText):
            for character in part.text:
                made.add(frozenset({character}))
        else:
            _CONVERTERS[part.converter](made)
    return made


def _bits(states: int) -> Iterator[int]:
    while states:
        lowest = states & -states
        yield lowest.bit_length() - 1
        states ^= lowest


def _text(made: _Automaton) -> None:
    made.add(frozenset("/"), negated=True)
    made.repeat(frozenset("/"), negated=True)


def _anything(made: _Automaton) -> None:
    # A state of its own: what comes before must not be repeated.
    start = len(made.steps) - 1
    made.steps.append([])
    made.skip(start)
    made.repeat(frozenset(), negated=True)
    made.anything |= 1 << (len(made.steps) - 1)


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
