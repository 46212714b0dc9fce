"""Several commands on one output, and an output that this user may not write."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from flashc_emitters.output import (
    BuildReport,
    OutputProblem,
    ProblemKind,
    Unchanged,
    Updated,
    compare_build,
    recover,
)
from flashc_emitters.output.state import STATE_FOLDER, writing
from output.faults import injected
from output.scenario import snapshot, worker, write
from work import HANGING_SECONDS

_NOBODY = 65534
_WRITER = """
import os, sys
from pathlib import Path
from output.scenario import worker, write
from flashc_emitters.output import OutputProblem
out, text, times, user = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
if user:
    os.setuid(user)
for number in range(times):
    try:
        write(out, *(worker(f"w{i}", {"app.py": f"{text} {number}"}) for i in range(8)))
    except OutputProblem as problem:
        print(problem.kind.name, problem.problems[0].path, problem.problems[0].reason)
"""
_HOLDER = """
import sys
from pathlib import Path
from flashc_emitters.output.state import writing
with writing(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def program(code: str, *arguments: object) -> "subprocess.Popen[str]":
    paths = os.pathsep.join(path for path in sys.path if path)
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        # It is never written to: whoever reads it waits for as long as this process lives.
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": paths, "PYTHONDONTWRITEBYTECODE": "1"},
    )


def test_a_second_writer_is_refused_while_the_first_one_writes(tmp_path: Path) -> None:
    write(tmp_path, worker("api", {}))
    with program(_HOLDER, tmp_path) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        before = snapshot(tmp_path)
        for act in (recover, lambda out: write(out, worker("other", {}))):
            with pytest.raises(OutputProblem) as caught:
                act(tmp_path)
            assert caught.value.kind is ProblemKind.BUSY
            assert caught.value.paths == (tmp_path / STATE_FOLDER,)
        assert snapshot(tmp_path) == before
        holder.kill()
    # The holder was killed: what it left behind, its lock file too, blocks nobody.
    assert (tmp_path / STATE_FOLDER).exists()
    write(tmp_path, worker("api", {}))
    assert not (tmp_path / STATE_FOLDER).exists()


def test_a_lock_file_that_its_holder_just_removed_locks_nothing(tmp_path: Path) -> None:
    opened: list[Path] = []

    def fault(_: int, function: Callable[..., Any], arguments: tuple[Any, ...]) -> Any:
        result = function(*arguments)
        if function.__name__ == "open_lock":
            opened.append(arguments[0])
            if len(opened) == 1:
                arguments[0].unlink()
        return result

    with injected(fault), writing(tmp_path):
        assert len(opened) == 2
        with pytest.raises(OutputProblem) as caught:
            recover(tmp_path)
    assert caught.value.kind is ProblemKind.BUSY


def test_a_comparison_needs_no_lock(tmp_path: Path) -> None:
    tree = worker("api", {})
    write(tmp_path, tree)
    with writing(tmp_path):
        assert compare_build(tmp_path, [tree], prune=True) == ()


def test_writers_that_race_leave_the_build_of_one_of_them(tmp_path: Path) -> None:
    out = tmp_path / "build"
    writers = [program(_WRITER, out, text, 25, 0) for text in ("one", "two")]
    said = [writer.communicate(timeout=HANGING_SECONDS)[0].split() for writer in writers]
    assert all(writer.returncode == 0 for writer in writers)
    # Whoever comes too late is refused, or is surveyed anew; nothing is ever reported as edited.
    assert {word for words in said for word in words if word.isupper()} <= {"BUSY"}
    assert not (out / STATE_FOLDER).exists()
    assert len({path.read_text() for path in out.glob("*/app.py")}) == 1
    assert len(list(out.iterdir())) == 8


def test_a_build_written_between_survey_and_lock_is_surveyed_again(tmp_path: Path) -> None:
    one, two, three = (worker("api", {f"{text}.py": text}) for text in ("one", "two", "three"))
    write(tmp_path, one)
    reports: list[BuildReport] = []

    def fault(number: int, function: Callable[..., Any], arguments: tuple[Any, ...]) -> Any:
        if number == 1:
            reports.append(write(tmp_path, two))
        return function(*arguments)

    with injected(fault):
        report = write(tmp_path, three)
    assert report.outcomes == (
        Updated(endpoint="api", added=("three.py",), changed=("flashc.json",), removed=("two.py",)),
    )
    assert write(tmp_path, three).outcomes == (Unchanged(endpoint="api"),)
    assert len(reports) == 1


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """Give a folder below which every user may look, unlike below pytest's own."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.mark.skipif(os.name == "nt", reason="has no such permissions")
def test_an_output_that_may_not_be_written_is_reported_and_left_alone(open_folder: Path) -> None:
    out = open_folder / "build"
    out.mkdir(mode=0o555)
    out.chmod(0o555)
    # The system lets root write anywhere, so root's writer becomes somebody else.
    with program(_WRITER, out, "text", 1, _NOBODY if os.geteuid() == 0 else 0) as writer:
        said, _ = writer.communicate(timeout=HANGING_SECONDS)
    assert said == f"FAILED {out / STATE_FOLDER} Permission denied\n"
    assert list(out.iterdir()) == []
