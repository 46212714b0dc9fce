"""`flashc build`: compile, emit, write."""

from pathlib import Path

from flashc import driver
from flashc.commands import findings
from flashc.commands.document import document
from flashc.commands.endpoints import application_rows, applications_json
from flashc.commands.failure import failed_compile, failed_write
from flashc.commands.locking import failed_lock, with_locks
from flashc.commands.outcome import ExitCode, Look, Outcome, Piece, Volume, out
from flashc.commands.selection import selected
from flashc.commands.sources import compiled_from
from flashc.commands.table import table
from flashc.commands.target import BuildOptions
from flashc.commands.written import file_changes, kept, outcomes_json, recovery, rows
from flashc.diagnostic import Diagnostic
from flashc.driver import Built, Compiled
from flashc.ir.plan.worker import WorkerPlan
from flashc.render.json import JsonObject
from flashc_emitters.output import OutputProblem

_COMMAND = "build"


def build(options: BuildOptions, look: Look) -> Outcome:
    """Compile the sources and write the workers. Raises `CommandError`."""
    compiled = compiled_from(options.sources)
    if compiled.failed:
        return failed_compile(_COMMAND, compiled, look)
    plans = with_locks(compiled, selected(compiled.compilation, options.only), options)
    if isinstance(plans, Diagnostic):
        return failed_compile(_COMMAND, failed_lock(compiled, plans), look)
    target = driver.Target(out=Path(options.out), whole=not options.only)
    try:
        built = driver.build(plans, target, force=options.force)
    except OutputProblem as problem:
        return failed_write(_COMMAND, compiled, look, problem)
    return Outcome(
        exit_code=ExitCode.FINE,
        pieces=(
            *findings.reading(compiled, look),
            *findings.diagnostics(compiled, look),
            *recovery(built.report, look),
            *file_changes(built.report, options, look),
            *_results(compiled, plans, built, options, look),
            *kept(built.report, options, look),
            *findings.timing((*compiled.timings, *built.timings), look),
            *findings.tally(compiled.compilation.diagnostics, look, ""),
        ),
    )


def _results(
    compiled: Compiled,
    plans: tuple[WorkerPlan, ...],
    built: Built,
    options: BuildOptions,
    look: Look,
) -> tuple[Piece, ...]:
    compilation = compiled.compilation
    queue = () if options.only else compilation.queue_endpoints
    if look.format.is_document:
        endpoints = outcomes_json(plans, built.report, queue, options)
        results: JsonObject = {
            "endpoints": endpoints,
            "applications": applications_json(compilation.program),
        }
        return document(_COMMAND, ExitCode.FINE, compiled, look, results)
    if look.volume is Volume.QUIET:
        return ()
    found = [*rows(plans, built.report, queue, options)]
    found += () if options.only else application_rows(compilation.program)
    return (out(table(found)),)
