"""Images of the kinds that no golden has: an image of one's own, a lock, another Python."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from environments import uv_environment
from golden.compiling import compile_accepted
from golden.fixtures import named
from golden.replay import ask_everything
from images.container import running
from images.engine import Engine

TAG = "localhost/flashc-tests/kind"


def test_an_image_of_ones_own_keeps_what_it_brings_and_not_its_user(
    light_path: Path, engine: Engine, base: str
) -> None:
    fixture = named("what_flash_toml_and_requirements_settle")
    [worker] = compile_accepted(fixture, light_path).workers
    assert "ARG BASE_IMAGE=registry.example.com/me/base:1" in (worker / "Dockerfile").read_text()
    own = engine.derive(
        base,
        "localhost/flashc-tests/own",
        "RUN echo 'ANSWER = 42' > $(python3 -c 'import site; print(*site.getsitepackages())')"
        "/brought_along.py",
        "USER 1000:1000",
    )
    engine.build(worker, own, TAG)
    plan = fixture.calls[worker.name]
    with running(engine, TAG, **plan.get("environment", {})) as container:
        container.wait_until(200)
        ask_everything(container, worker, plan)
        code = "import brought_along, os; print(brought_along.ANSWER, os.getuid())"
        assert container.execute("python", "-c", code) == "42 10001"
        assert container.stop() == 0, container.log


def test_a_lock_is_installed_with_its_hashes_or_not_at_all(
    light_path: Path, engine: Engine, base: str
) -> None:
    fixture = named("methods_in_any_letter_case")
    shutil.copytree(fixture.source, light_path / "src")
    subprocess.run(
        [sys.executable, "-m", "flashc", "src", "-o", "build", "--lock"],
        cwd=light_path,
        env=uv_environment(),
        capture_output=True,
        check=True,
    )
    worker = light_path / "build/note"
    engine.build(worker, base, TAG)
    with running(engine, TAG) as container:
        container.wait_until(200)
        plan = fixture.calls[worker.name]
        ask_everything(container, worker, plan)
        assert container.stop() == 0, container.log

    lock = worker / "requirements.lock"
    text = lock.read_text(encoding="utf-8")
    lock.write_text(re.sub("sha256:[0-9a-f]+", f"sha256:{'0' * 64}", text), encoding="utf-8")
    with pytest.raises(AssertionError, match="THESE PACKAGES DO NOT MATCH THE HASHES"):
        engine.build(worker, base, TAG)


def other_python() -> tuple[str, str]:
    """Find a Python of another version, on the path or where tools keep versions side by side."""
    for version in ("3.12", "3.13", "3.14"):
        name = f"python{version}"
        beside = Path(sys.base_prefix).parent.glob(f"*{version}*/bin/{name}")
        for python in (name, *map(str, sorted(beside))):
            # What is on the path may be a stand-in that only says what is missing.
            found = shutil.which(python)
            if found and succeeds(found, "-c", ""):
                return version, found
    pytest.skip("no other Python is installed that could be put into a base image")


def succeeds(*command: str) -> bool:
    return subprocess.run(command, check=False, capture_output=True).returncode == 0


def test_a_worker_runs_on_another_python(light_path: Path, engine: Engine) -> None:
    other, python = other_python()
    fixture = named("methods_in_any_letter_case")
    shutil.copytree(fixture.source, light_path / "src")
    (light_path / "flash.toml").write_text(f'python = "{other}"\n', encoding="utf-8")
    command = [sys.executable, "-m", "flashc", "src", "-o", "build"]
    subprocess.run(command, cwd=light_path, capture_output=True, check=True)
    worker = light_path / "build/note"
    assert f"ARG BASE_IMAGE=python:{other}-slim" in (worker / "Dockerfile").read_text()
    base = engine.make_base("localhost/flashc-tests/other", python)
    engine.build(worker, base, TAG)
    with running(engine, TAG) as container:
        container.wait_until(200)
        assert container.execute("python", "--version").startswith(f"Python {other}.")
        ask_everything(container, worker, fixture.calls[worker.name])
        assert container.stop() == 0, container.log
