"""A TOML file as items: values that know where they stand. Its own mistakes are diagnostics."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flashc import codes
from flashc.config.positions import KeyPath, Place, places_in
from flashc.diagnostic import Diagnostic, Label
from flashc.source import SourceFile, Span

# How tomllib says where it stopped, on every Python that flashc runs on.
_STOPPED = re.compile(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One value with its key; `path` leads to it from the top of the document."""

    path: KeyPath
    value: object
    places: Mapping[KeyPath, Place]
    source: SourceFile

    @property
    def name(self) -> str:
        """The last part of the path."""
        return str(self.path[-1]) if self.path else ""

    @property
    def key_span(self) -> Span:
        """Where its key stands."""
        return self._place.key

    @property
    def span(self) -> Span:
        """Where its value stands."""
        return self._place.value

    @property
    def _place(self) -> Place:
        # A table that only deeper headers imply has the place of its name in the first of them.
        nowhere = Span(path=self.source.path, start=0, end=0)
        return self.places.get(self.path, Place(key=nowhere, value=nowhere))

    def items(self) -> Iterator["Item"]:
        """Yield what a table or an array holds, in the order of the file; nothing for others."""
        entries: Iterator[tuple[str | int, object]] = iter(())
        if isinstance(self.value, dict):
            entries = iter(self.value.items())
        elif isinstance(self.value, list):
            entries = iter(enumerate(self.value))
        for key, value in entries:
            yield Item(path=(*self.path, key), value=value, places=self.places, source=self.source)


def parse_document(source: SourceFile) -> Item | Diagnostic:
    """Parse the file's text; a diagnostic where it is not TOML."""
    try:
        data = tomllib.loads(source.text)
        places = places_in(source.text, source.path)
    except RecursionError:
        return _broken(source, "nested too deeply", source.span_of_line(1))
    except ValueError as error:
        # Also a number of so many digits that Python refuses to read it.
        return _refused(source, str(error))
    return Item(path=(), value=data, places=places, source=source)


def _refused(source: SourceFile, message: str) -> Diagnostic:
    match = _STOPPED.search(message)
    reason = message[: match.start()] if match else message
    last = source.position(len(source.text)).line
    line = int(match[1]) if match and match[1] else last
    column = int(match[2]) if match and match[2] else 1
    return _broken(source, reason, source.span_of_line(line, column))


def _broken(source: SourceFile, reason: str, span: Span) -> Diagnostic:
    return Diagnostic(
        code=codes.CONFIG_SYNTAX,
        message=f"`{source.path}` is not valid TOML",
        primary=Label(span=span, text=reason[:1].lower() + reason[1:]),
        help='a key and its value stand on one line, `workersMax = 3`, and text in quotes, `"text"`',
    )
