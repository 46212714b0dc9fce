"""Each construct of public code has a fixture, which compiles to its golden and answers its calls.

These goldens hold what differs from worker to worker. What all have alike stands in those of
`fixtures/accept`, whose workers are also built, attacked and read by other tools.
"""

import json
import re
from pathlib import Path

import pytest

from environments import Shared
from golden.compiling import Compiled, compile_accepted
from golden.constructs import CONSTRUCTS, SMALL, Construct
from golden.fixtures import Fixture, read_tree
from golden.replay import replay_all
from golden.test_accept import UPDATE, write_golden

SHOWN = ("app.py", "models.py", "flashc.json")


def sources_of(construct: Construct) -> str:
    files = sorted((construct.folder / "src").glob(construct.file))
    return "\n".join(file.read_text(encoding="utf-8").replace("\r\n", "\n") for file in files)


def shown(compiled: Compiled) -> dict[str, bytes]:
    """Return what a golden holds: the generated code, the manifest without digests, what is said."""
    found: dict[str, bytes] = {}
    for worker in compiled.workers:
        for path, content in read_tree(worker).items():
            name = path.rpartition("/")[2]
            generated = f"_worker/{name}" in path or path == name
            if name in SHOWN and generated:
                found[f"{worker.name}/{name}"] = content
        manifest = json.loads(found[f"{worker.name}/flashc.json"])
        manifest["files"] = sorted(path for path in manifest["files"] if _is_of_the_project(path))
        text = json.dumps(manifest, ensure_ascii=False, indent=2)
        found[f"{worker.name}/flashc.json"] = f"{text}\n".encode()
    if compiled.diagnostics:
        found["diagnostics.txt"] = compiled.diagnostics.encode()
    return found


def _is_of_the_project(path: str) -> bool:
    parts = path.split("/")
    stand_ins = {"flashc_runtime", "runpod_flash", "tetra_rp"}
    return parts[0] == "src" and parts[1] not in stand_ins and "_worker/" not in path


@pytest.mark.parametrize("construct", CONSTRUCTS, ids=lambda construct: construct.words)
def test_the_fixture_contains_its_construct(construct: Construct) -> None:
    assert (construct.folder / "calls.json").exists()
    assert re.search(construct.pattern, sources_of(construct), re.MULTILINE), construct


def test_a_pattern_finds_nothing_where_the_construct_is_gone() -> None:
    for construct in CONSTRUCTS:
        without = re.sub(construct.pattern, "", sources_of(construct), flags=re.MULTILINE)
        assert not re.search(construct.pattern, without, re.MULTILINE), construct


def test_no_fixture_of_a_construct_is_left_out() -> None:
    listed = {construct.fixture for construct in CONSTRUCTS}
    assert [fixture.name for fixture in SMALL if f"constructs/{fixture.name}" not in listed] == []
    assert len({construct.words for construct in CONSTRUCTS}) == len(CONSTRUCTS)


@pytest.mark.parametrize("fixture", SMALL, ids=repr)
def test_it_compiles_to_its_golden_and_its_workers_answer(
    fixture: Fixture, light_path: Path, shared: Shared, update_golden: bool
) -> None:
    compiled = compile_accepted(fixture, light_path)
    replay_all(fixture, compiled, shared)
    if update_golden:
        write_golden(fixture.expected, shown(compiled))
    assert shown(compiled) == read_tree(fixture.expected), UPDATE
