"""Where the keys and values of a TOML document stand.

`tomllib` reads the document, and no library that is kept up gives places with the data. This walks
a text that `tomllib` has accepted, so it need not judge anything: it only has to see where keys,
strings, arrays and tables begin and end.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass

from flashc.source import Span

KeyPath = tuple[str | int, ...]

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_STRING = re.compile(
    "|".join(
        (
            r'"""(?:[^\\]|\\.)*?"{3,5}(?!")',
            r"'''.*?'{3,5}(?!')",
            r'"(?:[^"\\\n]|\\.)*"',
            r"'[^'\n]*'",
        )
    ),
    re.DOTALL,
)
# A number, a date, true or false: up to what ends a value.
_OTHER = re.compile(r"[^,\]}#\r\n]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a key and its value stand; a table with a header has its name as both."""

    key: Span
    value: Span


def places_in(text: str, path: str) -> Mapping[KeyPath, Place]:
    """Give the places of all keys and array elements of `text`, which must be valid TOML."""
    walker = _Walker(text, path)
    walker.document()
    return walker.places


class _Walker:
    def __init__(self, text: str, path: str) -> None:
        self._text = text
        self._path = path
        self._at = 0
        self._tables: dict[KeyPath, int] = {}
        self.places: dict[KeyPath, Place] = {}

    def document(self) -> None:
        table: KeyPath = ()
        while self._peek():
            if self._peek() == "[":
                table = self._header()
            else:
                self._pair(table)

    def _header(self) -> KeyPath:
        is_array = self._text.startswith("[[", self._at)
        self._at += 2 if is_array else 1
        keys = self._keys()
        table: KeyPath = ()
        for index, (name, span) in enumerate(keys):
            table = (*table, name)
            self.places.setdefault(table, Place(key=span, value=span))
            is_last = index == len(keys) - 1
            if is_array and is_last:
                self._tables[table] = self._tables.get(table, -1) + 1
            if table in self._tables:
                table = (*table, self._tables[table])
                self.places.setdefault(table, Place(key=span, value=span))
        # What the header itself names is shown where the header stands.
        self.places[table] = Place(key=keys[-1][1], value=keys[-1][1])
        self._at += 2 if is_array else 1
        return table

    def _pair(self, table: KeyPath) -> None:
        keys = self._keys()
        self._at += 1
        where = table
        for name, span in keys:
            where = (*where, name)
            self.places.setdefault(where, Place(key=span, value=span))
        value = self._value(where)
        self.places[where] = Place(key=keys[-1][1], value=value)

    def _keys(self) -> list[tuple[str, Span]]:
        """Read a dotted key up to what ends it: `=` or `]`."""
        keys: list[tuple[str, Span]] = []
        while True:
            self._peek()
            start = self._at
            match = _STRING.match(self._text, start) or _BARE.match(self._text, start)
            raw = match.group() if match else ""
            self._at += len(raw)
            name = tomllib.loads(f"key = {raw}")["key"] if raw[:1] in "\"'" and raw else raw
            keys.append((name, self._span(start)))
            if self._peek() != ".":
                return keys
            self._at += 1

    def _value(self, where: KeyPath) -> Span:
        self._peek()
        start = self._at
        if self._text[start] == "[":
            self._array(where)
        elif self._text[start] == "{":
            self._inline_table(where)
        else:
            match = _STRING.match(self._text, start) or _OTHER.match(self._text, start)
            self._at += len(match.group().rstrip(" \t")) if match else 0
        return self._span(start)

    def _array(self, where: KeyPath) -> None:
        self._at += 1
        index = 0
        while self._peek() != "]":
            element = (*where, index)
            span = self._value(element)
            self.places[element] = Place(key=span, value=span)
            index += 1
            self._skip_comma()
        self._at += 1

    def _inline_table(self, where: KeyPath) -> None:
        self._at += 1
        while self._peek() != "}":
            self._pair(where)
            self._skip_comma()
        self._at += 1

    def _skip_comma(self) -> None:
        if self._peek() == ",":
            self._at += 1

    def _peek(self) -> str:
        """Skip blanks, line ends and comments, and give the character after them, or nothing."""
        blank = _BLANK.match(self._text, self._at)
        self._at = blank.end() if blank else self._at
        return self._text[self._at : self._at + 1]

    def _span(self, start: int) -> Span:
        return Span(path=self._path, start=start, end=self._at)
