"""The worker's `README.md`: what it serves, how to run it, one request for each route."""

from collections.abc import Mapping
from dataclasses import dataclass

from flashc.ir.plan.handlers import AppModule, Handler, function_of
from flashc.ir.plan.worker import WorkerPlan
from flashc_emitters.code import Code
from flashc_emitters.example_types import meanings
from flashc_emitters.rendering import render
from flashc_emitters.requests import curl


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One route as the table shows it; `summary` is the first line of its docstring."""

    method: str
    path: str
    function: str
    summary: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """One variable of the worker; `default` is None where it has to be set outside."""

    name: str
    default: str | None
    why: Code


def emit_readme(plan: WorkerPlan) -> str:
    """Return the text of `README.md`."""
    models = {model.name: model for model in plan.models.models} if plan.models is not None else {}
    imports = (*plan.app.imports, *(plan.models.imports if plan.models is not None else ()))
    known = meanings(imports, plan.classes)
    return render(
        "README.md.jinja",
        endpoint=plan.endpoint,
        package=Code(plan.package),
        image=Code(plan.slug.replace("_", "-").strip("-") or "worker"),
        serves_docs=plan.app.serves_docs,
        live=plan.live,
        resource_class=plan.resource_class,
        locked=plan.lock is not None,
        rows=[_row(plan.app, handler) for handler in plan.app.handlers],
        commands=[curl(handler, models, known) for handler in plan.app.handlers],
        defaults={**_SETTINGS, **_settings(plan)},
        origins={name: _origin(plan, name) for name in _SETTINGS},
        variables=[one for one in _variables(plan) if one.name not in _rows_of_settings(plan)],
        unset=plan.unset,
        addresses=_addresses(plan),
    )


def _row(app: AppModule, handler: Handler) -> Row:
    return Row(
        method=handler.method,
        path=handler.path,
        function=function_of(app, handler),
        summary=_first_line(handler.docstring or ""),
    )


def _first_line(docstring: str) -> str:
    lines = (line.strip(" \t") for line in docstring.split("\n"))
    return next((line for line in lines if line), "")


def _variables(plan: WorkerPlan) -> tuple[Variable, ...]:
    """Return the variables that the worker reads; secret values are not in a plan."""
    declared = plan.settings.get("env")
    names = set(declared) if isinstance(declared, Mapping) else set()
    found = {
        name: Variable(name=name, default=None, why=Code(f"{_owner(plan, name)} declares it"))
        for name in names
    }
    for one in plan.variables:
        found[one.name] = Variable(name=one.name, default=one.value, why=Code(f"`{one.by}`"))
    for name, value in plan.environment:
        found[name] = Variable(name=name, default=value, why=_owner(plan, name))
    return tuple(found[name] for name in sorted(found))


def _owner(plan: WorkerPlan, name: str) -> Code:
    """Return who has the last word on a variable of `env`."""
    return Code("`flash.toml`" if name in plan.configured else "the resource")


def _origin(plan: WorkerPlan, name: str) -> Code:
    """Return who gave a setting of the worker another default; empty where nobody did."""
    settled = {one.name: Code(f"`{one.by}`") for one in plan.variables}
    settled |= {variable: _owner(plan, variable) for variable, _ in plan.environment}
    return Code(f"; set by {settled[name]}" if name in settled else "")


def _settings(plan: WorkerPlan) -> dict[str, str]:
    """Return what the resource or the compile settles of the worker's own settings."""
    settled = {one.name: one.value for one in plan.variables} | dict(plan.environment)
    return {name: value for name, value in settled.items() if name in _SETTINGS}


def _rows_of_settings(plan: WorkerPlan) -> frozenset[str]:
    """Return the variables that have a row in every README, with a meaning of their own."""
    return frozenset(_SETTINGS) | ({"FLASH_EXECUTE_TOKEN"} if plan.live else set())


def _addresses(plan: WorkerPlan) -> tuple[tuple[str, str], ...]:
    """Return the variables for addresses that have no row of their own yet, each with a name."""
    shown = {*plan.unset, *(one.name for one in _variables(plan))}
    return tuple((variable, name) for variable, name in plan.addresses if variable not in shown)


# What the worker's server reads, with the defaults of the runtime.
_SETTINGS = {
    "HOST": "0.0.0.0",  # noqa: S104
    "PORT": "8000",
    "PORT_HEALTH": "PORT",
    "FLASH_REQUEST_TIMEOUT": "330",
    "FLASH_MAX_BODY_BYTES": "31457280",
    "FLASH_MAX_INFLIGHT_BYTES": "1073741824",
    "FLASH_MAX_CONCURRENCY": "0",
    "FLASH_IDLE_TIMEOUT": "65",
    "FLASH_SHUTDOWN_TIMEOUT": "30",
    "FLASH_CANCEL_ON_DISCONNECT": "0",
    "FLASH_ACCESS_LOG": "0",
    "FLASH_SLOW_REQUEST": "10",
    "FLASH_FAST_PATH": "1",
}
