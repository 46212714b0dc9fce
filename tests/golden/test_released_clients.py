"""The released SDKs' own load-balancer clients run functions in a compiled Live worker.

They live in environments of their own, without anything of flashc's, and speak to a real worker.
"""

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from environments import Shared
from golden.compiling import compile_accepted
from golden.fixtures import named
from golden.worker import Worker, running

TETRA_RP = "tetra_rp==0.25.2"
RUNPOD_FLASH = "runpod_flash==1.21.0"
# The client unpickles what the worker pickled, so both have the same cloudpickle within a series.
CLOUDPICKLE = "cloudpickle>=3.1,<4"

PROGRAM = """\
import asyncio
import json
import sys
from dataclasses import dataclass

from {sdk} import LiveLoadBalancer
from {sdk}.stubs.load_balancer_sls import LoadBalancerSlsStub


class Here(LiveLoadBalancer):
    @property
    def endpoint_url(self):
        return sys.argv[1]


@dataclass
class Size:
    width: int
    height: int


class Area:
    def __init__(self, size):
        self.value = size.width * size.height


async def process_data(x: int, y: int, *, scale=1) -> "dict[str, int]":
    import asyncio
    await asyncio.sleep(0)
    return {{"result": (x + y) * scale}}


def area(size: Size) -> Area:
    import math
    return [math.prod((size.width, size.height)), size]


def add_note(title: str):
    import note
    note.text.append(title)
    return [note.text[-1], note.read()]


def fails(operation: str):
    raise ValueError(f"Unknown operation: {{operation}}")


def needs_more():
    return 1


async def outcome(function, *args, dependencies=None, system_dependencies=None, **kwargs):
    stub = LoadBalancerSlsStub(Here(name="note"), timeout=120)
    try:
        return await stub(function, dependencies, system_dependencies, True, *args, **kwargs)
    except Exception as error:
        return f"{{type(error).__name__}}: {{error}}"


async def main():
    made = await outcome(area, Size(2, 3))
    return {{
        "async": await outcome(process_data, 5, 3, scale=2),
        "sync": [made[0], type(made[1]) is Size, made[1].height],
        "state": await outcome(add_note, "first"),
        "raises": await outcome(fails, "divide"),
        "fastapi": await outcome(needs_more, dependencies=["fastapi"]),
        "missing": await outcome(needs_more, dependencies=["no-such-thing-here"]),
{more}    }}


print(json.dumps(asyncio.run(main())))
"""


@pytest.fixture(scope="module")
def worker(tmp_path_factory: pytest.TempPathFactory, shared: Shared) -> Iterator[Worker]:
    """Give a running worker that was compiled from a LiveLoadBalancer."""
    folder = tmp_path_factory.mktemp("live")
    compiled = compile_accepted(named("methods_in_any_letter_case"), folder)
    with running(compiled.workers[0], shared) as started:
        yield started


def address(worker: Worker) -> str:
    found = re.search(r"listening on (http://127\.0\.0\.1:\d+)", worker.log)
    assert found is not None, worker.log
    return found[1]


def ask(python: Path, folder: Path, worker: Worker) -> dict[str, object]:
    """Run the program, which is in `client.py`, and return the outcomes of its calls."""
    run = subprocess.run(
        [str(python), "client.py", address(worker)],
        cwd=folder,
        env={"PATH": "/usr/bin:/bin", "HOME": str(folder)},
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    assert run.returncode == 0, f"{run.stderr}\n{worker.log}"
    outcomes: dict[str, object] = json.loads(run.stdout.splitlines()[-1])
    return outcomes


def check(outcomes: dict[str, object]) -> None:
    assert outcomes["async"] == {"result": 16}
    assert outcomes["sync"] == [6, True, 3]
    assert outcomes["state"] == ["first", "empty"]
    failed = "Exception: Remote execution failed: Function execution failed: "
    assert outcomes["raises"] == f"{failed}ValueError: Unknown operation: divide"
    assert outcomes["fastapi"] == 1
    missing = "dependency 'no-such-thing-here' is not installed in this worker: add it to"
    assert missing in str(outcomes["missing"])


def test_the_client_of_tetra_rp_runs_functions_in_a_live_worker(
    tmp_path: Path, shared: Shared, worker: Worker
) -> None:
    python = shared.environment(f"{TETRA_RP}\n{CLOUDPICKLE}\n")
    (tmp_path / "client.py").write_text(PROGRAM.format(sdk="tetra_rp", more=""), encoding="utf-8")
    check(ask(python, tmp_path, worker))


def test_the_client_of_runpod_flash_sends_its_modules_along(
    tmp_path: Path, shared: Shared, worker: Worker
) -> None:
    python = shared.environment(f"{RUNPOD_FLASH}\n{CLOUDPICKLE}\n")
    more = '        "module": await outcome(uses_a_module, 4),\n'
    program = PROGRAM.format(sdk="runpod_flash", more=more).replace(
        "async def outcome",
        "def uses_a_module(x):\n    from beside.maths import double\n    return double(x)\n\n\n"
        "async def outcome",
        1,
    )
    (tmp_path / "client.py").write_text(program, encoding="utf-8")
    (tmp_path / "beside").mkdir()
    (tmp_path / "beside/__init__.py").write_text("", encoding="utf-8")
    (tmp_path / "beside/maths.py").write_text("def double(x):\n    return 2 * x\n", "utf-8")
    outcomes = ask(python, tmp_path, worker)
    check(outcomes)
    assert outcomes["module"] == 8
