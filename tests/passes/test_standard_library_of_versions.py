"""The standard library of each Python that workers run."""

import sys

import pytest

from flashc.passes.naming.stdlib_names import CAME, LEFT, STDLIB, has_left, is_standard
from flashc.passes.settle.python_ranges import PYTHONS


def test_the_table_is_what_the_running_python_has() -> None:
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    if python not in PYTHONS:
        pytest.skip(f"workers do not run {python}")
    there = {name for name in sys.stdlib_module_names if not name.startswith("_")}
    assert {n for n in STDLIB | CAME.keys() if is_standard(n, python)} == there


@pytest.mark.parametrize(
    ("name", "last"), [("distutils", "3.11"), ("imp", "3.11"), ("cgi", "3.12")]
)
def test_a_module_that_left_is_there_before_and_not_after(name: str, last: str) -> None:
    before = [python for python in PYTHONS if python <= last]
    assert [python for python in PYTHONS if is_standard(name, python)] == before
    assert [python for python in PYTHONS if not has_left(name, python)] == before


def test_what_never_left_is_always_there_and_what_came_is_not_there_before() -> None:
    assert all(is_standard("json", python) for python in PYTHONS)
    assert not any(has_left("json", python) or is_standard("torch", python) for python in PYTHONS)
    assert [python for python in PYTHONS if is_standard("compression", python)] == ["3.14"]
    assert not LEFT.keys() - STDLIB
