"""`pyproject.toml` and `requirements.txt`."""

import re
from typing import Final

from flashc.ir.plan.handlers import FrameworkArgument
from flashc.ir.plan.models import Import, ImportModule, ImportName, LoadModule
from flashc.ir.plan.worker import WorkerPlan
from flashc_emitters.code import Code, PlanError
from flashc_emitters.own_modules import own_modules
from flashc_emitters.rendering import render
from flashc_emitters.standard_library import STANDARD_LIBRARY

# What the worker itself stands on; these packages carry their types.
_TYPED: Final = frozenset({"fastapi", "pydantic", "starlette"})
# Only such names can be imported, so only such names can be checked.
_DOTTED_NAME: Final = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)*")
_LINE_BREAKS: Final = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029\ud800-\udfff]")


def emit_pyproject(plan: WorkerPlan) -> str:
    """Return the text of `pyproject.toml`: how mypy, ruff and black check the generated package."""
    return render(
        "pyproject.toml.jinja",
        python=plan.image.python,
        target="py" + plan.image.python.replace(".", ""),
        package_folder=f"src/{plan.package}",
        package_pattern=f"src/{plan.package}/**/*.py",
        package_expression=f"/src/{plan.package}/.*\\.py$",
        user_modules=[name for name in plan.user_modules if _DOTTED_NAME.fullmatch(name)],
        untyped_modules=_untyped_modules(plan),
        loads_by_name=any(isinstance(each, LoadModule) for each in _imports(plan)),
        calls_in_defaults=_has_calls_in_defaults(plan),
        package_modules=f"{plan.package}.*",
    )


def emit_requirements(plan: WorkerPlan) -> str:
    """Return the text of `requirements.txt`, one requirement on a line.

    Raises `PlanError` for a requirement that is more than a line: pip would read an option.
    """
    for requirement in plan.requirements:
        if _LINE_BREAKS.search(requirement):
            raise PlanError(f"not one line: {requirement!r}")
    return render("requirements.txt.jinja", lines=[Code(line) for line in plan.requirements])


def _has_calls_in_defaults(plan: WorkerPlan) -> bool:
    arguments = (each for handler in plan.app.handlers for each in handler.arguments)
    return any(isinstance(each, FrameworkArgument) and each.marker for each in arguments)


def _untyped_modules(plan: WorkerPlan) -> list[str]:
    own = own_modules(plan)
    tops = {
        each.module.partition(".")[0]
        for each in _imports(plan)
        if isinstance(each, (ImportModule, ImportName)) and each.module not in own
    }
    installed = sorted(tops - STANDARD_LIBRARY - _TYPED)
    return [pattern for top in installed for pattern in (top, f"{top}.*")]


def _imports(plan: WorkerPlan) -> tuple[Import, ...]:
    return (*plan.app.imports, *(plan.models.imports if plan.models is not None else ()))
