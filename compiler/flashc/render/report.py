"""All diagnostics of a run as one text; what repeats again and again is shown a few times only."""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence

from flashc.diagnostic import Diagnostic
from flashc.render.paint import Painter, Style, painter
from flashc.render.text import header, place_of, render_text
from flashc.render.visible import visible
from flashc.source import SourceFile

# One mistake in a shared habit (fifty resources with the same unknown keyword) is one lesson. It is
# shown in full three times; then follow places, and then a number.
_TOLERATED = 5
_SHOWN = 3
_PLACES = 10


def render_all(
    diagnostics: Iterable[Diagnostic], sources: Mapping[str, SourceFile], color: bool
) -> str:
    """Show every diagnostic, with an empty line after each."""
    return "".join(render_text(one, sources, color) + "\n" for one in diagnostics)


def render_concisely(
    diagnostics: Sequence[Diagnostic], sources: Mapping[str, SourceFile], color: bool
) -> str:
    """Show the diagnostics, and of more than five that differ only in their places the first three."""
    return "".join(text + "\n" for text in _concise(diagnostics, sources, color))


def _concise(
    diagnostics: Sequence[Diagnostic], sources: Mapping[str, SourceFile], color: bool
) -> Iterator[str]:
    alike: dict[Hashable, list[Diagnostic]] = {}
    for one in diagnostics:
        alike.setdefault(_gist(one), []).append(one)
    seen: Counter[Hashable] = Counter()
    for one in diagnostics:
        gist = _gist(one)
        seen[gist] += 1
        if len(alike[gist]) <= _TOLERATED or seen[gist] <= _SHOWN:
            yield render_text(one, sources, color)
        elif seen[gist] == _SHOWN + 1:
            yield _the_rest(alike[gist][_SHOWN:], sources, painter(color))


def _gist(one: Diagnostic) -> Hashable:
    """All that a diagnostic says, but not where."""
    labels = tuple(label.text for label in (one.primary, *one.labels) if label)
    return (one.level, one.code.number, one.message, labels, one.notes, one.help)


def _the_rest(
    diagnostics: Sequence[Diagnostic], sources: Mapping[str, SourceFile], paint: Painter
) -> str:
    places = [visible(place_of(one.primary, sources)) for one in diagnostics if one.primary]
    lines = [header(diagnostics[0], paint)]
    lines += [f" {paint(Style.GUTTER, '-->')} {place}" for place in places[:_PLACES]]
    kind, more = paint(Style.STRONG, "note"), len(diagnostics) - len(places[:_PLACES])
    said = f"and in {more} more places" if more else "here as above"
    lines.append(f"  {paint(Style.GUTTER, '=')} {kind}: {said}; -v shows each in full")
    return "".join(line + "\n" for line in lines)
