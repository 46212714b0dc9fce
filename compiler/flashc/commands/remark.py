"""Something said on stderr that has no place in a file."""

from collections.abc import Iterable

from flashc.commands.outcome import Format, Look, Piece, Volume, err
from flashc.diagnostic import Severity
from flashc.render.paint import SEVERITY_STYLES, Style, painter
from flashc.render.visible import visible


def remark(
    look: Look, severity: Severity, message: str, advice: Iterable[str] = ()
) -> tuple[Piece, ...]:
    """Say `message`, and what to do in a line for each `advice`; both may hold any text.

    Nothing is said beside a JSON document, which holds it, and only errors when asked to be quiet.
    """
    if look.format is Format.JSON:
        return ()
    if look.volume is Volume.QUIET and severity is not Severity.ERROR:
        return ()
    paint = painter(look.color_err)
    kind, said = paint(SEVERITY_STYLES[severity], severity), f": {visible(message)}"
    lines = [kind + paint(Style.STRONG, said)]
    mark = paint(Style.GUTTER, "=")
    lines += [f"  {mark} {paint(Style.HELP, 'help')}: {visible(line)}" for line in advice]
    return (err("".join(line + "\n" for line in lines)),)
