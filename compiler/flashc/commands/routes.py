"""`flashc routes`: every route of the sources as a table."""

from flashc.commands import findings
from flashc.commands.document import document
from flashc.commands.endpoints import endpoint_json, queue_endpoint_json, route_rows
from flashc.commands.outcome import ExitCode, Look, Outcome, Piece, out
from flashc.commands.sources import Sources, compiled_from
from flashc.commands.table import table
from flashc.driver import Compiled

_HEAD = ("METHOD", "PATH", "ENDPOINT", "FUNCTION")


def routes(sources: Sources, look: Look) -> Outcome:
    """List the routes; an error anywhere in the sources means that there is no complete list."""
    compiled = compiled_from(sources)
    exit_code = ExitCode.FINDINGS if compiled.failed else ExitCode.FINE
    return Outcome(
        exit_code=exit_code,
        pieces=(
            *findings.reading(compiled, look),
            *findings.diagnostics(compiled, look),
            *_results(compiled, look, exit_code),
            *findings.timing(compiled.timings, look),
            *findings.tally(compiled.compilation.diagnostics, look, "no routes are listed"),
        ),
    )


def _results(compiled: Compiled, look: Look, exit_code: ExitCode) -> tuple[Piece, ...]:
    compilation = compiled.compilation
    if look.format.is_document:
        endpoints = [
            *map(endpoint_json, compilation.plans),
            *map(queue_endpoint_json, compilation.queue_endpoints),
        ]
        return document("routes", exit_code, compiled, look, {"endpoints": endpoints})
    rows = [row for plan in compilation.plans for row in route_rows(plan)]
    return (out(table([_HEAD, *rows])),) if rows else ()
