"""`flashc build --check`: how the output folder differs from what would be written."""

from collections.abc import Iterator
from pathlib import Path

from flashc import driver
from flashc.commands import findings
from flashc.commands.document import document
from flashc.commands.endpoints import endpoint_json, number_of_routes
from flashc.commands.failure import failed_compile, failed_write
from flashc.commands.locking import failed_lock, with_locks
from flashc.commands.outcome import ExitCode, Format, Look, Outcome, Piece, Volume, out
from flashc.commands.remark import remark
from flashc.commands.selection import selected
from flashc.commands.sources import compiled_from
from flashc.commands.table import table
from flashc.commands.target import BuildOptions
from flashc.diagnostic import Diagnostic, Severity
from flashc.driver import Compiled
from flashc.ir.plan.worker import WorkerPlan
from flashc.render.github import annotation
from flashc.render.json import JsonObject
from flashc.render.paint import Painter, Style, painter
from flashc.render.visible import visible
from flashc_emitters.output import Difference, DifferenceKind, OutputProblem

_COMMAND = "build --check"

# A file that is missing, or there in vain, is all difference: its name says enough.
_WORTH_A_DIFF = (DifferenceKind.CHANGED, DifferenceKind.EDITED)


def check_build(options: BuildOptions, look: Look) -> Outcome:
    """Compare without writing. Raises `CommandError`."""
    compiled = compiled_from(options.sources)
    if compiled.failed:
        return failed_compile(_COMMAND, compiled, look)
    plans = with_locks(compiled, selected(compiled.compilation, options.only), options)
    if isinstance(plans, Diagnostic):
        return failed_compile(_COMMAND, failed_lock(compiled, plans), look)
    target = driver.Target(out=Path(options.out), whole=not options.only)
    try:
        compared = driver.compare(plans, target)
    except OutputProblem as problem:
        return failed_write(_COMMAND, compiled, look, problem)
    exit_code = ExitCode.FINDINGS if compared.differences else ExitCode.FINE
    return Outcome(
        exit_code=exit_code,
        pieces=(
            *findings.reading(compiled, look),
            *findings.diagnostics(compiled, look),
            *_results(compiled, plans, compared.differences, options, look),
            *findings.timing((*compiled.timings, *compared.timings), look),
            *findings.tally(compiled.compilation.diagnostics, look, ""),
            *_verdict(compared.differences, options, look),
        ),
    )


def _results(
    compiled: Compiled,
    plans: tuple[WorkerPlan, ...],
    differences: tuple[Difference, ...],
    options: BuildOptions,
    look: Look,
) -> tuple[Piece, ...]:
    if look.format.is_document:
        content: JsonObject = {
            "endpoints": [endpoint_json(plan) for plan in plans],
            "differences": [_difference_json(one, options) for one in differences],
        }
        exit_code = ExitCode.FINDINGS if differences else ExitCode.FINE
        said = [_sentence(one, options) for one in differences]
        return document(_COMMAND, exit_code, compiled, look, content, said)
    if look.format is Format.GITHUB:
        return tuple(out(_annotation(one, options)) for one in differences)
    if look.volume is Volume.QUIET:
        return ()
    if not differences:
        shown = ((p.endpoint, number_of_routes(p), options.shown(p.endpoint)) for p in plans)
        return (out(table((*row, "up to date") for row in shown)),)
    listed = [(_word(one), options.shown(one.endpoint, one.path)) for one in differences]
    paint = painter(look.color_out)
    diffs = "".join(
        line + "\n"
        for one in differences
        if one.kind in _WORTH_A_DIFF or look.volume is Volume.VERBOSE
        for line in _diff(one.diff, paint)
    )
    return (out(table(listed) + ("\n" + diffs if diffs else "")),)


def _verdict(
    differences: tuple[Difference, ...], options: BuildOptions, look: Look
) -> tuple[Piece, ...]:
    if not differences:
        return ()
    words = [_word(one) for one in differences]
    numbers = ", ".join(f"{words.count(word)} {word}" for word in dict.fromkeys(words))
    message = f"`{options.out}` is not what the sources compile to: {numbers}"
    kinds = {one.kind for one in differences}
    return remark(look, Severity.ERROR, message, _advice(kinds, options.command()))


def _advice(kinds: set[DifferenceKind], command: str) -> Iterator[str]:
    if DifferenceKind.BLOCKED in kinds:
        yield "move away what flashc did not write, or name another folder with `-o`"
    if DifferenceKind.EDITED in kinds:
        yield f"make the edits in your sources; `{command} --force` discards those in the output"
    else:
        yield f"`{command}` writes it anew"


def _word(difference: Difference) -> str:
    return difference.kind.name.lower()


def _diff(text: str, paint: Painter) -> Iterator[str]:
    """Colour a diff and make it safe; tabs stay, for they are part of what is compared."""
    for line in text.removesuffix("\n").split("\n") if text else ():
        safe = "\t".join(visible(part) for part in line.split("\t"))
        yield paint(_diff_style(line), safe)


def _diff_style(line: str) -> Style:
    if line.startswith(("---", "+++")):
        return Style.STRONG
    if line.startswith("@@"):
        return Style.GUTTER
    return {"+": Style.ADDED, "-": Style.REMOVED}.get(line[:1], Style.PLAIN)


def _sentence(difference: Difference, options: BuildOptions) -> str:
    path = options.shown(difference.endpoint, difference.path)
    return f"`{path}` is not what the sources compile to: {_word(difference)}"


def _annotation(difference: Difference, options: BuildOptions) -> str:
    properties = {"file": options.shown(difference.endpoint, difference.path)}
    return annotation(Severity.ERROR, _sentence(difference, options), properties)


def _difference_json(difference: Difference, options: BuildOptions) -> JsonObject:
    return {
        "kind": _word(difference),
        "endpoint": difference.endpoint or None,
        "path": options.shown(difference.endpoint, difference.path),
        "diff": difference.diff,
    }
