"""Modules of the project that would hide what a worker installs, or that a package hides."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from closure.folders import SDK, compiled, endpoint, messages


def shadows(folder: Path, files: Mapping[str, str]) -> list[str]:
    return [one for one in messages(compiled(folder, files)) if one.startswith("FC602")]


def served(imports: str, declared: str) -> str:
    text = SDK + imports + endpoint("one")
    return text.replace('path="/one"', f'path="/one", dependencies=[{declared}]')


@pytest.mark.parametrize(
    ("module", "declared", "installs"),
    [
        ("numpy", '"numpy>=2"', "numpy"),
        ("numpy", '"pandas"', "numpy"),
        ("PIL", '"Pillow"', "pillow"),
        ("yaml", '"pyyaml"', "pyyaml"),
    ],
)
def test_a_module_that_hides_a_distribution_of_the_worker_is_an_error(
    tmp_path: Path, module: str, declared: str, installs: str
) -> None:
    files = {"main.py": served(f"import {module}\n", declared), f"{module}.py": "X = 1\n"}
    assert shadows(tmp_path, files) == [
        f"FC602 module `{module}` would hide what the worker installs with `{installs}`"
    ]


@pytest.mark.parametrize(
    "files",
    [
        # Nothing installs it, so that there is nothing to hide.
        {"main.py": served("import numpy\n", '"six"'), "numpy.py": ""},
        # It does not ship.
        {"main.py": served("", '"numpy"'), "numpy.py": ""},
        # Below a package it has another name.
        {"main.py": served("import own.numpy\n", '"numpy"'), "own/numpy.py": ""},
    ],
)
def test_a_module_that_hides_nothing_is_not(tmp_path: Path, files: Mapping[str, str]) -> None:
    assert shadows(tmp_path, files) == []


def test_a_module_beside_a_package_of_its_name_is_never_imported(tmp_path: Path) -> None:
    files = {"main.py": SDK + "import own\n" + endpoint("one"), "own/__init__.py": ""}
    assert shadows(tmp_path / "a", files) == []
    assert shadows(tmp_path / "b", {**files, "own.py": "X = 1\n"}) == [
        "FC602 module `own` is hidden by the package of the same name"
    ]
    # A folder without `__init__` gives way to the module, as in Python.
    assert shadows(tmp_path / "c", {**files, "main/x.py": ""}) == []
