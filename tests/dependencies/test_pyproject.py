"""`pyproject.toml`: the standard's tables, uv's sources, and Poetry's own way to write versions."""

from pathlib import Path

import pytest

from dependencies.reading import read, text_at
from flashc.dependencies.poetry import poetry_requirements
from flashc.ir.constraints import Role

PYPROJECT = """\
[project]
name = "own-name"
dependencies = [
  "numpy>=1",  # why
  'torch ; sys_platform == "linux"',
  "own_name[gpu]",
  "acme-core",
  "acme-git",
]

[project.optional-dependencies]
gpu = ["cupy-cuda12x"]

[dependency-groups]
dev = ["pytest", {include-group = "docs"}]

[tool.uv.sources]
acme-core = { workspace = true }
acme_git = { git = "https://example.com/acme.git", rev = "abc" }
"""


def test_pyproject_is_read(tmp_path: Path) -> None:
    found = read(tmp_path, pyproject_dot_toml=PYPROJECT)
    assert found.diagnostics == ()
    said = {entry.requirement: entry for entry in found.scopes[0].entries}
    assert {text: entry.role for text, entry in said.items()} == {
        "numpy>=1": Role.REQUIRED,
        'torch; sys_platform == "linux"': Role.REQUIRED,
        "acme-core": Role.REQUIRED,
        "acme-git @ git+https://example.com/acme.git@abc": Role.REQUIRED,
        "cupy-cuda12x": Role.OPTIONAL,
        "pytest": Role.OPTIONAL,
    }
    assert [text for text, entry in said.items() if entry.local] == ["acme-core"]
    assert text_at(found, said["numpy>=1"]) == '"numpy>=1"'


POETRY = """\
[tool.poetry]
name = "own"

[tool.poetry.dependencies]
python = "^3.11"
numpy = "^1.26"
torch = { version = "~2.1", extras = ["opt"], markers = "sys_platform == 'linux'" }
pandas = [{ version = "<2", python = "<3.12" }, ">=2"]
requests = "*"
lib = { path = "../lib" }
tools = { git = "https://example.com/t.git", tag = "v1" }
extra = { version = "1.2.3", optional = true }

[tool.poetry.group.dev.dependencies]
black = "24.*"
"""


def test_poetrys_tables_are_read(tmp_path: Path) -> None:
    found = read(tmp_path, pyproject_dot_toml=POETRY)
    assert found.diagnostics == ()
    assert found.scopes[0].declares
    assert [(entry.requirement, entry.role.name) for entry in found.scopes[0].entries] == [
        ("numpy>=1.26,<2", "REQUIRED"),
        ('torch[opt]>=2.1,<2.2; sys_platform == "linux"', "REQUIRED"),
        ("pandas<2", "REQUIRED"),
        ("pandas>=2", "REQUIRED"),
        ("requests", "REQUIRED"),
        ("lib", "REQUIRED"),
        ("tools @ git+https://example.com/t.git@v1", "REQUIRED"),
        ("extra==1.2.3", "OPTIONAL"),
        ("black==24.*", "OPTIONAL"),
    ]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("^1.2.3", "x>=1.2.3,<2"),
        ("^0.2.3", "x>=0.2.3,<0.3"),
        ("^0.0.3", "x>=0.0.3,<0.0.4"),
        ("^0", "x>=0,<1"),
        ("~1.2.3", "x>=1.2.3,<1.3"),
        ("~1", "x>=1,<2"),
        (">=1, <2", "x>=1,<2"),
        ("1.4", "x==1.4"),
        ("*", "x"),
        ("^1 || ^2", "x"),
    ],
)
def test_poetrys_versions_are_turned_into_specifiers(written: str, meant: str) -> None:
    assert list(poetry_requirements("x", written)) == [meant]
