"""Where images are kept: what a killed run has left goes, and one process of a run has a folder."""

import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from environments import locked
from images.folders import PREFIX, claim_folder
from runtime.processes import PATIENCE_SECONDS
from scheduling import group_of


@pytest.fixture
def living() -> Iterator[int]:
    """Give the number of another process that runs."""
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        yield process.pid


def left_by(process: int, run: str, parent: Path) -> Path:
    folder = parent / f"{PREFIX}{process}-{run}-x"
    (folder / "storage/deep").mkdir(parents=True)
    return folder


def ended() -> int:
    """Return a number that no process has: Linux counts to 2**22."""
    return 2**22 + 1


def test_what_a_killed_run_has_left_is_removed_and_what_others_use_is_not(
    tmp_path: Path, living: int
) -> None:
    gone, used = left_by(ended(), "a", tmp_path), left_by(living, "b", tmp_path)
    claimed = claim_folder("c", tmp_path)
    assert not gone.exists()
    assert used.exists()
    assert claimed.name.startswith(f"{PREFIX}{os.getpid()}-c-")
    assert list(claimed.iterdir()) == []


def test_a_second_process_of_the_same_run_is_refused(tmp_path: Path, living: int) -> None:
    left_by(living, "a", tmp_path)
    with pytest.raises(AssertionError, match=f"process {living} of this run has"):
        claim_folder("a", tmp_path)


def test_a_process_that_replaces_one_that_crashed_is_not(tmp_path: Path) -> None:
    crashed = left_by(ended(), "a", tmp_path)
    assert claim_folder("a", tmp_path).exists()
    assert not crashed.exists()


def test_a_process_waits_while_another_one_removes_the_same_leftovers(tmp_path: Path) -> None:
    leftover = left_by(ended(), "a", tmp_path)
    with ThreadPoolExecutor() as other:
        with locked(tmp_path / f"{PREFIX}lock"):
            claiming = other.submit(claim_folder, "b", tmp_path)
            with pytest.raises(TimeoutError):
                claiming.result(0.3)
            assert leftover.exists()
        assert claiming.result(PATIENCE_SECONDS).exists()
    assert not leftover.exists()


def test_tests_of_images_stay_together_and_all_others_are_distributed() -> None:
    first = group_of("tests/images/test_images.py::test_a[x@y]")
    assert first == group_of("tests/images/test_kinds.py::test_b")
    assert group_of("tests/cli/test_images.py::test_a") != group_of("tests/cli/test_b.py::test_a")
