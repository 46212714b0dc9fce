"""What a write did, as rows of a table, as remarks and as JSON."""

from collections.abc import Iterator, Sequence

from flashc.commands.endpoints import (
    NOT_EMITTED,
    endpoint_json,
    number_of_routes,
    queue_endpoint_json,
)
from flashc.commands.outcome import Look, Piece, Volume, err
from flashc.commands.remark import remark
from flashc.commands.target import BuildOptions
from flashc.diagnostic import Severity
from flashc.ir.plan.worker import WorkerPlan
from flashc.render.json import JsonObject
from flashc.render.visible import visible
from flashc_emitters.output import BuildReport, Kept, Outcome, Recovery, Updated

_GONE = "no longer declared"
_NAMED = 3


def rows(
    plans: Sequence[WorkerPlan], report: BuildReport, queue: Sequence[str], options: BuildOptions
) -> Iterator[tuple[str, ...]]:
    """Give one row per endpoint: name, routes, folder as it was typed, what happened."""
    routes = {plan.endpoint: number_of_routes(plan) for plan in plans}
    for outcome in report.outcomes:
        name = outcome.endpoint
        yield name, routes.get(name, _GONE), options.shown(name), _happened(outcome)
    for name in queue:
        yield name, NOT_EMITTED


def outcomes_json(
    plans: Sequence[WorkerPlan], report: BuildReport, queue: Sequence[str], options: BuildOptions
) -> list[JsonObject]:
    """Give one object per endpoint, with its routes and what happened to its files."""
    by_name = {plan.endpoint: plan for plan in plans}
    endpoints: list[JsonObject] = []
    for outcome in report.outcomes:
        name = outcome.endpoint
        known = endpoint_json(by_name[name]) if name in by_name else {"name": name}
        folder: JsonObject = {"folder": options.shown(name)}
        endpoints.append(known | folder | _outcome_json(outcome))
    return [*endpoints, *map(queue_endpoint_json, queue)]


def recovery(report: BuildReport, look: Look) -> tuple[Piece, ...]:
    """Say what became of an earlier build that was interrupted."""
    if report.recovery is Recovery.NOTHING:
        return ()
    done = "completed" if report.recovery is Recovery.COMPLETED else "undone"
    return remark(look, Severity.NOTE, f"an earlier build was interrupted; it was {done} first")


def file_changes(report: BuildReport, options: BuildOptions, look: Look) -> tuple[Piece, ...]:
    """List the files of updated endpoints, when asked to say more."""
    if look.volume is not Volume.VERBOSE:
        return ()
    lines = [
        f"{word} {visible(options.shown(outcome.endpoint, path))}\n"
        for outcome in report.outcomes
        if isinstance(outcome, Updated)
        for word, paths in _changes(outcome).items()
        for path in paths
    ]
    return (err("".join(lines)),) if lines else ()


def kept(report: BuildReport, options: BuildOptions, look: Look) -> tuple[Piece, ...]:
    """Warn of folders of endpoints that are gone, and hold something that must not be lost."""
    pieces: list[Piece] = []
    for outcome in report.outcomes:
        if isinstance(outcome, Kept):
            held = (*outcome.foreign, *outcome.edited)
            named = ", ".join(f"`{path}`" for path in held[:_NAMED])
            more = f" and {len(held) - _NAMED} more" if len(held) > _NAMED else ""
            folder = options.shown(outcome.endpoint)
            message = f"`{folder}` is no longer declared, but kept: flashc did not write"
            advice = "remove the folder yourself once you need nothing in it"
            pieces += remark(look, Severity.WARNING, f"{message} {named}{more}", [advice])
    return tuple(pieces)


def _happened(outcome: Outcome) -> str:
    if not isinstance(outcome, Updated):
        return type(outcome).__name__.lower()
    numbers = [f"{len(paths)} {word}" for word, paths in _changes(outcome).items() if paths]
    return f"updated ({', '.join(numbers)})"


def _changes(outcome: Updated) -> dict[str, tuple[str, ...]]:
    return {"added": outcome.added, "changed": outcome.changed, "removed": outcome.removed}


def _outcome_json(outcome: Outcome) -> JsonObject:
    status: JsonObject = {"status": type(outcome).__name__.lower()}
    if isinstance(outcome, Updated):
        return status | _changes(outcome)
    if isinstance(outcome, Kept):
        return status | {"foreign": outcome.foreign, "edited": outcome.edited}
    return status
