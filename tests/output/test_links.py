"""What lies in our own folder may come from a checkout: links there lead nothing out of the output."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from flashc_emitters.output import OutputProblem, ProblemKind, recover
from flashc_emitters.output.state import STATE_FOLDER
from flashc_emitters.tree import sha256
from output.scenario import snapshot, worker, write

A = worker("a", {"app.py": "old"})
SECRET = b"not ours"


def victim_in(folder: Path) -> Path:
    """Make a folder outside of any output."""
    victim = folder / "victim"
    (victim / "proj/sub").mkdir(parents=True)
    (victim / "proj/a").write_bytes(SECRET)
    (victim / "proj/sub/b").write_bytes(SECRET)
    return victim


def journal(out: Path, name: str, step: dict[str, object]) -> Path:
    """Leave a journal as if a write had been interrupted; gives our folder."""
    state = out / STATE_FOLDER
    state.mkdir(parents=True)
    value = {"schema": 1, "steps": [{"name": "proj", "caches": [], **step}]}
    (state / name).write_text(json.dumps(value))
    return state


def link_all_former(state: Path, victim: Path) -> None:
    (state / "old").symlink_to(victim)


def link_one_former(state: Path, victim: Path) -> None:
    (state / "old").mkdir()
    (state / "old/proj").symlink_to(victim / "proj")


def link_inside_former(state: Path, victim: Path) -> None:
    (state / "old/proj").mkdir(parents=True)
    (state / "old/proj/a").write_bytes(SECRET)
    (state / "old/proj/sub").symlink_to(victim / "proj/sub")


@pytest.mark.parametrize("link", [link_all_former, link_one_former, link_inside_former])
@pytest.mark.parametrize("name", ["committed.json", "journal.json"])
@pytest.mark.parametrize("digest", ["0", sha256(SECRET)])
def test_a_link_among_what_was_replaced_leads_no_removal_out(
    link: Callable[[Path, Path], None], name: str, digest: str, tmp_path: Path
) -> None:
    victim, out = victim_in(tmp_path), tmp_path / "out"
    drops = {"a": digest, "sub/b": digest}
    link(journal(out, name, {"writes": None, "drops": drops}), victim)
    before = snapshot(victim)
    with pytest.raises(OutputProblem) as caught:
        write(out, A)
    assert caught.value.kind is ProblemKind.DAMAGED_JOURNAL
    assert snapshot(victim) == before


def test_a_link_among_what_was_staged_brings_nothing_in(tmp_path: Path) -> None:
    victim, out = victim_in(tmp_path), tmp_path / "out"
    state = journal(out, "journal.json", {"writes": {}, "drops": None})
    (state / "new").symlink_to(victim)
    before = snapshot(victim)
    with pytest.raises(OutputProblem) as caught:
        recover(out)
    assert caught.value.kind is ProblemKind.DAMAGED_JOURNAL
    assert snapshot(victim) == before
    assert not (out / "proj").exists()


def test_a_link_in_the_output_takes_nothing_in(tmp_path: Path) -> None:
    victim, out = victim_in(tmp_path), tmp_path / "out"
    state = journal(out, "journal.json", {"writes": {}, "drops": {"x": "0"}})
    (state / "old/proj/sub").mkdir(parents=True)
    (state / "old/proj/sub/foreign").write_bytes(b"foreign")
    (out / "proj").mkdir()
    (out / "proj/sub").symlink_to(victim / "proj/sub")
    before = snapshot(victim)
    with pytest.raises(OutputProblem):
        recover(out)
    assert snapshot(victim) == before


def test_what_was_replaced_goes_only_as_it_was_recorded(tmp_path: Path) -> None:
    out = tmp_path / "out"
    state = journal(out, "committed.json", {"writes": None, "drops": {"a": sha256(b"ours")}})
    (state / "old/proj").mkdir(parents=True)
    (state / "old/proj/a").write_bytes(b"edited since")
    with pytest.raises(OutputProblem) as caught:
        recover(out)
    assert caught.value.kind is ProblemKind.EDITED
    assert (state / "old/proj/a").read_bytes() == b"edited since"


def test_what_was_replaced_goes_when_it_is_as_recorded(tmp_path: Path) -> None:
    out = tmp_path / "out"
    state = journal(out, "committed.json", {"writes": None, "drops": {"a": sha256(b"ours")}})
    (state / "old/proj").mkdir(parents=True)
    (state / "old/proj/a").write_bytes(b"ours")
    recover(out)
    assert not state.exists()
