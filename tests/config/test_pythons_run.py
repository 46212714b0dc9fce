"""A worker runs on the Python that was chosen for it, and its own checks know which that is."""

import json
import subprocess
from pathlib import Path

import pytest

from cli.project import Project
from environments import Shared
from golden.worker import environment
from passes.interpreters import interpreter

SERVICE = """\
from tetra_rp import LiveLoadBalancer, remote

type Text = str
type Pair[T] = tuple[T, T]
type Json = dict[str, Json] | list[Json] | str | None
api = LiveLoadBalancer(name="api")


def first[T](values: list[T]) -> T:
    return values[0]


@remote(api, method="POST", path="/first")
def shout[T: str](words: list[T], pair: Pair[int] = (1, 2), rest: Json = None) -> Text:
    return f"{first(words).replace("a", "A")}"
"""


@pytest.mark.parametrize("python", ["3.12", "3.13", "3.14"])
def test_a_worker_with_newer_syntax_starts_on_its_python(
    project: Project, shared: Shared, python: str
) -> None:
    tool = interpreter(python)
    if tool is None:
        pytest.skip(f"there is no Python {python} here")
    project.write(users=SERVICE, orders="")
    assert project.flashc("src", "-o", "build", "--python", python).exit_code == 0
    worker = project.folder / "build/api"
    target = f"py{python.replace('.', '')}"
    assert f'target-version = "{target}"' in (worker / "pyproject.toml").read_text()
    installed = shared.environment((worker / "requirements.txt").read_text(), tool)
    run = openapi(installed, worker)
    assert run.returncode == 0, run.stderr
    found = json.loads(run.stdout)
    fields = found["components"]["schemas"]["ShoutBody"]["properties"]
    assert fields["words"]["items"] == {"type": "string"}
    assert fields["pair"]["prefixItems"] == [{"type": "integer"}, {"type": "integer"}]
    assert "Json" in json.dumps(fields["rest"]) and "Json" in found["components"]["schemas"]


def openapi(python: Path, worker: Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [str(python), "-m", "api_worker", "openapi"],
        cwd=worker,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
