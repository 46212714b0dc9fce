"""One repository of ten projects of different shapes: one call, and every worker runs."""

import subprocess
import sys
from pathlib import Path

import pytest

from environments import REPOSITORY, Shared
from golden.compiling import Compiled, compile_accepted
from golden.fixtures import FOLDER, Fixture, read_tree
from golden.replay import replay

MANY = Fixture(FOLDER / "repository")
ROOTS = {
    "03 weather": "03_weather-report/01-today/read-me first.py",
    "catalogue": "shelves/fiction.py",
    "colours": "palette/__init__.py",
    "größen": "maße.py",
    "invoices": "billing/rates.py",
    "kitchen": "kitchen/data/recipes.json",
    "post-office": "post/office/counter/desk.py",
    "sensors": "readings/levels.csv",
    "shop": "shop.py",
    "stock": "stock.py",
    "thermometer": "units.py",
}


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Compiled:
    """Compile all in one call; some links lead in circles, and one out of the repository."""
    return compile_accepted(MANY, tmp_path_factory.mktemp("many"), change=with_links)


def with_links(source: Path) -> None:
    (source / "library/again").symlink_to("..")
    (source / "post/office/around").symlink_to("counter")
    (source / "scripts/self").symlink_to("self")
    (source / "orders/outside").symlink_to(source.parent.parent)


def test_every_project_has_its_own_root(compiled: Compiled) -> None:
    assert {worker.name for worker in compiled.workers} == ROOTS.keys()
    files = compiled.files()
    for name, module in ROOTS.items():
        assert f"{name}/src/{module}" in files


def test_nothing_ships_that_no_worker_needs(compiled: Compiled) -> None:
    shipped = "\n".join(compiled.files())
    for name in ("test_", "conftest", ".env", "ipynb", "generated", "scratch", "plot", "setup.py"):
        assert name not in shipped
    assert b"httpx" in compiled.files()["shop/requirements.txt"]
    assert "six>=1.16" not in compiled.files()["sensors/requirements.txt"].decode()
    assert "FROM" in compiled.files()["sensors/Dockerfile"].decode()
    assert "3.12" in compiled.files()["sensors/Dockerfile"].decode()


def test_what_is_left_alone_is_said(compiled: Compiled) -> None:
    for link, reason in {
        "library/again": "it leads in a circle",
        "post/office/around": "what it leads to is read where it is",
        "scripts/self": "it leads in a circle",
        "orders/outside": "it leads out of the sources",
    }.items():
        assert f"the link `src/{link}` is not followed: {reason}" in compiled.diagnostics
    assert "warning" not in compiled.diagnostics, compiled.diagnostics


def test_a_project_by_itself_gives_the_same_workers(compiled: Compiled, tmp_path: Path) -> None:
    for project, names in {
        "scripts": ["thermometer"],
        "billing": ["invoices"],
        "library": ["catalogue"],
        "colours": ["colours"],
        "encodings": ["größen"],
        "orders": ["shop", "stock"],
    }.items():
        out = tmp_path / project
        subprocess.run(
            [sys.executable, "-m", "flashc", f"src/{project}", "-o", str(out), "-q"],
            cwd=compiled.folder,
            check=True,
        )
        for name in names:
            assert read_tree(out / name) == read_tree(compiled.build / name)


@pytest.mark.parametrize("name", sorted(ROOTS))
def test_every_worker_runs_and_answers(name: str, compiled: Compiled, shared: Shared) -> None:
    replay(compiled.build / name, MANY.calls[name], shared)


def test_the_build_is_up_to_date_after_it(compiled: Compiled) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "flashc", "src", "-o", "build", "--check"],
        cwd=compiled.folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout
    assert (REPOSITORY / "fixtures/repository/src").is_dir()
