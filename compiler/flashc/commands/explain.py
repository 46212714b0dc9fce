"""`flashc explain`: the catalogue of diagnostics."""

import re
from difflib import get_close_matches

from flashc.codes import CATALOGUE
from flashc.commands.outcome import CommandError, ExitCode, Look, Outcome, out
from flashc.commands.table import table
from flashc.diagnostic import Code
from flashc.render.paint import SEVERITY_STYLES, Style, painter

_MILDER = (
    "\nWhere it breaks no worker that is written, or not for certain, it is a warning, which `--allow`,\n"
    "`--warn` and `[lints]` in flash.toml can change.\n"
)
_SPELLED = re.compile(r"(?:fc)?-?(\d{3})", re.IGNORECASE)


def explain(code: str, look: Look) -> Outcome:
    """Explain one code, spelled `FC304`, `fc304` or `304`. Raises `CommandError`."""
    found = _find(code)
    paint = painter(look.color_out)
    kind = paint(SEVERITY_STYLES[found.severity], f"{found.severity}[{found.number}]")
    text = f"{kind}{paint(Style.STRONG, f': {found.title}')}\n\n{found.explanation}\n"
    text += _MILDER if found.milder else ""
    return Outcome(exit_code=ExitCode.FINE, pieces=(out(text),))


def list_codes() -> Outcome:
    """List every code with its severity and title."""
    rows = [(code.number, str(code.severity), code.title) for code in CATALOGUE]
    return Outcome(exit_code=ExitCode.FINE, pieces=(out(table(rows)),))


def _find(code: str) -> Code:
    match = _SPELLED.fullmatch(code.strip())
    number = f"FC{match[1]}" if match else code.strip().upper()
    known = {one.number: one for one in CATALOGUE}
    if number in known:
        return known[number]
    close = get_close_matches(number, known, n=3, cutoff=0.8)
    advice = [f"did you mean {_either(close)}?"] if close else []
    raise CommandError(
        f"there is no code `{code}`", " ".join([*advice, "`flashc explain` lists all codes"])
    )


def _either(names: list[str]) -> str:
    *most, last = [f"`{name}`" for name in names]
    return f"{', '.join(most)} or {last}" if most else last
