"""`--only NAME`: which of the compiled endpoints to write."""

from collections.abc import Sequence
from difflib import get_close_matches

from flashc.commands.outcome import CommandError
from flashc.compilation import Compilation
from flashc.ir.plan.worker import WorkerPlan
from flashc.ir.program import Endpoint


def selected(compilation: Compilation, only: Sequence[str]) -> tuple[WorkerPlan, ...]:
    """Give the plans named in `only`, all when it is empty. Raises `CommandError`."""
    by_name = {plan.endpoint: plan for plan in compilation.plans}
    for name in only:
        if name not in by_name:
            raise _unknown(name, list(by_name), compilation.queue_endpoints)
    return tuple(plan for plan in compilation.plans if not only or plan.endpoint in only)


def asked_about(compilation: Compilation, name: str) -> Endpoint:
    """Give the endpoint `name`, of which no worker need be written. Raises `CommandError`."""
    known = {
        one.resource.name: one
        for one in compilation.program.endpoints
        if one.resource.name in compilation.closures
    }
    if name not in known:
        raise _unknown(name, list(known), ())
    return known[name]


def _unknown(name: str, known: Sequence[str], queue: Sequence[str]) -> CommandError:
    if name in queue:
        return CommandError(f"`{name}` is queue-based, and such endpoints are not emitted yet")
    close = get_close_matches(name, known, n=1)
    there = ", ".join(f"`{other}`" for other in known) or "none that is emitted"
    meant = f"did you mean `{close[0]}`? " if close else ""
    return CommandError(f"there is no endpoint `{name}`", f"{meant}the sources declare: {there}")
