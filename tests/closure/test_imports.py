"""Which imports a closure follows, and which cannot work."""

from pathlib import Path

import pytest

from closure.folders import SDK, compiled, endpoint, messages, shipped


@pytest.mark.parametrize(
    "text",
    [
        'import importlib\nimportlib.import_module("pkg.part")\n',
        'import importlib as i\ni.import_module("pkg.part")\n',
        'from importlib import import_module as load\nload("pkg.part")\n',
        '__import__("pkg.part")\n',
        'import importlib\nif importlib.import_module("pkg.part"):\n    pass\n',
        'def later():\n    import importlib\n    return importlib.import_module("pkg.part")\n',
    ],
)
def test_a_module_imported_by_call_ships(tmp_path: Path, text: str) -> None:
    files = {"one.py": SDK + text + endpoint("one"), "pkg/__init__.py": "", "pkg/part.py": ""}
    compilation = compiled(tmp_path, files)
    assert sorted(shipped(compilation, "one")) == ["one.py", "pkg/__init__.py", "pkg/part.py"]


@pytest.mark.parametrize("package", ["package=__package__", '"pkg"', "__package__"])
def test_a_relative_name_is_seen_from_the_package_of_the_call(tmp_path: Path, package: str) -> None:
    call = f'import importlib\nimportlib.import_module(".part", {package})\n'
    files = {"pkg/one.py": SDK + call + endpoint("one"), "pkg/part.py": ""}
    assert sorted(shipped(compiled(tmp_path, files), "one")) == ["pkg/one.py", "pkg/part.py"]


@pytest.mark.parametrize(
    "text",
    [
        "import importlib\nimportlib.import_module(input())\n",
        'def import_module(name):\n    return name\n\n\nimport_module("part")\n',
        'class Own:\n    def import_module(self, name): ...\n\n\nOwn().import_module("part")\n',
    ],
)
def test_other_calls_are_no_imports(tmp_path: Path, text: str) -> None:
    compilation = compiled(tmp_path, {"one.py": SDK + text + endpoint("one"), "part.py": ""})
    assert sorted(shipped(compilation, "one")) == ["one.py"]


def test_a_missing_module_is_reported_like_that_of_a_statement(tmp_path: Path) -> None:
    call = 'import importlib\nimportlib.import_module("pkg.prat")\n'
    compilation = compiled(tmp_path, {"one.py": SDK + call + endpoint("one"), "pkg/part.py": ""})
    assert messages(compilation) == ["FC601 Cannot import module 'pkg.prat'"]


def test_a_missing_name_is_reported_with_the_likely_one(tmp_path: Path) -> None:
    text = SDK + "from part import helper\n" + endpoint("one")
    compilation = compiled(tmp_path, {"one.py": text, "part.py": "def helpers(): ...\n"})
    assert messages(compilation) == ["FC614 Cannot import name 'helper' from 'part'"]
    assert compilation.diagnostics[0].help == "did you mean `helpers`?"


@pytest.mark.parametrize(
    "part",
    [
        "def __getattr__(name): ...\n",
        "from json import *\n",
        "globals()['helper'] = 1\n",
        "if __debug__:\n    helper = 1\n",
        "def give():\n    global helper\n    helper = 1\n",
        "for helper in (1, 2):\n    pass\n",
        "import os as helper\n",
    ],
)
def test_a_name_that_may_be_there_is_not_reported(tmp_path: Path, part: str) -> None:
    text = SDK + "from part import helper\n" + endpoint("one")
    assert messages(compiled(tmp_path, {"one.py": text, "part.py": part})) == []


def test_a_name_that_a_try_expects_to_be_missing_is_not_reported(tmp_path: Path) -> None:
    guarded = "try:\n    from part import helper\nexcept ImportError:\n    helper = None\n"
    files = {"one.py": SDK + guarded + endpoint("one"), "part.py": ""}
    assert messages(compiled(tmp_path, files)) == []
