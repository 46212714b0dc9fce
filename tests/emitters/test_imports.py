"""Import blocks are in the order that ruff would put them."""

import subprocess
from pathlib import Path

from hypothesis import Phase, given
from hypothesis import strategies as st

from flashc.ir.plan.models import Import, ImportModule, ImportName, LoadModule
from flashc_emitters.imports import import_block
from inventing import invented

OWN = frozenset({"user_service", "pkg", "pkg.a", "pkg.a9", "pkg.a10", "pkg.b", "pkg.B", "Zoo"})
MODULES = (
    "os",
    "os.path",
    "datetime",
    "collections.abc",
    "fastapi",
    "numpy",
    "numpy.typing",
    "Crypto",
    "a1",
    "a10",
    "a9",
    "a_b",
    "user_service",
    "pkg.a",
    "pkg.a10",
    "pkg.a9",
    "pkg.B",
    "pkg.b",
    "Zoo",
)
NAMES = (
    "x",
    "X",
    "Item",
    "item",
    "ITEM",
    "item9",
    "item10",
    "_p",
    "_P",
    "a_b",
    "aB",
    "ab",
    "\u00e9",
    "\u00c9t",
)

modules = st.sampled_from(MODULES)
names = st.one_of(
    st.sampled_from(NAMES), st.from_regex(r"[a-zA-Z_][a-zA-Z0-9_]{0,4}", fullmatch=True)
)
aliases = st.one_of(st.none(), names.map(lambda name: f"{name}_alias"))
imports: st.SearchStrategy[Import] = st.one_of(
    st.builds(ImportModule, module=modules, alias=aliases),
    st.builds(ImportName, module=modules, name=names, alias=aliases),
)


def test_ruff_would_sort_nothing(tmp_path: Path) -> None:
    """One run of ruff over many blocks."""
    for name in OWN:
        folder = tmp_path / name.replace(".", "/")
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "__init__.py").touch()

    @invented(300, phases=[Phase.generate])
    @given(st.lists(imports, max_size=12, unique=True))
    def write(block: list[Import]) -> None:
        text = import_block(block, OWN) + "\n"
        (tmp_path / f"block{len(list(tmp_path.iterdir()))}.py").write_text(text, encoding="utf-8")

    write()
    run = subprocess.run(
        ["ruff", "check", "--isolated", "--no-cache", "--select=I,W,E9", "--diff", "."],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout


def test_sections_are_parted_and_whole_modules_come_first() -> None:
    block = import_block(
        [
            ImportName(module="user_service_worker.models", name="B", alias=None),
            ImportName(module="typing", name="Any", alias=None),
            ImportName(module="fastapi", name="Query", alias=None),
            ImportName(module="fastapi", name="Body", alias=None),
            ImportModule(module="user_service", alias=None),
            ImportModule(module="importlib", alias=None),
            LoadModule(module="01_hello.my-api", variable="my_api"),
        ],
        frozenset({"user_service", "user_service_worker.models"}),
        one_a_line=frozenset({"user_service_worker.models"}),
    )
    assert block == (
        "import importlib\n"
        "from typing import Any\n"
        "\n"
        "from fastapi import Body, Query\n"
        "\n"
        "import user_service\n"
        "from user_service_worker.models import (\n"
        "    B,\n"
        ")\n"
        "\n"
        "# Files whose names no import statement can spell.\n"
        'my_api = importlib.import_module("01_hello.my-api")'
    )


def test_a_long_import_has_one_name_a_line() -> None:
    block = import_block(
        [
            ImportName(module="m", name=f"some_rather_long_name_{i}", alias=None)
            for i in (10, 9, 8, 7)
        ],
        frozenset(),
    )
    assert block.splitlines()[:2] == ["from m import (", "    some_rather_long_name_7,"]
    assert block.splitlines()[-2:] == ["    some_rather_long_name_10,", ")"]
