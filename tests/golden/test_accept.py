"""Programs that compile: every byte of what comes out is in the repository."""

import shutil
from pathlib import Path

import pytest

from environments import Shared
from golden.compiling import Compiled, compile_accepted
from golden.fixtures import ACCEPT, REPLAYED, Fixture, read_tree
from golden.replay import replay_all
from golden.view import check_copies, golden_view

UPDATE = "run `pytest --update-golden` if this change is meant, and review its diff like code"


def golden_of(compiled: Compiled) -> dict[str, bytes]:
    """Return what the golden of a compiled fixture holds."""
    found: dict[str, bytes] = {}
    for worker in compiled.workers:
        view = golden_view(read_tree(worker), compiled.folder / "src")
        found |= {f"{worker.name}/{path}": content for path, content in view.items()}
    if compiled.diagnostics:
        found["diagnostics.txt"] = compiled.diagnostics.encode()
    return found


def write_golden(folder: Path, files: dict[str, bytes]) -> None:
    """Replace a golden."""
    shutil.rmtree(folder, ignore_errors=True)
    for path, content in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


@pytest.mark.parametrize("fixture", ACCEPT, ids=repr)
def test_compiles_to_its_golden(
    fixture: Fixture, light_path: Path, shared: Shared, update_golden: bool
) -> None:
    compiled = compile_accepted(fixture, light_path)
    actual = golden_of(compiled)
    if update_golden:
        if fixture in REPLAYED:
            replay_all(fixture, compiled, shared)
        write_golden(fixture.expected, actual)
    assert actual == read_tree(fixture.expected), UPDATE


@pytest.mark.parametrize("fixture", ACCEPT, ids=repr)
def test_what_is_copied_into_a_worker_is_exact(fixture: Fixture, light_path: Path) -> None:
    compiled = compile_accepted(fixture, light_path)
    assert compiled.workers
    for worker in compiled.workers:
        check_copies(worker, read_tree(worker))


@pytest.mark.parametrize("fixture", ACCEPT, ids=repr)
def test_compiling_twice_changes_nothing(fixture: Fixture, light_path: Path) -> None:
    compiled = compile_accepted(fixture, light_path)
    first = compiled.files()
    shutil.rmtree(light_path / "src")
    again = compile_accepted(fixture, light_path)
    assert again.files() == first
    assert "unchanged" in again.output
