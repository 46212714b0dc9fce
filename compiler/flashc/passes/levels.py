"""Levels: which findings are said, and how loudly, by flash.toml, options and comments.

An error has no level: it stays one. Some codes are errors only where they break a worker: their levels
hold for the other findings. Comments are looked up in the line of the finding, so
the files need not be parsed, and a finding in `flash.toml` can be ignored the same way.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from flashc import codes
from flashc.diagnostic import Code, Diagnostic, Label, Severity
from flashc.ir.settings import Level, Levels
from flashc.passes.suggest import suggestion
from flashc.source import SourceFile, Span

# The name that stands for every warning.
WARNINGS = "warnings"

# At the end of a line, or before another comment: text in quotes that merely holds it is no comment.
_COMMENT = re.compile(r"#[ \t]*flashc:[ \t]*ignore\[([^\]\r\n]*)\][ \t]*(?=#|\r|\n|$)")
_IN_VAIN = "its level, `{}`, has no effect here: it holds for findings that are no errors"
_NUMBER = re.compile(r"(?:fc)?-?(\d{3})", re.IGNORECASE)
_OTHER = re.compile(r"[^a-z0-9]+")


def code_named(name: str) -> Code | None:
    """Give the code that `name` means: `FC701`, `701`, or its title as words or with hyphens."""
    number = _NUMBER.fullmatch(name.strip())
    wanted = f"FC{number[1]}" if number else slug(name)
    return next((c for c in codes.CATALOGUE if wanted in (c.number, slug(c.title))), None)


def code_like(name: str) -> str | None:
    """Give what `name` was probably meant to be, in the form in which it was written."""
    switchable = [c for c in codes.CATALOGUE if c.has_level]
    numbers = [c.number for c in switchable]
    return suggestion(name, [*numbers, *(slug(c.title) for c in switchable), WARNINGS])


def slug(title: str) -> str:
    """Give a title as one word: `query-parameter-without-annotation`."""
    return _OTHER.sub("-", title.lower()).strip("-")


def merged(first: Levels, over: Levels) -> Levels:
    """Put the levels of the command line over those of the file."""
    warnings = first.warnings if over.warnings is None else over.warnings
    return Levels(codes={**first.codes, **over.codes}, warnings=warnings)


def apply_levels(
    diagnostics: Iterable[Diagnostic], levels: Levels, sources: Mapping[str, SourceFile]
) -> tuple[Diagnostic, ...]:
    """Give what is left to say. Comments come first: what a line ignores, no level brings back."""
    comments = _Comments(sources)
    kept = [one for one in diagnostics if not comments.ignores(one)]
    # An error leaves later passes out, and with them findings that a comment may be about.
    if not any(one.is_error for one in kept):
        kept += comments.without_effect()
    result = (_at_level(comments.remarked(one), levels) for one in kept)
    return tuple(one for one in result if one is not None)


def _at_level(diagnostic: Diagnostic, levels: Levels) -> Diagnostic | None:
    level = levels.codes.get(diagnostic.code.number)
    if diagnostic.is_error:
        if not diagnostic.code.milder or level in (None, Level.ERROR):
            return diagnostic
        return replace(diagnostic, notes=(*diagnostic.notes, _IN_VAIN.format(level)))
    is_warning = diagnostic.level is Severity.WARNING if level is None else level is Level.WARNING
    if is_warning and levels.warnings is not None:
        level = levels.warnings
    if level is None:
        return diagnostic
    return None if level is Level.OFF else replace(diagnostic, severity=Severity(level))


class _Comments:
    """The `# flashc: ignore[...]` comments of all sources, and which of them were of use."""

    def __init__(self, sources: Mapping[str, SourceFile]) -> None:
        self._by_line: dict[tuple[str, int], dict[str, Span]] = {}
        self._used: set[Span] = set()
        for path in sorted(sources):
            if "flashc:" in sources[path].text:
                self._read(sources[path])
        self._sources = sources

    def _read(self, source: SourceFile) -> None:
        for match in _COMMENT.finditer(source.text):
            line = source.position(match.start()).line
            at = match.start(1)
            for name in match[1].split(","):
                span = Span(path=source.path, start=at, end=at + len(name))
                code = code_named(name)
                number = code.number if code else name.strip()
                self._by_line.setdefault((source.path, line), {}).setdefault(number, span)
                at = span.end + 1

    def ignores(self, diagnostic: Diagnostic) -> bool:
        found = self._about(diagnostic)
        if found is None or diagnostic.is_error:
            return False
        self._used.add(found)
        return True

    def remarked(self, diagnostic: Diagnostic) -> Diagnostic:
        """Add to an error that a comment tries to ignore why it is still there."""
        found = self._about(diagnostic) if diagnostic.is_error else None
        if found is None:
            return diagnostic
        remark = "the comment on this line has no effect: errors cannot be ignored"
        return replace(diagnostic, notes=(*diagnostic.notes, remark))

    def without_effect(self) -> Iterator[Diagnostic]:
        for (path, _), names in self._by_line.items():
            for number, span in names.items():
                if span not in self._used:
                    yield _unused(self._sources[path], number, span)

    def _about(self, diagnostic: Diagnostic) -> Span | None:
        if not self._by_line or diagnostic.primary is None:
            return None
        span = diagnostic.primary.span
        source = self._sources.get(span.path)
        if source is None:
            return None
        ends = (span.start, max(span.start, span.end - 1))
        for line in dict.fromkeys(source.position(min(i, len(source.text))).line for i in ends):
            found = self._by_line.get((span.path, line), {}).get(diagnostic.code.number)
            if found is not None:
                return found
        return None


def _unused(source: SourceFile, number: str, span: Span) -> Diagnostic:
    code = code_named(number)
    near = None if code else code_like(number)
    if code is None:
        reason, advice = "there is no such code", "remove the comment, or correct its code"
    elif not code.has_level:
        reason, advice = "errors cannot be ignored", "remove the comment"
    else:
        reason, advice = "it is not reported for this line", "remove the comment"
    return Diagnostic(
        code=codes.IGNORED_NOTHING,
        message=f"`{source.slice(span).strip()}` is ignored in vain",
        primary=Label(span=span, text=reason),
        help=f"did you mean `{near}`?" if near else advice,
    )
