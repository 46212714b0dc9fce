"""Import blocks, in the order that ruff (and isort's black profile) would put them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from flashc.ir.plan.models import Import, ImportModule, ImportName, LoadModule
from flashc_emitters.black_layout import STATEMENT
from flashc_emitters.code import Code
from flashc_emitters.layout import Bracket, fits, lay_out, one_item_a_line
from flashc_emitters.literals import python
from flashc_emitters.standard_library import STANDARD_LIBRARY

_ZERO: Final = ord("0")
_DIGITS: Final = re.compile(r"([0-9]+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Statement:
    """One import statement; without `names` it imports the module itself."""

    module: str
    names: tuple[str, ...]
    alias: str | None


def import_block(
    imports: Iterable[Import], own_modules: frozenset[str], one_a_line: frozenset[str] = frozenset()
) -> Code:
    """Return the import statements, then the modules that no statement can import.

    `own_modules` are the modules that lie in the worker's `src/`. From those in `one_a_line`, each
    name is imported on a line of its own, for small diffs.
    """
    loads = sorted({each for each in imports if isinstance(each, LoadModule)}, key=_module)
    wanted = {each for each in imports if not isinstance(each, LoadModule)}
    if loads:
        wanted.add(ImportModule(module="importlib", alias=None))
    sections: list[list[str]] = [[], [], []]
    for statement in sorted(_statements(wanted), key=_key):
        section = _section_of(statement.module, own_modules)
        sections[section].append(_printed(statement, one_a_line))
    blocks = ["\n".join(section) for section in sections if section]
    return Code("\n\n".join((*blocks, *_load_block(loads))))


def _statements(imports: Iterable[ImportModule | ImportName]) -> Iterator[_Statement]:
    """Join the names of one module, but for those with an alias: ruff keeps each of them apart."""
    plain: dict[str, list[str]] = {}
    for each in imports:
        if isinstance(each, ImportModule):
            yield _Statement(module=each.module, names=(), alias=each.alias)
        elif each.alias is not None:
            yield _Statement(module=each.module, names=(each.name,), alias=each.alias)
        else:
            plain.setdefault(each.module, []).append(each.name)
    for module, names in plain.items():
        yield _Statement(module=module, names=tuple(sorted(names, key=_member)), alias=None)


def _printed(statement: _Statement, one_a_line: frozenset[str]) -> str:
    module = statement.module
    if not statement.names:
        return f"import {module}{_alias(statement.alias)}"
    names = [name + _alias(statement.alias) for name in statement.names]
    line = f"from {module} import {', '.join(names)}"
    if fits(line) and module not in one_a_line:
        return line
    return one_item_a_line(f"from {module} import (", names, ")", 0)


def _alias(alias: str | None) -> str:
    return "" if alias is None else f" as {alias}"


def _load_block(loads: list[LoadModule]) -> Iterator[str]:
    if loads:
        lines = ["# Files whose names no import statement can spell."]
        for each in loads:
            call = Bracket(
                before=f"{each.variable} = importlib.import_module(",
                items=(python.string(each.module),),
                after=")",
            )
            lines.append(lay_out(call, 0, STATEMENT))
        yield "\n".join(lines)


def _key(statement: _Statement) -> tuple[object, ...]:
    """Sort whole modules before names, and statements of one module by their first name."""
    # Letter case counts for an alias, other than for what is imported.
    alias = _natural_parts(statement.alias or "")
    if not statement.names:
        return (0, _natural(statement.module), alias)
    return (1, _natural(statement.module), _member(statement.names[0]), alias)


def _module(each: LoadModule) -> str:
    return each.module


def _section_of(module: str, own_modules: frozenset[str]) -> int:
    if module.partition(".")[0] in STANDARD_LIBRARY:
        return 0
    return 2 if module in own_modules else 1


def _member(name: str) -> tuple[object, ...]:
    """Constants first, then classes, then the rest: by the spelling of the name alone."""
    if len(name.encode()) > 1 and name.isupper():
        return (0, _natural(name))
    return (1 if name[0].isupper() else 2, _natural(name))


def _natural(name: str) -> tuple[object, ...]:
    """Compare without letter case first, and numbers inside names by their value."""
    return (_natural_parts(name.lower()), _natural_parts(name))


@lru_cache(maxsize=4096)
def _natural_parts(name: str) -> tuple[tuple[int, int, str], ...]:
    parts: list[tuple[int, int, str]] = []
    for part in _DIGITS.split(name):
        if part[:1].isdecimal() and part.isascii():
            # A number with a leading zero is compared digit by digit, before the others.
            parts.append((_ZERO, 0, part) if part[0] == "0" else (_ZERO, int(part), ""))
        else:
            parts.extend((ord(character), 0, "") for character in part)
    return tuple(parts)
