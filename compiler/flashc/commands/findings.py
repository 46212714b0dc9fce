"""What every compile says on stderr: diagnostics, their number, files read, time taken."""

from collections.abc import Iterable, Sequence

from flashc.commands.outcome import Format, Look, Piece, Volume, err, out
from flashc.commands.remark import summary
from flashc.commands.table import count
from flashc.diagnostic import Diagnostic, Severity
from flashc.driver import Compiled
from flashc.render.github import render_github
from flashc.render.report import render_all, render_concisely
from flashc.render.visible import visible


def diagnostics(compiled: Compiled, look: Look) -> tuple[Piece, ...]:
    """Show the diagnostics as text or annotations; a document holds them itself."""
    if look.format.is_document:
        return ()
    found = compiled.compilation.diagnostics
    if look.volume is Volume.QUIET:
        found = tuple(one for one in found if one.is_error)
    if look.format is Format.GITHUB:
        text = render_github(found, compiled.compilation.sources)
        return (out(text),) if text else ()
    render = render_all if look.volume is Volume.VERBOSE else render_concisely
    return (err(render(found, compiled.compilation.sources, look.color_err)),) if found else ()


def tally(found: Sequence[Diagnostic], look: Look, consequence: str) -> tuple[Piece, ...]:
    """Count errors and warnings in one last line; `consequence` says what the errors prevented."""
    errors = sum(one.level is Severity.ERROR for one in found)
    warnings = sum(one.level is Severity.WARNING for one in found)
    numbers = ", ".join(
        count(number, noun) for number, noun in ((errors, "error"), (warnings, "warning")) if number
    )
    if errors:
        return summary(look, Severity.ERROR, "; ".join(filter(None, (numbers, consequence))))
    return summary(look, Severity.WARNING, numbers) if warnings else ()


def reading(compiled: Compiled, look: Look) -> tuple[Piece, ...]:
    """Name the files that were read and what provides imports, when asked to say more."""
    if look.volume is not Volume.VERBOSE:
        return ()
    lines = [f"read {visible(path)}\n" for path in sorted(compiled.compilation.sources)]
    provided = {pair for needs in compiled.compilation.needs.values() for pair in needs.provided}
    lines += [f"import {visible(name)} from {found}\n" for name, found in sorted(provided)]
    return (err("".join(lines)),)


def timing(stages: Iterable[tuple[str, float]], look: Look) -> tuple[Piece, ...]:
    """Say where the time went, when asked to say more; times are in seconds."""
    if look.volume is not Volume.VERBOSE:
        return ()
    return (err("time: " + ", ".join(f"{name} {t * 1000:.1f} ms" for name, t in stages) + "\n"),)
