"""`flashc why`: stubs, modules that could be one and are not, and data files."""

import json

from cli.project import Project

CALLED = """\
from tetra_rp import LiveLoadBalancer, remote

called = LiveLoadBalancer(name="called")
LIMIT = 3


@remote(called, method="POST", path="/work")
async def work(x: int):
    return x
"""
CALLER = """\
from pathlib import Path

from called import {names}
from tetra_rp import LiveLoadBalancer, remote

caller = LiveLoadBalancer(name="caller")
LABELS = (Path(__file__).parent / "data" / "labels.json").read_text()


@remote(caller, method="POST", path="/start")
async def start(x: int):
    return await work(x)
"""


def place(project: Project, names: str) -> None:
    project.place("app/called.py", CALLED)
    project.place("app/caller.py", CALLER.format(names=names))
    project.place("app/data/labels.json", "[]")
    project.place("app/data/words.txt", "a")
    project.place("flash.toml", '[endpoint.caller]\ninclude = ["app/data/*.txt"]\n')


def test_a_stub_says_that_it_is_one_and_how_it_came(project: Project) -> None:
    place(project, "work")
    assert project.flashc("why", "caller", "called", "app").out == (
        "`called` is in the worker of `caller`: stub, because the worker only calls functions"
        " of other endpoints in it\n"
        "\n"
        "  app/caller.py:11:11  `caller.start` serves POST /start\n"
        "  app/caller.py:3:6    imports `called`\n"
    )


def test_a_module_that_ships_whole_says_why(project: Project) -> None:
    place(project, "LIMIT, work")
    said = project.flashc("why", "caller", "called", "app").out.splitlines()[0]
    assert said.startswith("`called` is in the worker of `caller`: whole, because ")
    assert "`LIMIT`" in said


def test_a_module_without_endpoints_says_nothing_of_stubs(project: Project) -> None:
    place(project, "work")
    said = project.flashc("why", "caller", "caller", "app").out.splitlines()[0]
    assert said == "`caller` is in the worker of `caller`"


def test_a_data_file_has_the_chain_of_the_module_that_opens_it(project: Project) -> None:
    place(project, "work")
    for name in ("labels.json", "data/labels.json", "app/data/labels.json"):
        result = project.flashc("why", "caller", name, "app")
        assert (result.exit_code, result.out.splitlines()[2:]) == (
            0,
            [
                "  app/caller.py:11:11  `caller.start` serves POST /start",
                "  app/caller.py:7:11   opens `data/labels.json`",
            ],
        )


def test_an_included_file_names_the_pattern(project: Project) -> None:
    place(project, "work")
    result = project.flashc("why", "caller", "words.txt", "app", "--format", "json")
    (chain,) = json.loads(result.out)["answer"]["chains"]
    assert chain == [{"place": "flash.toml:2:12", "text": "includes `data/words.txt`"}]


def test_a_file_that_stays_at_home_is_not_there(project: Project) -> None:
    place(project, "work")
    assert project.flashc("why", "called", "labels.json", "app").exit_code != 0
    assert project.flashc("why", "caller", "abels.json", "app").exit_code == 2
