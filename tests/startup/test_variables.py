"""Variables of the environment without which a worker's import ends, said and written down."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from flashc.compilation import Compilation
from flashc.pipeline import compile_project
from flashc.project import load
from flashc_emitters import emit_all

SERVICE = """\
import os
from tetra_rp import LiveLoadBalancer, remote

{before}
api = LiveLoadBalancer(name="post"{more})


@remote(api, method="GET", path="/stamps")
def stamps():
    return 1
"""


def compiled(folder: Path, before: str, more: str = "", **others: str) -> Compilation:
    texts = {"post": SERVICE.format(before=before, more=more), **others}
    for name, text in texts.items():
        (folder / f"{name}.py").write_text(text, encoding="utf-8")
    return compile_project(load([folder], root=folder, exclude=[]))


def said(compilation: Compilation) -> list[str]:
    assert not any(one.is_error for one in compilation.diagnostics), compilation.diagnostics
    return [one.message for one in compilation.diagnostics if one.code.number == "FC706"]


def files(compilation: Compilation) -> Mapping[str, str]:
    (tree,) = emit_all(compilation.plans)
    return {str(file.path): file.content.decode() for file in tree.files}


@pytest.mark.parametrize(
    "before",
    [
        'KEY = os.environ["KEY"]',
        'from os import environ as e\nKEY = [int(e["KEY"])]',
        'def f(x=os.environ["KEY"]): ...',
        'class A:\n    x = {"a": os.environ["KEY"]}',
        'try:\n    KEY = os.environ["KEY"]\nexcept ValueError:\n    KEY = ""',
        "import keys",
    ],
)
def test_a_variable_that_the_import_needs_is_said_and_written_down(
    before: str, tmp_path: Path
) -> None:
    result = compiled(tmp_path, before, keys='import os\nKEY = os.environ["KEY"]\n')
    assert said(result) == ["`post` cannot start where `KEY` is not set"]
    worker = files(result)
    assert json.loads(worker["flashc.json"])["variables"] == ["KEY"]
    assert "| `KEY` | | to be set: a module reads it when it is imported |" in worker["README.md"]


@pytest.mark.parametrize(
    ("before", "more"),
    [
        ('KEY = os.environ.get("KEY")', ""),
        ('KEY = os.environ["KEY"] if "KEY" in os.environ else ""', ""),
        ('try:\n    KEY = os.environ["KEY"]\nexcept KeyError:\n    KEY = ""', ""),
        ('os.environ.setdefault("KEY", "1")\nKEY = os.environ["KEY"]', ""),
        ("os.environ['KEY'] = '1'\nKEY = os.environ['KEY']", ""),
        ('def f():\n    return os.environ["KEY"]', ""),
        ('if os.name == "nt":\n    KEY = os.environ["KEY"]', ""),
        ('class os:\n    environ = {"KEY": 1}\nKEY = os.environ["KEY"]', ""),
        ('KEY = os.environ["RUNPOD_POD_ID"] + os.environ["HOME"]', ""),
        ('KEY = os.environ["KEY"]', ', env={"KEY": os.environ["KEY"]}'),
        ('KEY = os.environ["KEY"]', ', env={"KEY": "literal"}'),
    ],
)
def test_what_can_do_without_or_is_declared_is_not(before: str, more: str, tmp_path: Path) -> None:
    result = compiled(tmp_path, before, more)
    assert said(result) == []
    assert "variables" not in json.loads(files(result)["flashc.json"])


def test_what_a_resource_takes_under_another_name_is_needed(tmp_path: Path) -> None:
    result = compiled(tmp_path, "", ', env={"TOKEN": os.environ["POST_TOKEN"]}')
    assert said(result) == ["`post` cannot start where `POST_TOKEN` is not set"]
