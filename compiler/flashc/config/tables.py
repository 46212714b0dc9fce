"""From the items of `flash.toml` to a `Config`: every key known, every value of its type."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from flashc import codes
from flashc.config import keys
from flashc.config.document import Item
from flashc.config.keys import Key
from flashc.config.values import Check, Wrong, choice, shortened, text
from flashc.diagnostic import Diagnostic, Fix, Label
from flashc.ir.program import Setting
from flashc.ir.settings import Config, Level, Levels, Pattern, Table
from flashc.passes.levels import WARNINGS, code_like, code_named
from flashc.passes.requirements.pep508 import parse
from flashc.passes.suggest import suggestion
from flashc.passes.toml_words import toml_key

_MODULE = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)*")
_LEVEL = choice(list(Level), what="a level")


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """A `flash.toml` that was read: `root` is still the text that the user wrote."""

    config: Config
    root: Setting | None


def read_tables(document: Item) -> tuple[Contents, tuple[Diagnostic, ...]]:
    """Read the whole document; what is wrong is reported and left out."""
    reader = _Reader()
    contents = reader.contents(document)
    return contents, tuple(reader.diagnostics)


class _Reader:
    def __init__(self) -> None:
        self.diagnostics: list[Diagnostic] = []

    def contents(self, document: Item) -> Contents:
        top = {item.name: item for item in self._known(document, keys.TOP)}
        python = self._value(top.get("python"), keys.PYTHON)
        config = Config(
            source=document.source,
            python=python,
            levels=self._levels(top.get("lints")),
            imports=dict(self._imports(top.get("imports"))),
            endpoints=tuple(self._tables(top.get("endpoint"), keys.ENDPOINT)),
            resources=tuple(self._tables(top.get("resource"), keys.RESOURCE)),
            functions=tuple(self._tables(top.get("function"), keys.FUNCTION)),
            include=_include(top.get("endpoint")),
        )
        return Contents(config=config, root=self._value(top.get("root"), text))

    def _known(self, table: Item, known: Collection[str]) -> Iterator[Item]:
        """Yield the entries of `table` that are known, and report the others."""
        for item in table.items():
            if item.name in known:
                yield item
            else:
                self.diagnostics.append(_unknown_key(item, known))

    def _value(self, item: Item | None, check: Check, field: str = "") -> Setting | None:
        if item is None:
            return None
        value = check(item)
        if isinstance(value, Wrong):
            self.diagnostics.extend(_wrong(one) for one in (value, *value.others))
            return None
        return Setting(
            name=field or item.name,
            value=value,
            span=item.span,
            entries={one.name: one.key_span for one in item.items()} if field == "env" else {},
        )

    def _table(self, item: Item, example: str) -> bool:
        if isinstance(item.value, dict):
            return True
        wrong = Wrong(item=item, expected="a table", found="this is not", advice=f"write {example}")
        self.diagnostics.append(_wrong(wrong))
        return False

    def _tables(self, group: Item | None, known: Mapping[str, Key]) -> Iterator[Table]:
        """Read `[endpoint.NAME]` and its like: a table of tables."""
        if group is None or not self._table(group, _EXAMPLES[group.name]):
            return
        for table in group.items():
            if self._table(table, _EXAMPLES[group.name]):
                settings = [
                    self._value(item, known[item.name].check, known[item.name].field)
                    for item in self._known(table, known)
                ]
                # Patterns are no field of the API: see `_include`.
                kept = (s for s in settings if s is not None and s.name != keys.INCLUDE)
                yield Table(name=table.name, settings=tuple(kept), span=table.key_span)

    def _levels(self, table: Item | None) -> Levels:
        levels: dict[str, Level] = {}
        warnings: Level | None = None
        if table is None or not self._table(table, '`[lints]`, and in it `FC701 = "error"`'):
            return Levels()
        for item in table.items():
            found = self._value(item, _LEVEL)
            level = Level(str(found.value)) if found is not None else None
            code = code_named(item.name)
            if item.name == WARNINGS:
                warnings = level
            elif code is None:
                self.diagnostics.append(_unknown_lint(item))
            elif code.has_level:
                levels.update({code.number: level} if level is not None else {})
            elif level is not None and level is not Level.ERROR:
                self.diagnostics.append(_not_a_lint(item, code.number))
        return Levels(codes=levels, warnings=warnings)

    def _imports(self, table: Item | None) -> Iterator[tuple[str, str]]:
        if table is None or not self._table(
            table, '`[imports]`, and in it `cv2 = "opencv-python"`'
        ):
            return
        for item in table.items():
            found = self._value(item, _requirement)
            if not _MODULE.fullmatch(item.name):
                self.diagnostics.append(_not_a_module(item))
            elif found is not None:
                yield item.name, str(found.value)


def _include(endpoints: Item | None) -> Mapping[str, tuple[Pattern, ...]]:
    """Give the patterns of each endpoint, each with its own place."""
    result: dict[str, tuple[Pattern, ...]] = {}
    for table in endpoints.items() if endpoints is not None else ():
        for item in table.items():
            if item.name == keys.INCLUDE:
                result[table.name] = tuple(
                    Pattern(text=one.value, span=one.span)
                    for one in item.items()
                    if isinstance(one.value, str) and one.value.strip()
                )
    return {name: patterns for name, patterns in result.items() if patterns}


def _requirement(item: Item) -> str | Wrong:
    """Take one distribution as PEP 508 has it, with or without a version."""
    value = text(item)
    if isinstance(value, Wrong):
        return value
    if parse(value) is None:
        found = f"`{shortened(value)}` is not one"
        advice = "write the name under which it is installed, such as `opencv-python-headless`"
        return Wrong(item=item, expected="a requirement (PEP 508)", found=found, advice=advice)
    return value


def _wrong(wrong: Wrong) -> Diagnostic:
    name = f"`{shortened(wrong.item.name)}`"
    where = f"entry {int(wrong.item.name) + 1}" if _is_element(wrong.item) else name
    return Diagnostic(
        code=codes.CONFIG_WRONG_VALUE,
        message=f"{where} must be {wrong.expected}",
        primary=Label(
            span=wrong.item.key_span if wrong.at_key else wrong.item.span, text=wrong.found
        ),
        help=wrong.advice,
    )


def _is_element(item: Item) -> bool:
    return isinstance(item.path[-1], int)


def _unknown_key(item: Item, known: Collection[str]) -> Diagnostic:
    inside = f" in `[{'.'.join(toml_key(str(part)) for part in item.path[:-1])}]`"
    other = keys.OTHER_NAMES.get(item.name)
    near = other if other in known else suggestion(item.name, known)
    takes = ", ".join(f"`{name}`" for name in known)
    return Diagnostic(
        code=codes.CONFIG_UNKNOWN_KEY,
        message=f"unknown key `{item.name}`{inside if len(item.path) > 1 else ''}",
        primary=Label(span=item.key_span),
        notes=() if near else (f"known are: {takes}",),
        help=f"did you mean `{near}`?" if near else "remove it, or correct its name",
        fix=Fix(span=item.key_span, replacement=near) if near else None,
    )


def _unknown_lint(item: Item) -> Diagnostic:
    near = code_like(item.name)
    return Diagnostic(
        code=codes.CONFIG_UNKNOWN_KEY,
        message=f"there is no code `{item.name}`",
        primary=Label(span=item.key_span),
        help=f"did you mean `{near}`?" if near else "`flashc explain` lists all codes",
        fix=Fix(span=item.key_span, replacement=near) if near else None,
    )


def _not_a_lint(item: Item, number: str) -> Diagnostic:
    return Diagnostic(
        code=codes.NOT_A_LINT,
        message=f"`{number}` is an error, and stays one",
        primary=Label(span=item.key_span),
        help="remove the line; only warnings and notes have levels",
    )


def _not_a_module(item: Item) -> Diagnostic:
    return Diagnostic(
        code=codes.CONFIG_WRONG_VALUE,
        message=f"`{shortened(item.name)}` cannot be imported",
        primary=Label(span=item.key_span, text="this is no module's name"),
        help='write what stands after `import`, in quotes if it has a dot: `"google.cloud"`',
    )


_EXAMPLES = {
    "endpoint": "`[endpoint.user-service]`, with the endpoint's name",
    "resource": '`[resource."config:api"]`, with the module and the variable',
    "function": '`[function."users:get_user"]`, with the module and the function',
}
