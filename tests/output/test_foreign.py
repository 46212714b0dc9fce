"""What is not ours, or no longer what we wrote, in the folders of endpoints."""

import json
import os
import socket
from pathlib import Path

import pytest

from flashc_emitters.output import Kept, OutputProblem, ProblemKind, Removed, write_build
from output.faults import injected, none
from output.scenario import snapshot, worker, write

OLD = worker("api", {"app.py": "old", "src/m.py": "m", "src/stale.py": "stale"})
NEW = worker("api", {"app.py": "new", "src/m.py": "m", "src/added.py": "added"})


def refusal(out: Path, *trees: object, force: bool = False) -> OutputProblem:
    """Write, expect to be refused before anything changes."""
    before = snapshot(out)
    with injected(none) as made, pytest.raises(OutputProblem) as caught:
        write_build(out, trees or (NEW,), prune=True, force=force)  # type: ignore[arg-type]
    assert made == []
    assert snapshot(out) == before
    return caught.value


def test_all_edited_files_of_all_endpoints_are_reported_together(tmp_path: Path) -> None:
    other = worker("other", {"app.py": "a"})
    write(tmp_path, OLD, other)
    edited = [tmp_path / "api/app.py", tmp_path / "api/src/stale.py", tmp_path / "other/app.py"]
    for path in edited:
        path.write_text("edited")
    problem = refusal(tmp_path, NEW, worker("other", {"app.py": "b"}))
    assert problem.kind is ProblemKind.EDITED
    assert list(problem.paths) == edited


def test_force_overwrites_edited_files_and_removes_edited_stale_ones(tmp_path: Path) -> None:
    write(tmp_path, OLD)
    (tmp_path / "api/app.py").write_text("edited")
    (tmp_path / "api/src/stale.py").write_text("edited")
    write_build(tmp_path, [NEW], prune=True, force=True)
    write(tmp_path / "clean", NEW)
    assert snapshot(tmp_path / "api") == snapshot(tmp_path / "clean/api")


def test_an_edit_to_exactly_what_is_compiled_now_is_no_edit(tmp_path: Path) -> None:
    write(tmp_path, OLD)
    (tmp_path / "api/app.py").write_text("new")
    write(tmp_path, NEW)
    assert (tmp_path / "api/app.py").read_text() == "new"


def test_a_link_in_the_place_of_a_generated_file_is_an_edit_and_never_followed(
    tmp_path: Path,
) -> None:
    write(tmp_path / "build", OLD)
    (tmp_path / "mine").write_text("old")
    (tmp_path / "build/api/app.py").unlink()
    (tmp_path / "build/api/app.py").symlink_to(tmp_path / "mine")
    assert refusal(tmp_path / "build").kind is ProblemKind.EDITED
    write_build(tmp_path / "build", [NEW], prune=True, force=True)
    assert (tmp_path / "mine").read_text() == "old"
    assert not (tmp_path / "build/api/app.py").is_symlink()
    assert (tmp_path / "build/api/app.py").read_text() == "new"


def test_a_link_in_the_place_of_a_stale_file_is_an_edit(tmp_path: Path) -> None:
    write(tmp_path, OLD)
    stale = tmp_path / "api/src/stale.py"
    stale.unlink()
    stale.symlink_to("m.py")
    problem = refusal(tmp_path)
    assert (problem.kind, problem.paths) == (ProblemKind.EDITED, (stale,))
    write_build(tmp_path, [NEW], prune=True, force=True)
    assert not stale.is_symlink()
    assert (tmp_path / "api/src/m.py").read_text() == "m"


def test_a_link_in_the_place_of_a_folder_is_in_the_way_and_never_followed(tmp_path: Path) -> None:
    write(tmp_path / "build", OLD)
    (tmp_path / "build/api/src").rename(tmp_path / "elsewhere")
    (tmp_path / "build/api/src").symlink_to(tmp_path / "elsewhere")
    before = snapshot(tmp_path / "elsewhere")
    for force in (False, True):
        problem = refusal(tmp_path / "build", force=force)
        assert problem.kind is ProblemKind.BLOCKED
        assert problem.paths == (tmp_path / "build/api/src",)
    # An endpoint that is gone is not emptied through the link either.
    outcomes = write(tmp_path / "build").outcomes
    assert outcomes == (Kept(endpoint="api", foreign=("src",), edited=()),)
    assert snapshot(tmp_path / "elsewhere") == before


@pytest.mark.parametrize("force", [False, True])
def test_a_foreign_file_where_we_must_write_is_never_overwritten(
    force: bool, tmp_path: Path
) -> None:
    write(tmp_path, OLD)
    (tmp_path / "api/src/added.py").write_text("mine")
    problem = refusal(tmp_path, force=force)
    assert problem.kind is ProblemKind.BLOCKED
    assert problem.paths == (tmp_path / "api/src/added.py",)


def test_a_foreign_file_with_our_very_content_is_taken_over(tmp_path: Path) -> None:
    write(tmp_path, OLD)
    (tmp_path / "api/src/added.py").write_text("added")
    write(tmp_path, NEW)
    assert write(tmp_path).outcomes == (Removed(endpoint="api"),)


def test_a_foreign_folder_where_a_file_must_go_blocks(tmp_path: Path) -> None:
    write(tmp_path, OLD)
    (tmp_path / "api/src/added.py").mkdir()
    assert refusal(tmp_path).paths == (tmp_path / "api/src/added.py",)


def test_a_foreign_file_where_a_folder_must_go_blocks(tmp_path: Path) -> None:
    write(tmp_path, OLD)
    (tmp_path / "api/new").write_text("mine")
    problem = refusal(tmp_path, worker("api", {"new/app.py": ""}))
    assert problem.paths == (tmp_path / "api/new",)


def test_a_foreign_file_in_a_folder_that_becomes_a_file_blocks(tmp_path: Path) -> None:
    write(tmp_path, OLD)
    (tmp_path / "api/src/notes.txt").write_text("mine")
    problem = refusal(tmp_path, worker("api", {"src": "a file now"}))
    assert problem.kind is ProblemKind.BLOCKED
    assert problem.paths == (tmp_path / "api/src/notes.txt",)


def test_foreign_files_survive_an_update_as_the_same_files(tmp_path: Path) -> None:
    write(tmp_path, OLD)
    (tmp_path / "api/.venv/lib").mkdir(parents=True)
    (tmp_path / "api/.venv/lib/x.so").write_bytes(b"\0")
    (tmp_path / "api/src/.env").write_text("SECRET=1")
    (tmp_path / "api/src/.env").chmod(0o600)
    (tmp_path / "api/loop").symlink_to("loop")
    os.mkfifo(tmp_path / "api/fifo")
    paths = ("api/.venv", "api/.venv/lib/x.so", "api/src/.env", "api/loop", "api/fifo")
    before = {path: (tmp_path / path).lstat() for path in paths}
    write(tmp_path, NEW)
    for path, old in before.items():
        new = (tmp_path / path).lstat()
        assert (new.st_ino, new.st_mode, new.st_mtime_ns) == (
            old.st_ino,
            old.st_mode,
            old.st_mtime_ns,
        )
    assert (tmp_path / "api/app.py").read_text() == "new"


def test_a_folder_that_only_foreign_files_need_keeps_its_permissions(tmp_path: Path) -> None:
    write(tmp_path, worker("api", {"data/generated.py": ""}))
    (tmp_path / "api/data/mine.txt").write_text("mine")
    (tmp_path / "api/data").chmod(0o710)
    write(tmp_path, worker("api", {}))
    assert (tmp_path / "api/data").stat().st_mode & 0o777 == 0o710
    assert [path.name for path in (tmp_path / "api/data").iterdir()] == ["mine.txt"]


def test_a_file_that_is_open_for_writing_is_carried_along(tmp_path: Path) -> None:
    write(tmp_path, OLD)
    with (tmp_path / "api/worker.log").open("a") as log:
        log.write("before\n")
        write(tmp_path, NEW)
        log.write("after\n")
    assert (tmp_path / "api/worker.log").read_text() == "before\nafter\n"


@pytest.mark.parametrize("content", [{"notes.txt": "mine"}, {"flashc.json": '{"name": "site"}'}])
def test_a_folder_that_is_not_ours_is_left_alone(content: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "api").mkdir()
    for name, text in content.items():
        (tmp_path / "api" / name).write_text(text)
    problem = refusal(tmp_path)
    assert problem.kind in (ProblemKind.NOT_OURS, ProblemKind.DAMAGED_MANIFEST)


def test_a_folder_copied_from_another_endpoint_is_not_ours(tmp_path: Path) -> None:
    write(tmp_path, OLD)
    (tmp_path / "api").rename(tmp_path / "copy")
    assert refusal(tmp_path, worker("copy", {})).kind is ProblemKind.NOT_OURS
    write(tmp_path)
    assert (tmp_path / "copy/app.py").is_file()


@pytest.mark.parametrize("kind", ["file", "link"])
def test_what_is_named_like_an_endpoint_but_is_no_folder_is_left_alone(
    kind: str, tmp_path: Path
) -> None:
    write(tmp_path / "real", OLD)
    (tmp_path / "build").mkdir()
    if kind == "file":
        (tmp_path / "build/api").write_text("mine")
    else:
        (tmp_path / "build/api").symlink_to(tmp_path / "real/api")
    problem = refusal(tmp_path / "build", force=True)
    assert problem.kind is ProblemKind.NOT_OURS
    assert problem.paths == (tmp_path / "build/api",)
    assert (tmp_path / "real/api/app.py").read_text() == "old"


DAMAGED = {
    "conflict": '<<<<<<< HEAD\n{"schema": 1}\n',
    "not JSON at all": "\xff",
    "deep": "[" * 100_000,
    "leaves the folder": json.dumps(
        {"schema": 1, "endpoint": "api", "files": {"../mine.txt": "0" * 64}}
    ),
    "absolute": json.dumps({"schema": 1, "endpoint": "api", "files": {"/etc/passwd": "0" * 64}}),
    "no digest": json.dumps({"schema": 1, "endpoint": "api", "files": {"app.py": "*"}}),
    "no files": json.dumps({"schema": 1, "endpoint": "api"}),
    "no schema": json.dumps({"endpoint": "api", "files": {}}),
    "lists itself": json.dumps(
        {"schema": 1, "endpoint": "api", "files": {"flashc.json": "0" * 64}}
    ),
}


@pytest.mark.parametrize("text", DAMAGED.values(), ids=DAMAGED.keys())
def test_a_damaged_manifest_is_never_believed(text: str, tmp_path: Path) -> None:
    (tmp_path / "build").mkdir()
    (tmp_path / "build/mine.txt").write_text("mine")
    write(tmp_path / "build", OLD)
    (tmp_path / "build/api/flashc.json").write_text(text, encoding="latin-1")
    problem = refusal(tmp_path / "build")
    assert problem.kind is ProblemKind.DAMAGED_MANIFEST
    assert problem.paths == (tmp_path / "build/api/flashc.json",)
    # Without a listing nothing can be told to be ours, so nothing is removed.
    before = snapshot(tmp_path / "build")
    assert write(tmp_path / "build").outcomes == (
        Kept(endpoint="api", foreign=(), edited=("flashc.json",)),
    )
    assert snapshot(tmp_path / "build") == before
    write_build(tmp_path / "build", [NEW], prune=True, force=True)
    assert (tmp_path / "build/api/app.py").read_text() == "new"
    assert (tmp_path / "build/api/src/stale.py").read_text() == "stale"
    assert (tmp_path / "build/mine.txt").read_text() == "mine"


def test_an_endpoint_that_is_gone_takes_its_byte_code_with_it(tmp_path: Path) -> None:
    write(tmp_path, OLD)
    for folder in ("api/__pycache__", "api/src/__pycache__", "api/src/old/__pycache__"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "m.cpython-311.pyc").write_bytes(b"")
    assert write(tmp_path).outcomes == (Removed(endpoint="api"),)
    assert list(tmp_path.iterdir()) == []


def test_byte_code_of_an_endpoint_that_stays_is_not_touched(tmp_path: Path) -> None:
    write(tmp_path, OLD)
    cache = tmp_path / "api/src/__pycache__/stale.pyc"
    cache.parent.mkdir()
    cache.write_bytes(b"")
    write(tmp_path, NEW)
    assert cache.is_file()


@pytest.mark.parametrize("name", ["__pycache__/notes.txt", "m.pyc", "__pycache__/deep/m.py"])
def test_anything_but_byte_code_keeps_an_endpoint_that_is_gone(name: str, tmp_path: Path) -> None:
    write(tmp_path, OLD)
    (tmp_path / "api" / name).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / "api" / name).write_text("mine")
    before = snapshot(tmp_path)
    (outcome,) = write_build(tmp_path, [], prune=True, force=True).outcomes
    assert isinstance(outcome, Kept)
    assert snapshot(tmp_path) == before


def test_an_edited_endpoint_that_is_gone_stays_even_by_force(tmp_path: Path) -> None:
    write(tmp_path, OLD)
    (tmp_path / "api/app.py").write_text("edited")
    for force in (False, True):
        report = write_build(tmp_path, [], prune=True, force=force)
        assert report.outcomes == (Kept(endpoint="api", foreign=(), edited=("app.py",)),)
    assert (tmp_path / "api/src/m.py").is_file()


def test_a_socket_in_an_endpoint_that_is_gone_keeps_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, OLD)
    monkeypatch.chdir(tmp_path / "api")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("worker.sock")
        assert write(tmp_path).outcomes == (
            Kept(endpoint="api", foreign=("worker.sock",), edited=()),
        )
