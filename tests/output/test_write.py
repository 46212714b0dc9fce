"""Writing over what is ours: created, updated, unchanged, removed."""

import os
from pathlib import Path

import pytest

from flashc_emitters.output import (
    Created,
    Kept,
    OutputProblem,
    ProblemKind,
    Recovery,
    Removed,
    Unchanged,
    Updated,
    disk,
    write_build,
)
from flashc_emitters.tree import InvalidTree
from output.faults import injected, none
from output.scenario import EVERYTHING, snapshot, worker, write


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_a_first_build_is_exactly_the_trees(tmp_path: Path) -> None:
    tree = worker("api", {"app.py": "a", "src/pkg/m.py": "m"})
    report = write(tmp_path / "some" / "build", tree)
    assert files(tmp_path / "some" / "build") == {f"api/{f.path}": f.content for f in tree.files}
    assert report.outcomes == (Created(endpoint="api"),)
    assert report.recovery is Recovery.NOTHING


def test_a_report_tells_the_fate_of_every_endpoint_by_name(tmp_path: Path) -> None:
    EVERYTHING.prepare(tmp_path)
    assert write(tmp_path, *EVERYTHING.new).outcomes == (
        Unchanged(endpoint="alpha"),
        Updated(
            endpoint="beta",
            added=("src/more/added.py",),
            changed=("app.py", "flashc.json"),
            removed=("src/dropped/stale.py", "src/stale.py"),
        ),
        Removed(endpoint="delta"),
        Kept(endpoint="epsilon", foreign=("mine.txt",), edited=()),
        Created(endpoint="gamma"),
    )


def test_a_build_that_changes_nothing_makes_no_change_of_the_disk_at_all(tmp_path: Path) -> None:
    EVERYTHING.prepare(tmp_path)
    write(tmp_path, *EVERYTHING.new)
    before = tmp_path.stat().st_mtime_ns
    with injected(none) as made:
        report = write(tmp_path, *EVERYTHING.new)
    assert made == []
    assert tmp_path.stat().st_mtime_ns == before
    assert {type(outcome) for outcome in report.outcomes} == {Unchanged, Kept}


def test_an_unchanged_endpoint_is_the_same_folder_when_another_one_changes(tmp_path: Path) -> None:
    EVERYTHING.prepare(tmp_path)
    before = (tmp_path / "alpha").stat()
    write(tmp_path, *EVERYTHING.new)
    after = (tmp_path / "alpha").stat()
    assert (after.st_ino, after.st_ctime_ns) == (before.st_ino, before.st_ctime_ns)


def test_an_unchanged_file_of_a_changed_endpoint_is_the_same_file(tmp_path: Path) -> None:
    EVERYTHING.prepare(tmp_path)
    kept, changed = tmp_path / "beta/src/kept.py", tmp_path / "beta/app.py"
    os.utime(kept, ns=(1, 1))
    before, replaced = kept.stat(), changed.stat().st_ino
    write(tmp_path, *EVERYTHING.new)
    after = kept.stat()
    assert (after.st_ino, after.st_mtime_ns, after.st_nlink) == (before.st_ino, 1, 1)
    # A reader that has the old file open goes on reading the old content.
    assert changed.stat().st_ino != replaced


def test_where_links_are_impossible_a_copy_keeps_time_and_permissions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    EVERYTHING.prepare(tmp_path)
    kept = tmp_path / "beta/src/kept.py"
    os.utime(kept, ns=(10**18, 10**18))
    kept.chmod(0o640)

    def refuse(*_arguments: object, **_options: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "link", refuse)
    write(tmp_path, *EVERYTHING.new)
    assert kept.read_text() == "kept"
    assert (kept.stat().st_mtime_ns, kept.stat().st_mode & 0o777) == (10**18, 0o640)


@pytest.mark.parametrize(
    ("umask", "file", "folder"), [(0o022, 0o644, 0o755), (0o077, 0o600, 0o700)]
)
def test_nothing_is_executable_and_the_umask_counts(
    umask: int, file: int, folder: int, tmp_path: Path
) -> None:
    previous = os.umask(umask)
    try:
        write(tmp_path / "build", worker("api", {"src/run.sh": "#!/bin/sh"}))
    finally:
        os.umask(previous)
    assert (tmp_path / "build/api/src/run.sh").stat().st_mode & 0o777 == file
    assert (tmp_path / "build/api/src").stat().st_mode & 0o777 == folder


def test_folders_keep_the_permissions_that_somebody_gave_them(tmp_path: Path) -> None:
    EVERYTHING.prepare(tmp_path)
    (tmp_path / "beta").chmod(0o770)
    (tmp_path / "beta/src").chmod(0o500)
    write(tmp_path, *EVERYTHING.new)
    assert (tmp_path / "beta").stat().st_mode & 0o777 == 0o770
    assert (tmp_path / "beta/src").stat().st_mode & 0o777 == 0o700


def test_without_prune_other_endpoints_stay_as_they_are(tmp_path: Path) -> None:
    EVERYTHING.prepare(tmp_path)
    before = snapshot(tmp_path)
    report = write_build(tmp_path, EVERYTHING.new[2:], prune=False, force=False)
    assert report.outcomes == (Created(endpoint="gamma"),)
    after = snapshot(tmp_path)
    assert {path: at for path, at in after.items() if not path.startswith("gamma")} == before


def test_a_file_may_become_a_folder_and_a_folder_a_file(tmp_path: Path) -> None:
    write(tmp_path, worker("api", {"one": "file", "two/inner.py": "x"}))
    tree = worker("api", {"one/inner.py": "x", "two": "file"})
    write(tmp_path, tree)
    assert files(tmp_path) == {f"api/{file.path}": file.content for file in tree.files}


def test_a_generated_file_that_was_deleted_is_written_again(tmp_path: Path) -> None:
    tree = worker("api", {"app.py": "a", "src/m.py": "m"})
    write(tmp_path, tree)
    (tmp_path / "api/src/m.py").unlink()
    (tmp_path / "api/src").rmdir()
    report = write(tmp_path, tree)
    assert report.outcomes == (
        Updated(endpoint="api", added=("src/m.py",), changed=(), removed=()),
    )
    assert (tmp_path / "api/src/m.py").read_text() == "m"


def test_an_empty_folder_of_the_same_name_is_taken(tmp_path: Path) -> None:
    (tmp_path / "api").mkdir()
    assert write(tmp_path, worker("api", {})).outcomes == (Created(endpoint="api"),)


def test_no_trees_and_no_output_make_no_folder(tmp_path: Path) -> None:
    assert write(tmp_path / "build").outcomes == ()
    assert not (tmp_path / "build").exists()


def test_an_output_beyond_a_missing_folder_and_back_is_found(tmp_path: Path) -> None:
    write(tmp_path / "a" / ".." / "build", worker("api", {}))
    assert (tmp_path / "build/api/flashc.json").is_file()


def test_an_output_that_is_a_link_to_a_folder_is_followed(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "build").symlink_to("real")
    write(tmp_path / "build", worker("api", {}))
    assert (tmp_path / "real/api/flashc.json").is_file()
    assert (tmp_path / "build").is_symlink()


@pytest.mark.parametrize("target", ["nowhere", "file", "build"])
def test_an_output_that_is_no_folder_is_refused(target: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "build").symlink_to(target)
    with pytest.raises(OutputProblem) as caught:
        write(tmp_path / "build", worker("api", {}))
    assert caught.value.kind is ProblemKind.NOT_A_FOLDER
    assert caught.value.paths == (tmp_path / "build",)


def test_an_output_that_is_a_file_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "build").write_text("mine")
    with pytest.raises(OutputProblem) as caught:
        write(tmp_path / "build", worker("api", {}))
    assert caught.value.kind is ProblemKind.NOT_A_FOLDER
    assert (tmp_path / "build").read_text() == "mine"


def test_a_refusal_of_the_system_names_the_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_descriptor: int, _content: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(OutputProblem) as caught:
        write(tmp_path / "build", worker("api", {}))
    monkeypatch.undo()
    assert caught.value.kind is ProblemKind.FAILED
    assert caught.value.problems[0].reason == "No space left on device"
    assert caught.value.paths[0].name == "flashc.json"
    assert not (tmp_path / "build").exists()


def test_leftovers_that_cannot_be_removed_are_reported_and_removed_by_the_next_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    EVERYTHING.prepare(tmp_path / "whole")
    write(tmp_path / "whole", *EVERYTHING.new)
    EVERYTHING.prepare(tmp_path / "build")

    def refuse(path: Path) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(disk, "remove_file", refuse)
    with pytest.raises(OutputProblem) as caught:
        write(tmp_path / "build", *EVERYTHING.new)
    monkeypatch.undo()
    assert caught.value.kind is ProblemKind.LEFTOVER
    assert (tmp_path / "build/beta/app.py").read_text() == "new"
    write(tmp_path / "build", *EVERYTHING.new)
    assert snapshot(tmp_path / "build") == snapshot(tmp_path / "whole")


def test_two_trees_of_one_name_are_a_bug_of_ours(tmp_path: Path) -> None:
    with pytest.raises(InvalidTree):
        write(tmp_path, worker("api", {}), worker("API", {}))
