"""Every form in which a queue is written, in one project: nothing of it is lost, and the web part compiles.

A folder with a number, names with umlauts, and another line ending are no obstacle.
"""

from typing import Any

import pytest

from cli.project import Project

WORK = """\
import runpod_flash as flash
from runpod_flash import Endpoint as E, GpuGroup

from größe.basis import MOST, Basis

bare = E(name="bare", cpu="cpu3c-1-2")
shared = flash.Endpoint(name="class-bare", cpu="cpu3c-1-2", max_concurrency=MOST)
OPTIONS = {"cpu": "cpu3c-1-2", "idle_timeout": 5}
applied = flash.Endpoint(name="called-later", **OPTIONS)


@E(name="function", cpu="cpu3c-1-2", dependencies=["numpy>=2"])
def run(x: int, *, y: list[str] | None = None):
    return [x, y]


@flash.Endpoint(name="generator", gpu=[GpuGroup.ADA_24])
def many(n: int):
    yield from range(n)


@E(name="async-generator", cpu="cpu3c-1-2", max_concurrency=2)
async def later(n: int):
    for number in range(n):
        yield number


@bare
async def plain(**payload):
    return payload


@shared
class Model(Basis):
    def __init__(self, größe: int = 3, *, name: str):
        self.name = name

    async def stream(self, n: int):
        yield n

    def _hidden(self): ...


class Inherited(Basis):
    '''Has what its base has.'''


Inherited = E(name="class-called", cpu="cpu3c-1-2")(Inherited)


def other(x):
    return x


served = applied(other)
"""
BASIS = """\
from dataclasses import dataclass

MOST = 2 * 2


@dataclass
class Basis:
    rank: int = 1

    async def common(self, a: int, b: str = "x") -> str:
        return b

    @classmethod
    async def new(cls):
        return cls()
"""
# By endpoint: the target, how many jobs at a time, and what is known of it.
FUNCTIONS = {
    "function": ("run", 1, (False, False, ["x", "y"])),
    "generator": ("many", 1, (False, True, ["n"])),
    "async-generator": ("later", 2, (True, True, ["n"])),
    "bare": ("plain", 1, (True, False, ["payload"])),
    "called-later": ("other", 1, (False, False, ["x"])),
}
CLASSES = {
    "class-bare": ("Model", 4, ["größe", "name"], ["stream", "common", "new"]),
    "class-called": ("Inherited", 1, ["rank"], ["common", "new"]),
}


@pytest.fixture
def queues(project: Project) -> dict[str, Any]:
    project.place("src/01_jobs/work.py", WORK)
    project.place("src/größe/__init__.py", "")
    (project.folder / "src/größe/basis.py").write_bytes(BASIS.replace("\n", "\r\n").encode())
    assert project.flashc("src", "-o", "build", "--deny", "warnings").exit_code == 0
    assert {path.split("/")[0] for path in project.tree()} == {"orders", "users"}
    program = project.flashc("ir", "src").document["program"]
    return {one["name"]: one for one in program["endpoints"] if one["kind"] == "queue"}


def test_every_form_is_there_with_what_it_would_ship(queues: dict[str, Any]) -> None:
    assert queues.keys() == FUNCTIONS.keys() | CLASSES.keys()
    for queue in queues.values():
        assert queue["ships"]["modules"] == ["01_jobs.work", "größe", "größe.basis"]
    lines = {name: queue["ships"]["requirements"] for name, queue in queues.items()}
    assert [name for name, found in lines.items() if "numpy>=2" in found] == ["function"]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_keeps_its_kind_and_parameters(queues: dict[str, Any], name: str) -> None:
    (target,) = queues[name]["targets"]
    found = target["function"]
    parameters = [one["name"] for one in found["parameters"]]
    assert (
        target["name"],
        queues[name]["max_concurrency"],
        (found["async"], found["generator"], parameters),
    ) == FUNCTIONS[name]


@pytest.mark.parametrize("name", CLASSES)
def test_a_class_keeps_its_constructor_and_methods(queues: dict[str, Any], name: str) -> None:
    (target,) = queues[name]["targets"]
    constructor = [one["name"] for one in target["constructor"]["parameters"]]
    methods = [one["name"] for one in target["methods"]]
    assert (
        target["name"],
        queues[name]["max_concurrency"],
        constructor,
        methods,
    ) == CLASSES[name]
