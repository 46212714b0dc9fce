"""`flashc check`: the whole compile, without writing."""

from flashc.commands import findings
from flashc.commands.document import document
from flashc.commands.endpoints import (
    NOT_EMITTED,
    application_rows,
    applications_json,
    endpoint_json,
    number_of_routes,
    queue_endpoint_json,
)
from flashc.commands.outcome import ExitCode, Look, Outcome, Piece, Volume, out
from flashc.commands.sources import Sources, compiled_from
from flashc.commands.table import table
from flashc.driver import Compiled


def check(sources: Sources, look: Look) -> Outcome:
    """Report every diagnostic, and one line per endpoint when there is no error."""
    compiled = compiled_from(sources)
    exit_code = ExitCode.FINDINGS if compiled.failed else ExitCode.FINE
    return Outcome(
        exit_code=exit_code,
        pieces=(
            *findings.reading(compiled, look),
            *findings.diagnostics(compiled, look),
            *_results(compiled, look, exit_code),
            *findings.timing(compiled.timings, look),
            *findings.tally(compiled.compilation.diagnostics, look, ""),
        ),
    )


def _results(compiled: Compiled, look: Look, exit_code: ExitCode) -> tuple[Piece, ...]:
    compilation = compiled.compilation
    if look.format.is_document:
        endpoints = [
            *map(endpoint_json, compilation.plans),
            *map(queue_endpoint_json, compilation.queue_endpoints),
        ]
        return document(
            "check",
            exit_code,
            compiled,
            look,
            {"endpoints": endpoints, "applications": applications_json(compilation.program)},
        )
    if compiled.failed or look.volume is Volume.QUIET:
        return ()
    rows = [(plan.endpoint, number_of_routes(plan)) for plan in compilation.plans]
    rows += [(name, NOT_EMITTED) for name in compilation.queue_endpoints]
    rows += application_rows(compilation.program)
    return (out(table(rows)),)
