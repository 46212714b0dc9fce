"""What a value of `flash.toml` must be: one function a kind, giving the value or what is wrong."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, time

from flashc.config.document import Item
from flashc.ir.facts import Construction, Known, Value
from flashc.passes.suggest import suggestion
from flashc.sdk.names import is_image

_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_DIGITS = re.compile(r"[0-9]{1,18}")
# The longest that a message quotes of a value.
_QUOTED = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrong:
    """`item` is not `expected`; `found` says what it is, `advice` what to write."""

    item: Item
    expected: str
    found: str
    advice: str
    # Whether it is the key that is wrong, and not its value.
    at_key: bool = False
    # What else is wrong in the same table.
    others: tuple["Wrong", ...] = ()


Check = Callable[[Item], Value | Wrong]


def kind_of(value: object) -> str:
    """Name the TOML type of a value."""
    kinds: tuple[tuple[type | tuple[type, ...], str], ...] = (
        (bool, "true or false"),
        (str, "text"),
        (int, "a whole number"),
        (float, "a number with a fraction"),
        (list, "an array"),
        (dict, "a table"),
        ((date, time), "a date or time"),
    )
    return next((name for kind, name in kinds if isinstance(value, kind)), "something else")


def text(item: Item) -> str | Wrong:
    """Take any text that is not empty."""
    if not isinstance(item.value, str):
        return wrong(item, "text", f"write it in quotes: `{item.name} = {_in_quotes(item)}`")
    if not item.value.strip():
        return Wrong(item=item, expected="text", found="this is empty", advice=_LEAVE_OUT)
    return item.value


def boolean(item: Item) -> bool | Wrong:
    """Take true or false."""
    if isinstance(item.value, bool):
        return item.value
    return wrong(item, "true or false", "write `true` or `false`, without quotes")


def whole(least: int, most: int | None = None) -> Check:
    """Take a whole number from `least` to `most`."""
    span = f"from {least} to {most}" if most is not None else f"of at least {least}"

    def check(item: Item) -> Value | Wrong:
        value = item.value
        expected = f"a whole number {span}"
        if not isinstance(value, int) or isinstance(value, bool):
            digits = _DIGITS.fullmatch(value.strip()) if isinstance(value, str) else None
            number = least if digits is None else int(digits[0])
            return wrong(item, expected, f"write a number without quotes: `{item.name} = {number}`")
        if value < least or (most is not None and value > most):
            return Wrong(
                item=item, expected=expected, found=f"this is {value}", advice=f"use one {span}"
            )
        return value

    return check


def choice(known: Iterable[str], *, what: str, spelled: Callable[[str], str] = str) -> Check:
    """Take one of the `known` words; `spelled` gives the form in which they are compared."""
    words = tuple(known)
    by_form = {spelled(word): word for word in words}

    def check(item: Item) -> Value | Wrong:
        value = text(item)
        if isinstance(value, Wrong):
            return value
        if spelled(value) in by_form:
            return by_form[spelled(value)]
        # Nothing is nearly the right number.
        is_word = any(character.isalpha() for character in value)
        near = suggestion(value, words) if is_word else None
        advice = f'did you mean `"{near}"`?' if near else f"one of: {', '.join(words)}"
        found = f"`{shortened(value)}` is not known"
        return Wrong(item=item, expected=what, found=found, advice=advice)

    return check


def many(check: Check, *, what: str) -> Check:
    """Take an array in which every element passes `check`."""

    def check_all(item: Item) -> Value | Wrong:
        if not isinstance(item.value, list):
            return wrong(item, what, f"write an array: `{item.name} = [{_in_quotes(item)}]`")
        found = [check(element) for element in item.items()]
        problems = [one for one in found if isinstance(one, Wrong)]
        if problems:
            return joined(problems)
        return tuple(one for one in found if not isinstance(one, Wrong))

    return check_all


def image(item: Item) -> str | Wrong:
    """Take the name of a container image."""
    value = text(item)
    if isinstance(value, Wrong) or is_image(value):
        return value
    found = f"`{shortened(value)}` is not one"
    advice = 'write `"registry/name:tag"`, without blanks, quotes or variables'
    return Wrong(item=item, expected="the name of a container image", found=found, advice=advice)


def environment(item: Item) -> Value | Wrong:
    """Take variables: text, or `{ from = "NAME" }` for what is set where the worker is deployed."""
    if not isinstance(item.value, dict):
        return wrong(item, "a table of variables", 'write `env = { LOG_LEVEL = "info" }`')
    values: dict[str, Value] = {}
    problems: list[Wrong] = []
    for variable in item.items():
        value = _variable(variable)
        if isinstance(value, Wrong):
            problems.append(value)
        else:
            values[variable.name] = value
    return joined(problems) if problems else values


def joined(problems: Sequence[Wrong]) -> Wrong:
    """Give the mistakes of one table or array as one, which brings the others along."""
    first, *others = problems
    return replace(first, others=(*first.others, *others))


def _variable(item: Item) -> Value | Wrong:
    """Judge a variable's name and its value: both may be wrong."""
    value = _variable_value(item)
    if _VARIABLE.fullmatch(item.name):
        return value
    name = Wrong(
        item=item,
        expected="the name of a variable",
        found="this cannot be one",
        at_key=True,
        advice="use letters, digits and `_`, no digit first",
    )
    return joined([name, value]) if isinstance(value, Wrong) else name


def _variable_value(item: Item) -> Value | Wrong:
    if isinstance(item.value, str):
        if "\0" not in item.value:
            return item.value
        advice = "leave the NUL character out"
        return Wrong(item=item, expected="text", found="no variable can hold NUL", advice=advice)
    inner = list(item.items())
    if isinstance(item.value, dict) and [one.name for one in inner] == ["from"]:
        name = inner[0].value
        if isinstance(name, str) and _VARIABLE.fullmatch(name):
            source = Known(value=name, span=inner[0].span)
            return Construction(name="os.environ.get", arguments=(source,), keywords=())
    more = [one for one in inner if one.name != "from"] if isinstance(item.value, dict) else []
    if more and len(more) < len(inner):
        found = f"`{shortened(more[0].name)}` is not known beside `from`"
        return Wrong(item=item, expected="text", found=found, advice="leave it out")
    advice = f"write it in quotes: `{item.name} = {_in_quotes(item)}`"
    if isinstance(item.value, dict | list):
        advice = f'write `{item.name} = {{ from = "{item.name}" }}` for what the deployment sets'
    return wrong(item, "text", advice)


def wrong(item: Item, expected: str, advice: str) -> Wrong:
    """Say that a value has the wrong type."""
    return Wrong(
        item=item, expected=expected, found=f"this is {kind_of(item.value)}", advice=advice
    )


def shortened(value: str) -> str:
    """Cut what a message quotes."""
    return value if len(value) <= _QUOTED else f"{value[:_QUOTED]}..."


def _in_quotes(item: Item) -> str:
    """Give a scalar as text, for advice; `"..."` stands for anything longer."""
    value = item.value
    if isinstance(value, bool):
        return '"true"' if value else '"false"'
    return f'"{value}"' if isinstance(value, int | float) else '"..."'


_LEAVE_OUT = "write a value, or leave the key out"
