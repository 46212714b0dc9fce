"""Comparing a build with the disk."""

from pathlib import Path

import pytest

from flashc_emitters.output import (
    Difference,
    DifferenceKind,
    OutputProblem,
    ProblemKind,
    compare_build,
)
from output.faults import injected, none
from output.scenario import EVERYTHING, snapshot, worker, write

OLD = worker("api", {"app.py": "one\ntwo\n", "src/stale.py": "stale\n"})
NEW = worker("api", {"app.py": "one\n2\n", "src/added.py": "added"})


def compare(out: Path, *trees: object) -> dict[str, Difference]:
    """Compare by path, and check that nothing on disk changed."""
    before = snapshot(out)
    with injected(none) as made:
        found = compare_build(out, trees or (NEW,), prune=True)  # type: ignore[arg-type]
    assert made == []
    assert snapshot(out) == before
    return {f"{difference.endpoint}/{difference.path}": difference for difference in found}


def test_a_build_that_was_just_written_does_not_differ(tmp_path: Path) -> None:
    EVERYTHING.prepare(tmp_path)
    write(tmp_path, *EVERYTHING.new)
    (tmp_path / "epsilon/mine.txt").unlink()
    write(tmp_path, *EVERYTHING.new)
    assert compare(tmp_path, *EVERYTHING.new) == {}


def test_changed_missing_and_stale_files_differ_each_with_its_lines(tmp_path: Path) -> None:
    write(tmp_path, OLD)
    found = compare(tmp_path)
    assert {path: difference.kind.name for path, difference in found.items()} == {
        "api/app.py": "CHANGED",
        "api/flashc.json": "CHANGED",
        "api/src/added.py": "MISSING",
        "api/src/stale.py": "STALE",
    }
    assert found["api/app.py"].diff == (
        "--- api/app.py (on disk)\n+++ api/app.py (compiled)\n@@ -1,2 +1,2 @@\n one\n-two\n+2\n"
    )
    assert found["api/src/added.py"].diff == (
        "--- /dev/null\n+++ api/src/added.py (compiled)\n@@ -0,0 +1 @@\n+added\n"
        "\\ No newline at end of file\n"
    )
    assert found["api/src/stale.py"].diff == (
        "--- api/src/stale.py (on disk)\n+++ /dev/null\n@@ -1 +0,0 @@\n-stale\n"
    )


def test_an_edited_file_is_told_from_one_that_is_out_of_date(tmp_path: Path) -> None:
    write(tmp_path, NEW)
    (tmp_path / "api/app.py").write_text("one\nedited\n")
    (found,) = compare(tmp_path).values()
    assert found.kind is DifferenceKind.EDITED
    assert "-edited\n+2\n" in found.diff


def test_whole_folders_are_missing_stale_or_in_the_way(tmp_path: Path) -> None:
    write(tmp_path, worker("gone", {}))
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/notes.txt").write_text("")
    found = compare(tmp_path, worker("absent", {}), worker("mine", {}))
    assert {
        path: (difference.kind.name, difference.diff) for path, difference in found.items()
    } == {
        "absent/": ("MISSING", ""),
        "gone/": ("STALE", ""),
        "mine/": ("BLOCKED", ""),
    }


def test_without_prune_no_folder_is_stale(tmp_path: Path) -> None:
    write(tmp_path, worker("gone", {}))
    assert compare_build(tmp_path, [], prune=False) == ()


def test_an_output_that_does_not_exist_lacks_every_endpoint(tmp_path: Path) -> None:
    (found,) = compare(tmp_path / "build").values()
    assert (found.kind, found.endpoint) == (DifferenceKind.MISSING, "api")


def test_a_foreign_file_in_the_way_is_named(tmp_path: Path) -> None:
    write(tmp_path, OLD)
    (tmp_path / "api/src/added.py").write_text("mine")
    found = compare(tmp_path)["api/src/added.py"]
    assert found.kind is DifferenceKind.BLOCKED
    assert "-mine\n" in found.diff


@pytest.mark.parametrize("content", [b"\0", b"\xff\xfe", b"a\0b\n"])
def test_what_is_not_text_has_no_lines(content: bytes, tmp_path: Path) -> None:
    write(tmp_path, worker("api", {"data.bin": b"old"}))
    found = compare(tmp_path, worker("api", {"data.bin": content}))
    assert found["api/data.bin"].diff == "binary files differ"


def test_lines_end_at_line_feeds_only_and_stay_as_they_are(tmp_path: Path) -> None:
    text = "a\x0cb\u2028c\x1b[31md\r\n"
    write(tmp_path, worker("api", {"app.py": "old\n"}))
    found = compare(tmp_path, worker("api", {"app.py": text}))
    assert found["api/app.py"].diff.endswith(f"@@ -1 +1 @@\n-old\n+{text}")


def test_a_line_feed_at_the_end_is_a_difference(tmp_path: Path) -> None:
    write(tmp_path, worker("api", {"app.py": "x"}))
    found = compare(tmp_path, worker("api", {"app.py": "x\n"}))
    assert found["api/app.py"].diff.endswith("-x\n\\ No newline at end of file\n+x\n")


def test_large_files_are_not_compared_by_line(tmp_path: Path) -> None:
    write(tmp_path, worker("api", {"data.txt": "x\n" * 300_000}))
    found = compare(tmp_path, worker("api", {"data.txt": "y\n" * 300_000}))
    assert found["api/data.txt"].diff == "large files differ"


def test_a_damaged_manifest_is_an_edited_file(tmp_path: Path) -> None:
    write(tmp_path, OLD)
    (tmp_path / "api/flashc.json").write_text("<<<<<<<\n")
    assert compare(tmp_path)["api/flashc.json"].kind is DifferenceKind.EDITED


def test_a_link_in_the_place_of_a_file_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("SECRET\n")
    write(tmp_path / "build", OLD)
    (tmp_path / "build/api/app.py").unlink()
    (tmp_path / "build/api/app.py").symlink_to(tmp_path / "secret")
    found = compare(tmp_path / "build")["api/app.py"]
    assert found.kind is DifferenceKind.EDITED
    assert "SECRET" not in found.diff


def test_an_output_that_is_a_file_cannot_be_compared(tmp_path: Path) -> None:
    (tmp_path / "build").write_text("")
    with pytest.raises(OutputProblem) as caught:
        compare_build(tmp_path / "build", [], prune=True)
    assert caught.value.kind is ProblemKind.NOT_A_FOLDER
