"""The worker plans as JSON: what the emitters print, without the printing's own helpers."""

import hashlib

from flashc.commands.ir_values import json_of, planned_type_text
from flashc.ir.plan import types as planned
from flashc.ir.plan.handlers import (
    AppModule,
    Argument,
    BodyArgument,
    FileArgument,
    FormArgument,
    FrameworkArgument,
    Handler,
    PathArgument,
    QueryArgument,
    function_of,
)
from flashc.ir.plan.models import BodyModel
from flashc.ir.plan.worker import UserFile, WorkerPlan
from flashc.render.json import JsonObject, JsonValue

_SOURCES = {
    PathArgument: "path",
    QueryArgument: "query",
    BodyArgument: "body",
    FrameworkArgument: "framework",
    FileArgument: "file",
    FormArgument: "form",
}


def worker_json(worker: WorkerPlan, root: str) -> JsonObject:
    """Give one worker; files are listed with their digests, not with their content.

    `root` is the import root of its project, below which its modules and files lie.
    """
    return {
        "endpoint": worker.endpoint,
        "root": root,
        "slug": worker.slug,
        "package": worker.package,
        "live": worker.live,
        "resource": {
            "class": worker.resource_class,
            "settings": json_of(worker.settings),
        },
        "environment": dict(worker.environment),
        "settled_variables": [
            {"name": one.name, "value": one.value, "by": one.by} for one in worker.variables
        ],
        "needed_variables": list(worker.unset),
        "image": {
            "base": worker.image.base,
            "python": worker.image.python,
            "system_packages": list(worker.image.system_packages),
        },
        "requirements": list(worker.requirements),
        "calls": list(worker.calls),
        "routes": [_route(worker.app, handler) for handler in worker.app.handlers],
        "models": [_model(one) for one in (worker.models.models if worker.models else ())],
        "modules": list(worker.user_modules),
        "files": [_file(one) for one in worker.user_files],
        "stand_ins": list(worker.stand_ins),
    }


def _route(app: AppModule, handler: Handler) -> JsonObject:
    return {
        "method": handler.method,
        "path": handler.path,
        "operation_id": handler.operation_id,
        "function": function_of(app, handler),
        "async": handler.is_async,
        "generator": handler.is_generator,
        "docstring": handler.docstring,
        "arguments": [_argument(one) for one in handler.arguments],
    }


def _argument(argument: Argument) -> JsonObject:
    # A path holds all its parameters; anything else may be missing where it has a default.
    default = planned.Required() if isinstance(argument, PathArgument) else argument.default
    key = argument.key if isinstance(argument, QueryArgument) else argument.name
    return {
        "in": _SOURCES[type(argument)],
        "name": key,
        "type": planned_type_text(argument.type),
        "default": _default(default),
    }


def _model(model: BodyModel) -> JsonObject:
    fields: list[JsonValue] = [
        {"name": f.key, "type": planned_type_text(f.type), "default": _default(f.default)}
        for f in model.fields
    ]
    extra = None if model.extra is None else planned_type_text(model.extra)
    return {
        "name": model.name,
        "fields": fields,
        "extra": extra is not None,
        "extra_type": extra,
    }


def _default(default: planned.Default) -> JsonObject:
    match default:
        case planned.Required():
            return {"kind": "none"}
        case planned.LiteralDefault(value=value):
            return {"kind": "literal", "value": json_of(value)}
        case planned.UserDefault():
            return {"kind": "other"}


def _file(file: UserFile) -> JsonObject:
    digest = hashlib.sha256(file.content).hexdigest()
    return {"path": file.path, "size": len(file.content), "sha256": digest}
