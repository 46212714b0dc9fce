"""`flashc.json`: what the endpoint is, and the digest of every other file of the worker."""

from flashc.ir.plan.handlers import function_of
from flashc.ir.plan.types import Json
from flashc.ir.plan.worker import WorkerPlan
from flashc_emitters.literals import json_text
from flashc_emitters.tree import MANIFEST, OutputFile

SCHEMA = 1


def emit_manifest(plan: WorkerPlan, others: tuple[OutputFile, ...]) -> OutputFile:
    """Return the manifest of a worker that has the `others` besides.

    The digests stand at the end: a comment in the user's module changes only its line there.
    """
    content: dict[str, Json] = {
        "schema": SCHEMA,
        "endpoint": plan.endpoint,
        "slug": plan.slug,
        "package": plan.package,
        "live": plan.live,
        "resource": {"class": plan.resource_class, "settings": plan.settings},
        **({"variables": plan.unset} if plan.unset else {}),
        **({"settled": _settled(plan)} if plan.variables else {}),
        "image": {
            "base": plan.image.base,
            "python": plan.image.python,
            "system_packages": tuple(sorted(set(plan.image.system_packages))),
        },
        "requirements": plan.requirements,
        **({"imports": dict(plan.provided)} if plan.provided else {}),
        "routes": tuple(_route(plan)),
        "calls": plan.calls,
        "files": {file.path: file.digest for file in others},
    }
    return OutputFile(path=MANIFEST, content=json_text.indented(content).encode())


def _settled(plan: WorkerPlan) -> dict[str, Json]:
    return {one.name: {"value": one.value, "by": one.by} for one in plan.variables}


def _route(plan: WorkerPlan) -> list[dict[str, Json]]:
    return [
        {
            "method": handler.method,
            "path": handler.path,
            "function": function_of(plan.app, handler),
            "operation_id": handler.operation_id,
        }
        for handler in plan.app.handlers
    ]
