"""The environment: variables that code reads when it runs, and values that a compile gives to them."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Final

from flashc.ir.facts import Construction, Fact, Known, Value

# How code reads a variable of the environment: known only where the worker runs.
ITEM: Final = "os.environ"
GETTERS: Final = frozenset({"os.getenv", "os.environ.get", ITEM})

_READ: Final = re.compile(
    r"""\b(?:environ(?:\.get)?|getenv)\s*[\[(]\s*(?P<quote>["'])(?P<name>\w+)(?P=quote)"""
)


def variable_of(name: str, arguments: tuple[Fact, ...]) -> str | None:
    """Give the variable that a call of `name` reads; None where it reads none, or one unknown."""
    first = arguments[0] if arguments else None
    is_getter = name in GETTERS and isinstance(first, Known)
    return first.value if is_getter and isinstance(first.value, str) else None  # type: ignore[union-attr]


def spells(text: str, variable: str) -> bool:
    """Whether a module's text holds the name of a variable, whatever it reads it with."""
    return f'"{variable}"' in text or f"'{variable}'" in text


def read_in(text: str) -> frozenset[str]:
    """Give the variables that a module's text reads by names in quotes: for suggestions alone."""
    return frozenset(match["name"] for match in _READ.finditer(text))


def read_as(name: str, variable: str) -> str:
    """Write the read of a variable as the source has it."""
    text = json.dumps(variable, ensure_ascii=False)
    return f"{name}[{text}]" if name == ITEM else f"{name}({text})"


def variables_in(value: Value) -> Iterator[str]:
    """Yield the variables that a value is made of."""
    match value:
        case Construction():
            variable = variable_of(value.name, value.arguments)
            if variable is not None:
                yield variable
                return
            facts = (*value.arguments, *(fact for _, fact in value.keywords))
            for fact in facts:
                if isinstance(fact, Known):
                    yield from variables_in(fact.value)
        case tuple():
            for item in value:
                yield from variables_in(item)
        case Mapping():
            for item in value.values():
                yield from variables_in(item)
        case _:
            return
