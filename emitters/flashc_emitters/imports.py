"""Import blocks, in the order that ruff (and isort's black profile) would put them."""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final

from flashc.ir.plan import Import, ImportModule, ImportName, LoadModule
from flashc_emitters.black_layout import STATEMENT
from flashc_emitters.code import Code
from flashc_emitters.layout import Bracket, fits, lay_out, one_item_a_line
from flashc_emitters.literals import python
from flashc_emitters.standard_library import STANDARD_LIBRARY

_ZERO: Final = ord("0")
_DIGITS: Final = re.compile(r"([0-9]+)")


def import_block(
    imports: Iterable[Import], own_modules: frozenset[str], one_a_line: frozenset[str] = frozenset()
) -> Code:
    """Return the import statements, then the modules that no statement can import.

    `own_modules` are the top-level names that lie in the worker's `src/`. From the modules in
    `one_a_line`, each name is imported on a line of its own, for small diffs.
    """
    loads = [each for each in imports if isinstance(each, LoadModule)]
    statements = {each for each in imports if not isinstance(each, LoadModule)}
    if loads:
        statements.add(ImportModule(module="importlib", alias=None))
    ordered = sorted(statements, key=lambda each: _key(each, own_modules))
    sections = [
        "\n".join(_section(list(group), one_a_line))
        for _, group in groupby(ordered, key=lambda each: _section_of(each, own_modules))
    ]
    return Code("\n\n".join((*sections, *_load_section(loads))))


def _section(imports: list[ImportModule | ImportName], one_a_line: frozenset[str]) -> Iterator[str]:
    for each in imports:
        if isinstance(each, ImportModule):
            yield f"import {each.module}" + _alias(each.alias)
    # An import with an alias is a statement of its own for ruff, after the plain ones of its module.
    named = [each for each in imports if isinstance(each, ImportName)]
    for (module, alias), group in groupby(named, key=lambda each: (each.module, each.alias)):
        names = [each.name + _alias(alias) for each in group]
        if module in one_a_line and alias is None:
            yield one_item_a_line(f"from {module} import (", names, ")", 0)
        else:
            yield _from_import(module, names)


def _from_import(module: str, names: list[str]) -> Code:
    line = f"from {module} import {', '.join(names)}"
    if fits(line):
        return Code(line)
    return one_item_a_line(f"from {module} import (", names, ")", 0)


def _alias(alias: str | None) -> str:
    return "" if alias is None else f" as {alias}"


def _load_section(loads: list[LoadModule]) -> Iterator[str]:
    if loads:
        lines = ["# Files whose names no import statement can spell."]
        for each in sorted(loads, key=lambda each: each.module):
            call = Bracket(
                before=f"{each.variable} = importlib.import_module(",
                items=(python.string(each.module),),
                after=")",
            )
            lines.append(lay_out(call, 0, STATEMENT))
        yield "\n".join(lines)


def _key(each: ImportModule | ImportName, own_modules: frozenset[str]) -> tuple[object, ...]:
    """Sort by section; whole modules first, then names; those with an alias after those without."""
    section = _section_of(each, own_modules)
    if isinstance(each, ImportModule):
        return (section, 0, _natural(each.module), _natural(each.alias or ""))
    alias = each.alias or ""
    return (section, 1, _natural(each.module), bool(alias), _member(each.name), _natural(alias))


def _section_of(each: ImportModule | ImportName, own_modules: frozenset[str]) -> int:
    top = each.module.partition(".")[0]
    if top in STANDARD_LIBRARY:
        return 0
    return 2 if top in own_modules else 1


def _member(name: str) -> tuple[object, ...]:
    """Constants first, then classes, then the rest: by the spelling of the name alone."""
    if len(name.encode()) > 1 and name.isupper():
        return (0, _natural(name))
    return (1 if name[0].isupper() else 2, _natural(name))


def _natural(name: str) -> tuple[object, ...]:
    """Compare without letter case first, and numbers inside names by their value."""
    return (_natural_parts(name.lower()), _natural_parts(name))


def _natural_parts(name: str) -> tuple[tuple[int, int, str], ...]:
    parts: list[tuple[int, int, str]] = []
    for part in _DIGITS.split(name):
        if part[:1].isdecimal() and part.isascii():
            # A number with a leading zero is compared digit by digit, before the others.
            parts.append((_ZERO, 0, part) if part[0] == "0" else (_ZERO, int(part), ""))
        else:
            parts.extend((ord(character), 0, "") for character in part)
    return tuple(parts)
