"""The one helper of these tests: worker plans written by hand."""

from collections.abc import Mapping
from typing import Any

from flashc.ir.plan.handlers import (
    AppModule,
    Argument,
    BodyArgument,
    Handler,
    Passed,
    PathArgument,
    QueryArgument,
)
from flashc.ir.plan.models import (
    BodyModel,
    Import,
    ImportModule,
    ImportName,
    ModelField,
    ModelsModule,
)
from flashc.ir.plan.types import (
    Default,
    Json,
    LiteralDefault,
    NamedType,
    NoneType,
    Required,
    TypeRef,
    UnionType,
)
from flashc.ir.plan.worker import Image, OwnedModule, UserFile, WorkerPlan

REQUIREMENTS = (
    "fastapi>=0.165,<0.166",
    "httptools>=0.9",
    "pydantic>=2.12,<3",
    "uvicorn>=0.54",
    "uvloop>=0.22",
)

REQUIRED = Required()


def named(name: str) -> NamedType:
    return NamedType(name=name)


def optional(name: str) -> UnionType:
    return UnionType(members=(NamedType(name=name), NoneType()))


def literal(value: str | int | float | bool | bytes | None) -> LiteralDefault:
    return LiteralDefault(value=value)


def field(
    name: str, type_: TypeRef, default: Default = REQUIRED, key: str | None = None
) -> ModelField:
    return ModelField(name=name, key=key or name, type=type_, default=default)


def model(name: str, *fields: ModelField, extra: TypeRef | None = None) -> BodyModel:
    return BodyModel(name=name, description=f"What {name} holds.", fields=fields, extra=extra)


def query(
    name: str,
    type_: TypeRef,
    default: Default = REQUIRED,
    *,
    repeated: bool = False,
    key: str | None = None,
) -> QueryArgument:
    return QueryArgument(name=name, key=key or name, type=type_, default=default, repeated=repeated)


def path(name: str, type_: TypeRef) -> PathArgument:
    return PathArgument(name=name, type=type_)


def body(type_name: str, default: Default = REQUIRED, *, optional: bool = False) -> BodyArgument:
    return BodyArgument(name="body", type=named(type_name), default=default, optional=optional)


def passed(parameter: str, value: str | None = None, *, only_if_sent: bool = False) -> Passed:
    return Passed(parameter=parameter, value=value or parameter, only_if_sent=only_if_sent)


def handler(method: str, route: str, name: str, *arguments: Argument, **changes: Any) -> Handler:
    """Return a handler that passes each path and query argument on under its own name."""
    values: dict[str, Any] = {
        "name": name,
        "operation_id": name,
        "method": method,
        "path": route,
        "is_async": False,
        "is_generator": False,
        "docstring": None,
        "target": f"user_service.{name}",
        "arguments": arguments,
        "passed": tuple(
            passed(each.name) for each in arguments if not isinstance(each, BodyArgument)
        ),
        "collect": None,
    }
    return Handler(**{**values, **changes})


def plan(
    *handlers: Handler,
    models: tuple[BodyModel, ...] = (),
    source: str = "",
    imports: tuple[Import, ...] = (),
    model_imports: tuple[Import, ...] = (),
    settings: Mapping[str, Json] | None = None,
    **changes: Any,
) -> WorkerPlan:
    """Return the plan of a worker whose only user module is `user_service.py` with that source."""
    from_models = tuple(
        ImportName(module="user_service_worker.models", name=each.name, alias=None)
        for each in models
    )
    values: dict[str, Any] = {
        "endpoint": "user-service",
        "slug": "user_service",
        "package": "user_service_worker",
        "live": False,
        "resource_class": "LoadBalancerSlsResource",
        "settings": settings if settings is not None else {"name": "user-service"},
        "environment": (),
        "image": Image(base="python:3.11-slim", python="3.11", system_packages=()),
        "requirements": REQUIREMENTS,
        "app": AppModule(
            imports=(ImportModule(module="user_service", alias=None), *imports, *from_models),
            handlers=handlers,
            helpers={},
            serves_docs=True,
        ),
        "models": (
            ModelsModule(imports=model_imports, models=models, helpers={}) if models else None
        ),
        "owned": (
            OwnedModule(
                module="user_service", names=tuple(sorted({each.name for each in handlers}))
            ),
        ),
        "user_files": (UserFile(path="user_service.py", content=source.encode()),),
        "user_modules": ("user_service",),
        "stand_ins": (),
    }
    return WorkerPlan(**{**values, **changes})
