"""Operations on known values that give the same under every Python, and cost next to nothing."""

from collections.abc import Mapping
from string import Formatter

from flashc.ir.facts import Construction, Known, Value
from flashc.passes.fold.truth import truth

# Methods of `str` that are computed; their arguments are all text.
METHODS = frozenset(
    ["lower", "upper", "strip", "lstrip", "rstrip", "removeprefix", "removesuffix", "replace"]
)
# Longer values are no constants that somebody wrote down, but work.
LONGEST_TEXT = 100_000
MOST_ITEMS = 10_000
# Decimal digits of larger numbers are refused by Python itself.
LARGEST_BITS = 10_000


def equal(values: list[Value]) -> bool:
    """Whether all values are the same, `1` and `True` told apart at every depth."""
    return all(_same(value, values[0]) for value in values)


def fits(value: Value) -> bool:
    """Whether a value is small enough to go on with."""
    if isinstance(value, str | bytes):
        return len(value) <= LONGEST_TEXT
    # Containers that hold others twice are small in memory, and endless when written out.
    left, waiting = MOST_ITEMS, list[Value]([value])
    while waiting:
        one = waiting.pop()
        if isinstance(one, tuple | Mapping):
            left -= len(one)
            if left < 0:
                return False
            waiting.extend(one.values() if isinstance(one, Mapping) else one)
    return True


def operate(operator: str, left: Value, right: Value) -> Value:
    """Compute `left operator right`; None where that is left to run time."""
    if operator == "|" and isinstance(left, Mapping) and isinstance(right, Mapping):
        return {**left, **right}
    if operator == "+":
        if isinstance(left, str) and isinstance(right, str):
            return left + right
        if isinstance(left, bytes) and isinstance(right, bytes):
            return left + right
        if isinstance(left, tuple) and isinstance(right, tuple):
            return left + right
    return _arithmetic(operator, left, right)


def negate(operator: str, value: Value) -> Value:
    """Compute `operator value`; None where that is left to run time."""
    if operator == "not":
        holds = truth(value)
        return None if holds is None else not holds
    if not isinstance(value, int | float) or isinstance(value, bool):
        return None
    if operator == "+":
        return value
    return -value if operator == "-" else None


def formatted(value: Value) -> str | None:
    """Give what `f"{value}"` gives; None where that is left to run time."""
    if isinstance(value, str):
        return value
    is_small = isinstance(value, int) and value.bit_length() <= LARGEST_BITS
    return str(value) if is_small else None


def call_method(text: str, method: str, arguments: list[str]) -> str | None:
    """Call a pure method of `text`; None when it does not take these arguments."""
    if method == "format":
        return _format(text, arguments)
    most = 2 if method == "replace" else 1
    if len(arguments) > most or (method == "replace" and len(arguments) < most):
        return None
    if sum(map(len, arguments)) * (len(text) + 1) > LONGEST_TEXT:
        return None
    try:
        result: str = getattr(text, method)(*arguments)
    except TypeError:
        return None
    return result


def _format(text: str, arguments: list[str]) -> str | None:
    """Fill the plain fields `{}` and `{0}` of a template."""
    try:
        fields = [(name, spec, how) for _, name, spec, how in Formatter().parse(text)]
        plain = all(name in (None, "") or (name or "").isdecimal() for name, _, _ in fields)
        if not plain or any(spec or how for _, spec, how in fields):
            return None
        return text.format(*arguments) if len(fields) * len(text) < LONGEST_TEXT else None
    except (ValueError, IndexError):
        return None


def _arithmetic(operator: str, left: Value, right: Value) -> Value:
    """Compute with whole numbers, as in `60 * 1000`; other arithmetic is left to run time."""
    if type(left) is not int or type(right) is not int:
        return None
    if operator == "+":
        return left + right
    if operator == "-":
        return left - right
    return left * right if operator == "*" and max(abs(left), abs(right)) < 2**64 else None


def _same(one: Value, other: Value) -> bool:
    if isinstance(one, tuple) and isinstance(other, tuple):
        return len(one) == len(other) and all(map(_same, one, other))
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(_same(one[key], other[key]) for key in one)
    if isinstance(one, Construction) and isinstance(other, Construction):
        return _same_construction(one, other)
    return type(one) is type(other) and one == other


def _same_construction(one: Construction, other: Construction) -> bool:
    """Compare calls by what they pass, wherever that is written; an unknown equals nothing."""
    names = [[name for name, _ in c.keywords] for c in (one, other)]
    facts = [(*c.arguments, *(fact for _, fact in c.keywords)) for c in (one, other)]
    if one.name != other.name or names[0] != names[1] or len(facts[0]) != len(facts[1]):
        return False
    return all(
        isinstance(a, Known) and isinstance(b, Known) and _same(a.value, b.value)
        for a, b in zip(*facts, strict=True)
    )
