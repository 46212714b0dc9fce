"""One diagnostic as text, in the manner of rustc: message, place, source lines, notes, help."""

from collections.abc import Iterator, Mapping

from flashc.diagnostic import Diagnostic, Label
from flashc.render.excerpt import excerpt
from flashc.render.marks import Mark, mark
from flashc.render.paint import SEVERITY_STYLES, Painter, Style, painter
from flashc.render.visible import visible, visible_lines
from flashc.source import SourceFile


def render_text(diagnostic: Diagnostic, sources: Mapping[str, SourceFile], color: bool) -> str:
    r"""Give the lines that show `diagnostic`, each ended by a line feed.

    `sources` is by display path; a label in a file that is not there (it could not be read) is
    shown by its path alone. In a note or the help a line feed starts a new, indented line; in any
    other text it is shown as `\n`, because there it can only come from the user's text.
    """
    paint = painter(color)
    files = _labels_by_file(diagnostic)
    marks = {
        path: _marks(diagnostic, labels, sources[path]) for path, labels in files if path in sources
    }
    gutter = max([len(str(m.last)) for found in marks.values() for m in found], default=1)
    lines = [header(diagnostic, paint)]
    for index, (path, labels) in enumerate(files):
        arrow = "-->" if index == 0 else ":::"
        place = visible(place_of(labels[0], sources))
        lines.append(" " * gutter + f"{paint(Style.GUTTER, arrow)} {place}")
        if path in marks:
            empty = paint(Style.GUTTER, " " * (gutter + 1) + "|")
            lines += [empty, *excerpt(sources[path], marks[path], gutter, paint)]
            lines += [empty] if index + 1 < len(files) or _has_footer(diagnostic) else []
        else:
            lines += _bare_texts(labels, gutter, paint)
    lines += _footer(diagnostic, gutter, paint)
    return "".join(line + "\n" for line in lines)


def header(diagnostic: Diagnostic, paint: Painter) -> str:
    """Give the first line: severity, code and message."""
    kind = f"{diagnostic.level}[{diagnostic.code.number}]"
    style = SEVERITY_STYLES[diagnostic.level]
    return paint(style, kind) + paint(Style.STRONG, f": {visible(diagnostic.message)}")


def place_of(label: Label, sources: Mapping[str, SourceFile]) -> str:
    """Give `path:line:column` of a label's start, or the path where the file is not known."""
    source = sources.get(label.span.path)
    if source is None:
        return label.span.path
    position = source.position(min(label.span.start, len(source.text)))
    return f"{label.span.path}:{position.line}:{position.column}"


def _labels_by_file(diagnostic: Diagnostic) -> list[tuple[str, list[Label]]]:
    """Group the labels by file, the primary one first, in the order in which files are named."""
    primary = [diagnostic.primary] if diagnostic.primary else []
    files: dict[str, list[Label]] = {}
    for label in [*primary, *diagnostic.labels]:
        files.setdefault(label.span.path, []).append(label)
    return list(files.items())


def _marks(diagnostic: Diagnostic, labels: list[Label], source: SourceFile) -> list[Mark]:
    style = SEVERITY_STYLES[diagnostic.level]
    return [
        (
            mark(source, label, style, "^")
            if label is diagnostic.primary
            else mark(source, label, Style.SECONDARY, "-")
        )
        for label in labels
    ]


def _bare_texts(labels: list[Label], gutter: int, paint: Painter) -> Iterator[str]:
    for label in labels:
        if label.text:
            yield _remark(gutter, paint, Style.STRONG, "note", label.text)


def _has_footer(diagnostic: Diagnostic) -> bool:
    return bool(diagnostic.notes or diagnostic.help or diagnostic.fix)


def _footer(diagnostic: Diagnostic, gutter: int, paint: Painter) -> Iterator[str]:
    for note in diagnostic.notes:
        yield _remark(gutter, paint, Style.STRONG, "note", note)
    if diagnostic.help:
        yield _remark(gutter, paint, Style.HELP, "help", diagnostic.help)
    elif diagnostic.fix:
        replacement = visible(diagnostic.fix.replacement)
        yield _remark(gutter, paint, Style.HELP, "help", f"write `{replacement}` here")


def _remark(gutter: int, paint: Painter, style: Style, kind: str, text: str) -> str:
    first, *more = visible_lines(text)
    indent = " " * (gutter + len(f" = {kind}: "))
    mark = paint(Style.GUTTER, "=")
    lines = [f"{' ' * (gutter + 1)}{mark} {paint(style, kind)}: {first}"]
    return "\n".join([*lines, *((indent + line).rstrip() for line in more)])
