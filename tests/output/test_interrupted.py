"""What people and disks do between a kill and the next command, or while a build is written."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from flashc_emitters.output import (
    DifferenceKind,
    OutputProblem,
    ProblemKind,
    Recovery,
    compare_build,
    recover,
    write_build,
)
from flashc_emitters.output.state import STATE_FOLDER, State
from output.faults import injected
from output.scenario import EVERYTHING, snapshot, worker, write

A = worker("a", {"app.py": "old", "kept.py": "kept"})
A_NEW = worker("a", {"app.py": "new", "kept.py": "kept"})
B, B_NEW = worker("b", {"app.py": "old"}), worker("b", {"app.py": "new"})
NEW = (A_NEW, B_NEW, worker("c", {"app.py": "created"}))


class Killed(BaseException):
    """Stands for a kill: every change of the disk after it fails as well."""


def kill_when(happens: Callable[[Path], bool], out: Path) -> None:
    """Write `NEW` over `A` and `B`, and stop for good as soon as `happens` is true of the disk."""

    def fault(_: int, function: Callable[..., Any], arguments: tuple[Any, ...]) -> Any:
        if happens(out):
            raise Killed
        return function(*arguments)

    write(out, A, B)
    with injected(fault), pytest.raises(Killed):
        write(out, *NEW)


def a_is_exchanged(out: Path) -> bool:
    return (out / STATE_FOLDER / "old/a").exists() and (out / "a").exists()


def all_is_exchanged(out: Path) -> bool:
    return (out / "c").exists()


def is_committed(out: Path) -> bool:
    return (out / STATE_FOLDER / "committed.json").exists()


def during_write(out: Path, act: Callable[[], object]) -> None:
    """Write `NEW`, and let somebody `act` when all is staged and nothing is exchanged yet."""

    def fault(_: int, function: Callable[..., Any], arguments: tuple[Any, ...]) -> Any:
        if function.__name__ == "sync_folder":
            act()
        return function(*arguments)

    with injected(fault):
        write(out, *NEW)


def replace_text(path: Path, text: str) -> None:
    """Save a file as editors do: a new one beside it, renamed over it."""
    beside = path.with_suffix(".swp")
    beside.write_text(text)
    beside.replace(path)


def test_recovery_goes_forward_where_it_can(tmp_path: Path) -> None:
    kill_when(a_is_exchanged, tmp_path)
    assert (tmp_path / "a/app.py").read_text() == "new"
    assert (tmp_path / "b/app.py").read_text() == "old"
    assert recover(tmp_path) is Recovery.COMPLETED
    assert compare_build(tmp_path, NEW, prune=True) == ()
    assert recover(tmp_path) is Recovery.NOTHING


def test_the_next_build_says_that_it_recovered(tmp_path: Path) -> None:
    kill_when(a_is_exchanged, tmp_path)
    assert write(tmp_path, *NEW).recovery is Recovery.COMPLETED


def test_folders_torn_by_a_power_failure_are_never_put_in_place(tmp_path: Path) -> None:
    kill_when(a_is_exchanged, tmp_path)
    (tmp_path / STATE_FOLDER / "new/b/app.py").write_bytes(b"")
    assert recover(tmp_path) is Recovery.UNDONE
    assert compare_build(tmp_path, (A, B), prune=True) == ()
    assert not (tmp_path / STATE_FOLDER).exists()


def test_an_edit_after_a_kill_of_a_file_yet_to_be_replaced_undoes_the_write(tmp_path: Path) -> None:
    kill_when(a_is_exchanged, tmp_path)
    (tmp_path / "b/app.py").write_text("edited")
    assert recover(tmp_path) is Recovery.UNDONE
    assert (tmp_path / "a/app.py").read_text() == "old"
    assert (tmp_path / "b/app.py").read_text() == "edited"


def test_edits_after_a_kill_on_both_sides_stop_recovery_and_none_gets_lost(tmp_path: Path) -> None:
    kill_when(a_is_exchanged, tmp_path)
    (tmp_path / "a/app.py").write_text("edited new")
    (tmp_path / "b/app.py").write_text("edited old")
    with pytest.raises(OutputProblem) as caught:
        write_build(tmp_path, NEW, prune=True, force=True)
    assert caught.value.kind is ProblemKind.EDITED
    assert caught.value.paths == (tmp_path / "a/app.py",)
    # Whoever takes the named file away has decided.
    (tmp_path / "a/app.py").unlink()
    recover(tmp_path)
    assert (tmp_path / "a/app.py").read_text() == "old"
    assert (tmp_path / "b/app.py").read_text() == "edited old"


def test_an_edit_of_a_file_already_replaced_survives_recovery(tmp_path: Path) -> None:
    kill_when(a_is_exchanged, tmp_path)
    (tmp_path / "a/app.py").write_text("edited")
    assert recover(tmp_path) is Recovery.COMPLETED
    assert (tmp_path / "a/app.py").read_text() == "edited"
    assert (tmp_path / "b/app.py").read_text() == "new"


@pytest.mark.parametrize("moment", [a_is_exchanged, all_is_exchanged, is_committed])
def test_files_put_into_any_folder_after_a_kill_survive_recovery(
    moment: Callable[[Path], bool], tmp_path: Path
) -> None:
    kill_when(moment, tmp_path)
    places = [place for place in ("a", "b", "c") if (tmp_path / place).is_dir()]
    for place in places:
        (tmp_path / place / "mine.txt").write_text(place)
    # A process that stands in the folder that was replaced may write there as well.
    (tmp_path / STATE_FOLDER / "old/a/late.txt").write_text("late")
    assert recover(tmp_path) is Recovery.COMPLETED
    assert [(tmp_path / place / "mine.txt").read_text() for place in places] == places
    assert (tmp_path / "a/late.txt").read_text() == "late"
    assert not (tmp_path / STATE_FOLDER).exists()


def test_files_put_into_a_created_folder_survive_an_undo(tmp_path: Path) -> None:
    kill_when(all_is_exchanged, tmp_path)
    (tmp_path / "c/mine.txt").write_text("mine")
    replace_text(tmp_path / STATE_FOLDER / "old/a/app.py", "edited")
    assert recover(tmp_path) is Recovery.UNDONE
    assert [path.name for path in (tmp_path / "c").iterdir()] == ["mine.txt"]
    assert (tmp_path / "a/app.py").read_text() == "edited"


def test_two_foreign_files_of_one_name_stop_recovery_and_none_gets_lost(tmp_path: Path) -> None:
    kill_when(a_is_exchanged, tmp_path)
    (tmp_path / "a/log").write_text("new")
    (tmp_path / STATE_FOLDER / "old/a/log").write_text("old")
    with pytest.raises(OutputProblem) as caught:
        recover(tmp_path)
    assert caught.value.kind is ProblemKind.BLOCKED
    assert (tmp_path / "a/log").exists() is not (tmp_path / STATE_FOLDER / "new/a/log").exists()
    (tmp_path / STATE_FOLDER / "old/a/log").unlink()
    assert recover(tmp_path) is Recovery.COMPLETED
    assert (tmp_path / "a/log").read_text() == "new"


def test_an_edit_while_a_build_is_written_undoes_it_and_is_reported(tmp_path: Path) -> None:
    write(tmp_path, A, B)
    with pytest.raises(OutputProblem) as caught:
        during_write(tmp_path, lambda: replace_text(tmp_path / "b/app.py", "edited"))
    assert caught.value.kind is ProblemKind.EDITED
    assert caught.value.paths == (tmp_path / "b/app.py",)
    assert (tmp_path / "b/app.py").read_text() == "edited"
    (tmp_path / "b/app.py").write_text("old")
    assert compare_build(tmp_path, (A, B), prune=True) == ()


def test_an_edit_in_place_of_a_file_that_stays_survives_the_write(tmp_path: Path) -> None:
    write(tmp_path, A, B)
    during_write(tmp_path, lambda: (tmp_path / "a/kept.py").write_text("edited"))
    assert (tmp_path / "a/kept.py").read_text() == "edited"
    assert (tmp_path / "a/app.py").read_text() == "new"


def test_a_foreign_file_that_appears_while_a_build_is_written_survives(tmp_path: Path) -> None:
    gone = worker("gone", {"app.py": ""})
    write(tmp_path, A, B, gone)

    def act() -> None:
        for place in ("a", "gone"):
            (tmp_path / place / "mine.txt").write_text("mine")

    during_write(tmp_path, act)
    assert (tmp_path / "a/mine.txt").read_text() == "mine"
    assert [path.name for path in (tmp_path / "gone").iterdir()] == ["mine.txt"]


def test_a_foreign_file_that_appears_among_byte_code_survives(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    write(tmp_path, worker("gone", {"app.py": ""}))
    (gone / "__pycache__").mkdir()
    (gone / "__pycache__/app.pyc").write_bytes(b"")
    during_write(tmp_path, lambda: (gone / "__pycache__/mine.txt").write_text("mine"))
    assert (gone / "__pycache__/mine.txt").read_text() == "mine"
    assert not (gone / "app.py").exists()


def test_a_commit_that_is_reported_as_failed_is_one_all_the_same(tmp_path: Path) -> None:
    def fault(_: int, function: Callable[..., Any], arguments: tuple[Any, ...]) -> Any:
        result = function(*arguments)
        if function.__name__ == "rename" and arguments[1] == State(tmp_path).committed:
            raise OSError
        return result

    write(tmp_path, A, B)
    with injected(fault), pytest.raises(OutputProblem):
        write(tmp_path, *NEW)
    assert (tmp_path / "a/app.py").read_text() == "new"
    assert recover(tmp_path) is Recovery.COMPLETED
    assert compare_build(tmp_path, NEW, prune=True) == ()


JOURNALS = {
    "empty": "",
    "cut": '{"schema": 1, "steps": [{"na',
    "other version": '{"schema": 2, "steps": []}',
    "no object": "[]",
    "leaves the output": json.dumps(
        {"schema": 1, "steps": [{"name": "../x", "writes": {}, "drops": {}, "caches": []}]}
    ),
    "leaves the folder": json.dumps(
        {"schema": 1, "steps": [{"name": "a", "writes": None, "drops": {"../x": ""}, "caches": []}]}
    ),
    "cache leaves": json.dumps(
        {"schema": 1, "steps": [{"name": "a", "writes": None, "drops": {}, "caches": ["/"]}]}
    ),
    "numbers": json.dumps(
        {"schema": 1, "steps": [{"name": 1, "writes": None, "drops": {}, "caches": []}]}
    ),
}


@pytest.mark.parametrize("text", JOURNALS.values(), ids=JOURNALS.keys())
@pytest.mark.parametrize("name", ["journal.json", "committed.json"])
def test_a_damaged_journal_is_reported_and_nothing_is_touched(
    name: str, text: str, tmp_path: Path
) -> None:
    kill_when(a_is_exchanged, tmp_path)
    state = State(tmp_path)
    state.journal.rename(state.folder / name)
    (state.folder / name).write_text(text)
    state.lock.unlink()
    before = snapshot(tmp_path)
    for act in (recover, lambda out: write(out, *NEW)):
        with pytest.raises(OutputProblem) as caught:
            act(tmp_path)
        assert caught.value.kind is ProblemKind.DAMAGED_JOURNAL
        assert caught.value.paths == (state.folder / name,)
        assert snapshot(tmp_path) == before


def test_a_comparison_tells_of_an_interrupted_write_and_changes_nothing(tmp_path: Path) -> None:
    kill_when(a_is_exchanged, tmp_path)
    before = snapshot(tmp_path)
    first, *others = compare_build(tmp_path, NEW, prune=True)
    assert (first.kind, first.path) == (DifferenceKind.INTERRUPTED, STATE_FOLDER)
    assert {difference.endpoint for difference in others} == {"b", "c"}
    assert snapshot(tmp_path) == before


def test_what_others_keep_in_a_folder_of_our_name_stays(tmp_path: Path) -> None:
    EVERYTHING.prepare(tmp_path)
    (tmp_path / STATE_FOLDER).mkdir()
    (tmp_path / STATE_FOLDER / "mine.txt").write_text("mine")
    write(tmp_path, *EVERYTHING.new)
    assert [path.name for path in (tmp_path / STATE_FOLDER).iterdir()] == ["mine.txt"]
    assert compare_build(tmp_path, EVERYTHING.new, prune=False) == ()


def test_a_link_in_the_place_of_our_own_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "build").mkdir()
    (tmp_path / "build" / STATE_FOLDER).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OutputProblem) as caught:
        write(tmp_path / "build", A)
    assert caught.value.kind is ProblemKind.NOT_A_FOLDER
    assert list((tmp_path / "elsewhere").iterdir()) == []
