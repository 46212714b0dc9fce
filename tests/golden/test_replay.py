"""Every worker runs without flashc and answers what its fixture says."""

import subprocess
from pathlib import Path

import pytest

from environments import Shared
from golden.compiling import compile_accepted
from golden.fixtures import ACCEPT, REPLAYED, Fixture
from golden.replay import replay_all
from golden.worker import environment, python_of


@pytest.mark.parametrize("fixture", REPLAYED, ids=repr)
def test_the_workers_answer_their_calls(
    fixture: Fixture, light_path: Path, shared: Shared, update_golden: bool
) -> None:
    if update_golden:
        pytest.skip("--update-golden replays every fixture itself")
    replay_all(fixture, compile_accepted(fixture, light_path), shared)


def test_few_fixtures_cannot_be_replayed() -> None:
    silent = {fixture.name for fixture in ACCEPT if fixture not in REPLAYED}
    assert silent <= {"importing_it_would_write_wait_connect_and_exit"}


@pytest.mark.parametrize("fixture", REPLAYED, ids=repr)
def test_the_environment_of_a_worker_knows_nothing_of_flashc(
    fixture: Fixture, light_path: Path, shared: Shared
) -> None:
    compiled = compile_accepted(fixture, light_path)
    code = (
        "import importlib.util as u; "
        "print([n for n in ('flashc', 'flashc_emitters', 'pytest', 'black') if u.find_spec(n)])"
    )
    for worker in compiled.workers:
        run = subprocess.run(
            [str(python_of(worker, shared)), "-c", code],
            cwd=worker,
            env=environment(),
            capture_output=True,
            text=True,
            check=True,
        )
        assert run.stdout == "[]\n"
