"""Libraries as they are installed: all of them can be imported, so nothing may be reported."""

import importlib.util
import json
import logging
from pathlib import Path

import pytest

from flashc.passes.names.resolve import resolve
from flashc.passes.parse import parse
from flashc.passes.startup.ground import ground_of
from flashc.passes.startup.run import Run
from flashc.project import load

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


@pytest.mark.parametrize("name", [*LIBRARIES, *STANDARD])
def test_a_module_that_can_be_imported_is_never_reported(name: str) -> None:
    folder = folder_of(name)
    project = load([folder], root=folder.parent, exclude=[])
    syntaxes = {file.module: parse(file)[0] for file in project.files}
    modules = {module: syntax for module, syntax in syntaxes.items() if syntax is not None}
    assert modules
    ground = ground_of(resolve(modules, frozenset(syntaxes.keys() - modules.keys())))
    finished: dict[str, frozenset[str]] = {}
    # This one cannot be imported: it asks the package for what moved away long ago.
    broken = {"pydantic.v1._hypothesis_plugin"}
    for module in sorted(modules.keys() - broken):
        run = Run(ground, (), finished)
        run.import_all([module])
        assert run.found == []


def test_the_libraries_are_not_empty() -> None:
    assert {json.__name__, logging.__name__} <= set(STANDARD)
    assert sum(1 for name in LIBRARIES for _ in folder_of(name).rglob("*.py")) > 200
