"""Something said that has no place in a file."""

from collections.abc import Iterable

from flashc.commands.outcome import Format, Look, Piece, Volume, err, out
from flashc.diagnostic import Severity
from flashc.render.github import annotation
from flashc.render.paint import SEVERITY_STYLES, Style, painter
from flashc.render.visible import visible


def remark(
    look: Look, severity: Severity, message: str, advice: Iterable[str] = ()
) -> tuple[Piece, ...]:
    """Say `message`, and what to do in a line for each `advice`; both may hold any text.

    Nothing is said beside a document, which holds it, and only errors when asked to be quiet. GitHub
    shows it as an annotation of the run.
    """
    is_said = look.volume is not Volume.QUIET or severity is Severity.ERROR
    if look.format is Format.GITHUB and is_said:
        text = "\n".join([message, *(f"help: {line}" for line in advice)])
        return (out(annotation(severity, text, {})),)
    return summary(look, severity, message, advice)


def summary(
    look: Look, severity: Severity, message: str, advice: Iterable[str] = ()
) -> tuple[Piece, ...]:
    """Say it as text whatever reads the rest, unless that is a document."""
    if look.format.is_document or (look.volume is Volume.QUIET and severity is not Severity.ERROR):
        return ()
    paint = painter(look.color_err)
    kind, said = paint(SEVERITY_STYLES[severity], severity), f": {visible(message)}"
    lines = [kind + paint(Style.STRONG, said)]
    mark = paint(Style.GUTTER, "=")
    lines += [f"  {mark} {paint(Style.HELP, 'help')}: {visible(line)}" for line in advice]
    return (err("".join(line + "\n" for line in lines)),)
