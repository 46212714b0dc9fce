"""What was compiled, as rows of a table and as JSON."""

from collections.abc import Iterator

from flashc.commands.table import count
from flashc.ir.plan.handlers import function_of
from flashc.ir.plan.worker import WorkerPlan
from flashc.ir.program import Program
from flashc.render.json import JsonObject, JsonValue

NOT_EMITTED = "queue-based, not emitted yet"
LEFT_ALONE = "an application of your own, left as it is"


def number_of_routes(plan: WorkerPlan) -> str:
    """Give `6 routes`."""
    return count(len(plan.app.handlers), "route")


def route_rows(plan: WorkerPlan) -> Iterator[tuple[str, str, str, str]]:
    """Give method, path, endpoint and function of each route, in the order in which they match."""
    for handler in plan.app.handlers:
        yield handler.method, handler.path, plan.endpoint, function_of(plan.app, handler)


def endpoint_json(plan: WorkerPlan) -> JsonObject:
    """Give an endpoint with its routes."""
    routes = [
        {
            "method": handler.method,
            "path": handler.path,
            "function": function_of(plan.app, handler),
            "operation_id": handler.operation_id,
            "docstring": handler.docstring,
        }
        for handler in plan.app.handlers
    ]
    return {"name": plan.endpoint, "kind": "load-balanced", "routes": routes}


def queue_endpoint_json(name: str) -> JsonObject:
    """Give an endpoint for which no worker is written."""
    return {"name": name, "kind": "queue", "status": "not emitted"}


def application_rows(program: Program) -> Iterator[tuple[str, str]]:
    """Give the file of each application that is no endpoint, and what becomes of it."""
    yield from ((one.path, LEFT_ALONE) for one in program.applications)


def applications_json(program: Program) -> list[JsonValue]:
    """Give the applications of the project's own, of which nothing is written."""
    return [{"path": one.path, "module": one.module} for one in program.applications]
