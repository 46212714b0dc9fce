"""Long programs: many modules in a row, classes on classes, files on files; they end, and quietly."""

from pathlib import Path

import pytest

from closure.folders import SDK, compiled, endpoint, messages
from flashc.dependencies.read import read_constraints
from flashc.ir.types import ClassKind, ProjectType
from passes.front import type_in

MODEL = "from pydantic import BaseModel\n\n\nclass A0(BaseModel):\n    x: int\n\n\n"


def chain(length: int, end: str) -> dict[str, str]:
    """Return modules that each import the next, and the last line of the last one."""
    files = {f"m{i}.py": f"import m{i + 1}\n" for i in range(length)}
    return {**files, f"m{length}.py": end, "main.py": SDK + "import m0\n\n" + endpoint("one")}


@pytest.mark.parametrize("length", [10, 300])
@pytest.mark.parametrize("end", ["X = 1\n", "import m0\n"])
def test_modules_that_import_one_another_in_a_row_are_compiled(
    tmp_path: Path, length: int, end: str
) -> None:
    compilation = compiled(tmp_path, chain(length, end))
    assert messages(compilation) == []
    assert len(compilation.plans[0].user_files) == length + 2


def test_what_ends_the_import_of_a_module_is_found_down_a_row_of_them(tmp_path: Path) -> None:
    found = messages(compiled(tmp_path, chain(50, "X = undefined\n")))
    assert [one for one in found if "`undefined`" in one]


def test_a_class_with_many_ancestors_keeps_its_kind() -> None:
    classes = "".join(f"class A{i}(A{i - 1}):\n    x{i}: int\n\n\n" for i in range(1, 1200))
    kind = type_in(MODEL + classes, "A1199")
    assert isinstance(kind, ProjectType)
    assert kind.kind is ClassKind.MODEL


def test_a_class_that_is_reached_by_many_ways_is_read_once(tmp_path: Path) -> None:
    classes = "class B0(BaseModel):\n    y: int\n\n\n" + "".join(
        f"class {name}{i}(A{i - 1}, B{i - 1}):\n    {name.lower()}{i}: int\n\n\n"
        for i in range(1, 60)
        for name in "AB"
    )
    text = SDK + MODEL + classes + endpoint("one", signature="(a: A59)")
    compilation = compiled(tmp_path, {"main.py": text, "requirements.txt": "pydantic\n"})
    assert messages(compilation) == []
    assert len(compilation.plans) == 1


def test_a_requirements_file_that_is_named_many_times_is_read_once(tmp_path: Path) -> None:
    files = {f"r{i}.txt": f"-r r{i + 1}.txt\n-r r{i + 1}.txt\n" for i in range(40)}
    files |= {"requirements.txt": "-r r0.txt\n", "r40.txt": "numpy<2\n", "main.py": ""}
    for path, text in files.items():
        (tmp_path / path).write_text(text, encoding="utf-8")
    (scope,) = read_constraints(tmp_path, ["main.py"]).scopes
    assert [entry.requirement for entry in scope.entries] == ["numpy<2"]


@pytest.mark.parametrize("arms", [3, 600])
def test_every_arm_of_a_long_chain_of_elif_is_read(tmp_path: Path, arms: int) -> None:
    tests = "".join(f"elif x == {i}:\n    import p{i}\n" for i in range(arms))
    text = SDK + "x = 1\nif x < 0:\n    pass\n" + tests + "\n" + endpoint("one")
    files = {f"p{i}.py": "" for i in range(arms)}
    compilation = compiled(tmp_path, {**files, "main.py": text})
    assert len(compilation.plans[0].user_files) == arms + 1
