"""Libraries as they are installed: all of them can be imported, so nothing may be reported."""

import importlib.util
import json
import logging
from pathlib import Path

import pytest

from flashc.ir.bindings import Bindings
from flashc.passes.lint.unbound import lint_unbound
from flashc.passes.names.resolve import resolve
from flashc.passes.parse import parse
from flashc.passes.startup.ground import ground_of
from flashc.passes.startup.run import Run
from flashc.project import Project, load

LIBRARIES = (
    "click",
    "jinja2",
    "packaging",
    "pathspec",
    "pydantic",
    "starlette",
    "fastapi",
    "httpx",
)
STANDARD = ("asyncio", "concurrent", "email", "http", "json", "logging", "re", "urllib", "xml")


def folder_of(name: str) -> Path:
    found = importlib.util.find_spec(name)
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).parent


def bindings_of(project: Project) -> Bindings:
    syntaxes = {file.module: parse(file)[0] for file in project.files}
    modules = {module: syntax for module, syntax in syntaxes.items() if syntax is not None}
    assert modules
    return resolve(modules, frozenset(syntaxes.keys() - modules.keys()))


def project_of(name: str) -> Project:
    folder = folder_of(name)
    return load([folder], root=folder.parent, exclude=[])


@pytest.mark.parametrize("name", [*LIBRARIES, *STANDARD])
def test_a_module_that_can_be_imported_is_never_reported(name: str) -> None:
    ground = ground_of(bindings_of(project_of(name)))
    modules = ground.bindings.modules
    finished: dict[str, frozenset[str]] = {}
    # This one cannot be imported: it asks the package for what moved away long ago.
    broken = {"pydantic.v1._hypothesis_plugin"}
    for module in sorted(modules.keys() - broken):
        run = Run(ground, (), finished)
        run.import_all([module])
        assert run.found == []


@pytest.mark.parametrize("name", [*LIBRARIES, *STANDARD])
def test_names_in_functions_that_others_use_every_day_are_there(name: str) -> None:
    project = project_of(name)
    bindings = bindings_of(project)
    assert list(lint_unbound(bindings, bindings.modules, project.standard)) == []


def test_the_libraries_are_not_empty() -> None:
    assert {json.__name__, logging.__name__} <= set(STANDARD)
    assert sum(1 for name in LIBRARIES for _ in folder_of(name).rglob("*.py")) > 200
