"""The goldens' images are built from their own Dockerfiles, run hardened, and answer their calls."""

from pathlib import Path

import pytest

from golden.compiling import compile_accepted
from golden.fixtures import REPLAYED, Fixture, named
from golden.replay import ask_everything, check_tracebacks
from images.container import running
from images.engine import Engine
from runtime.processes import eventually

TAG = "localhost/flashc-tests/worker"
# Its image needs 400 MB of Debian packages; those of another golden are few, installed alike.
TOO_LARGE = named("an_endpoint_object_shared_by_modules")
BUILT = [fixture for fixture in REPLAYED if fixture is not TOO_LARGE]


@pytest.mark.parametrize("fixture", BUILT, ids=repr)
def test_the_images_answer_the_calls_of_their_goldens(
    fixture: Fixture, light_path: Path, engine: Engine, base: str
) -> None:
    for worker in compile_accepted(fixture, light_path).workers:
        plan = fixture.calls[worker.name]
        engine.build(worker, base, TAG)
        with running(engine, TAG, **plan.get("environment", {})) as container:
            container.wait_until(200)
            assert container.is_healthy()
            ask_everything(container, worker, plan)
            assert container.stop() == 0, container.log
            check_tracebacks(container, plan)


@pytest.fixture
def worker(light_path: Path) -> Path:
    """Give the folder of a worker without requirements of its own."""
    [folder] = compile_accepted(named("methods_in_any_letter_case"), light_path).workers
    return folder


def test_a_changed_source_rebuilds_its_own_layer_alone(
    worker: Path, engine: Engine, base: str
) -> None:
    engine.build(worker, base, TAG)
    before = engine.layers(TAG)
    assert "pip" not in _steps_run(engine.build(worker, base, TAG))
    assert engine.layers(TAG) == before

    [source] = worker.glob("src/note.py")
    source.write_bytes(source.read_bytes() + b"\n# changed\n")
    steps = _steps_run(engine.build(worker, base, TAG))
    assert "COPY src /app/src" in steps
    assert "pip" not in steps
    assert "COPY --from=build /opt/venv" not in steps
    *same, changed = engine.layers(TAG)
    assert same == before[:-1]
    assert changed != before[-1]

    listed = worker / "requirements.txt"
    listed.write_text(f"{listed.read_text()}sniffio\n")
    assert "pip" in _steps_run(engine.build(worker, base, TAG))
    assert engine.layers(TAG)[: len(before) - 2] == before[:-2]


def _steps_run(output: str) -> str:
    """Return the steps that the builder did not take from its cache."""
    lines = output.splitlines()
    return "\n".join(
        line
        for line, after in zip(lines, [*lines[1:], ""], strict=True)
        if "STEP" in line and "Using cache" not in after
    )


def test_a_container_can_do_nothing_but_serve(worker: Path, engine: Engine, base: str) -> None:
    engine.build(worker, base, TAG)
    with running(engine, TAG) as container:
        container.wait_until(200)
        assert container.execute("id", "-u") == "10001"
        for path in ("/app/x", "/opt/venv/x", "/x"):
            assert not container.manages("touch", path), path
        assert container.manages("touch", "/tmp/x")  # noqa: S108
        assert not container.manages("python", "-m", "pip", "--version")
        assert container.execute("python", "-c", "import os; print(os.path.expanduser('~'))")
        assert container.stop() == 0, container.log


def test_a_worker_that_cannot_start_is_unhealthy_and_stays(
    worker: Path, engine: Engine, base: str
) -> None:
    [source] = worker.glob("src/note.py")
    source.write_bytes(source.read_bytes() + b"\nraise RuntimeError('no licence')\n")
    engine.build(worker, base, TAG)
    with running(engine, TAG) as container:
        container.wait_until(503)
        assert not container.is_healthy()
        # What a container writes is brought to the log by another process.
        eventually(lambda: "no licence" in container.log, "the log says why")
        assert container.stop() == 0
