"""Every worker is what a reviewer would wave through: typed, tidy, and its image lints."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from environments import Shared, locked
from golden.compiling import compile_accepted
from golden.fixtures import ACCEPT, REPLAYED, Fixture
from golden.worker import environment, package_of, python_of

SECONDS = 900


def run(*command: str, cwd: Path, env: dict[str, str] | None = None) -> str:
    """Run a tool to its end; it must find nothing."""
    done = subprocess.run(
        command, cwd=cwd, env=env, capture_output=True, text=True, check=False, timeout=SECONDS
    )
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout}{done.stderr}"
    return done.stdout


@pytest.mark.parametrize("fixture", REPLAYED, ids=repr)
def test_mypy_is_strict_with_the_workers_own_settings(
    fixture: Fixture, light_path: Path, shared: Shared
) -> None:
    for worker in compile_accepted(fixture, light_path).workers:
        python = python_of(worker, shared)
        # What is installed beside the worker is read once, and so is the runtime, because every
        # worker is checked in the same place. Each process of pytest-xdist has a place of its own.
        place = python.parents[1] / f"mypy-{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
        # Another run of the tests, beside this one, has processes of the same names.
        with locked(place.with_suffix(".lock")):
            shutil.rmtree(place / "worker", ignore_errors=True)
            shutil.copytree(worker, place / "worker")
            run(
                *(sys.executable, "-m", "mypy", "--no-color-output"),
                *("--python-executable", str(python), "--cache-dir", str(place / "cache")),
                cwd=place / "worker",
            )


@pytest.mark.parametrize("fixture", ACCEPT, ids=repr)
def test_ruff_and_black_have_nothing_to_say(fixture: Fixture, light_path: Path) -> None:
    for worker in compile_accepted(fixture, light_path).workers:
        run(sys.executable, "-m", "ruff", "check", "--no-cache", cwd=worker)
        run(sys.executable, "-m", "black", "--check", "--quiet", ".", cwd=worker)


@pytest.mark.parametrize("fixture", ACCEPT, ids=repr)
def test_the_dockerfile_lints(fixture: Fixture, light_path: Path) -> None:
    tool = shutil.which("hadolint", path=f"{Path(sys.executable).parent}{os.pathsep}{os.defpath}")
    assert tool is not None
    for worker in compile_accepted(fixture, light_path).workers:
        run(tool, "Dockerfile", cwd=worker)


@pytest.mark.parametrize("fixture", REPLAYED, ids=repr)
def test_the_openapi_document_has_every_declared_operation(
    fixture: Fixture, light_path: Path, shared: Shared
) -> None:
    for worker in compile_accepted(fixture, light_path).workers:
        command = (str(python_of(worker, shared)), "-m", package_of(worker), "openapi")
        document = json.loads(run(*command, cwd=worker, env=environment()))
        declared = json.loads((worker / "flashc.json").read_bytes())["routes"]
        documented = {
            operation["operationId"]: method.upper()
            for item in document["paths"].values()
            for method, operation in item.items()
        }
        assert documented == {route["operation_id"]: route["method"] for route in declared}
