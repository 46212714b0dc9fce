"""`--define` decides conditions: only the branch that holds is compiled, checked and shipped."""

import json

import pytest

from cli.project import Project
from environments import Shared
from golden.worker import running

HEAD = """\
import os

from runpod_flash import CpuLiveLoadBalancer, Endpoint, LoadBalancerSlsResource, remote

"""
IF = """\
if os.getenv("DEV") == "1":
    import debugger_of_nobody

    api = Endpoint(name="api-dev", cpu="cpu3g-1-4")
else:
    api = Endpoint(name="api", cpu="cpu3g-2-8")


@api.get("/a")
def a():
    return "a"
"""
ELIF = """\
if os.environ["STAGE"] == "test":
    api = Endpoint(name="test", cpu="cpu3g-1-4")
elif (os.environ["STAGE"] in ("prod", "production")):
    api = Endpoint(name="prod", cpu="cpu3g-1-4")
else:
    api = Endpoint(name="other", cpu="cpu3g-1-4")


@api.get("/a")
def a():
    return "a"
"""
TERNARY = """\
DEBUG = bool(os.environ.get("DEBUG"))
NAME = "two-" + ("test" if not DEBUG else "debug")
res = (
    CpuLiveLoadBalancer(name="one")
    if os.environ.get("LIVE")
    else LoadBalancerSlsResource(name=NAME, imageName="a/b:1")
)


@remote(res, method="GET", path="/r")
async def r(size: int = 1 if DEBUG else 2):
    return size
"""
ROUTE = """\
api = Endpoint(name="api", cpu="cpu3g-1-4")


@api.get("/a")
def a():
    return "a"


if os.getenv("EXTRA"):

    @api.get("/extra")
    def extra():
        return "extra"

"""


def written(project: Project, text: str) -> Project:
    for name in ("users", "orders"):
        (project.folder / f"src/{name}.py").unlink()
    project.write(service=HEAD + text)
    return project


def routes(project: Project, *defines: str) -> list[str]:
    options = [word for one in defines for word in ("--define", one)]
    workers = project.flashc("ir", "src", "--stage", "plan", *options).document["workers"]
    return [f"{one['endpoint']} {r['path']}" for one in workers for r in one["routes"]]


def codes(project: Project, *defines: str) -> list[str]:
    options = [word for one in defines for word in ("--define", one)]
    result = project.flashc("check", "src", "--format", "json", *options)
    return sorted(d["code"] for d in json.loads(result.out)["diagnostics"])


def test_an_if_statement_leaves_one_branch(project: Project) -> None:
    written(project, IF)
    assert codes(project) == ["FC220", "FC220"]
    assert routes(project, "DEV=0") == ["api /a"]
    # What only the other branch imports is needed by it alone.
    assert codes(project, "DEV=1") == ["FC601"]


@pytest.mark.parametrize(
    ("stage", "name"), [("test", "test"), ("prod", "prod"), ("production", "prod"), ("", "other")]
)
def test_the_first_arm_that_holds_is_taken(project: Project, stage: str, name: str) -> None:
    assert routes(written(project, ELIF), f"STAGE={stage}") == [f"{name} /a"]


def test_an_arm_that_is_not_decided_stays_with_those_after_it(project: Project) -> None:
    text = ELIF.replace('os.environ["STAGE"] == "test"', "len(os.environ) > 50")
    assert codes(written(project, text), "STAGE=prod") == ["FC220", "FC220"]


def test_conditional_expressions_give_one_side(project: Project) -> None:
    written(project, TERNARY)
    assert routes(project, "LIVE=1", "DEBUG=") == ["one /r"]
    assert routes(project, "LIVE=", "DEBUG=") == ["two-test /r"]
    assert routes(project, "LIVE=", "DEBUG=x") == ["two-debug /r"]


def test_a_condition_may_hang_on_a_name_that_another_one_binds(project: Project) -> None:
    text = 'if os.getenv("A"):\n    FLAG = os.getenv("A")\nelse:\n    FLAG = ""\n' + IF.replace(
        'os.getenv("DEV") == "1"', "FLAG"
    )
    assert routes(written(project, text), "A=") == ["api /a"]


def test_a_route_under_a_condition_is_there_or_not(project: Project) -> None:
    written(project, ROUTE)
    assert routes(project, "EXTRA=1") == ["api /a", "api /extra"]
    assert routes(project, "EXTRA=") == ["api /a"]


def test_what_no_definition_answers_is_left_as_it_is(project: Project) -> None:
    # `DEV` is spelled in a function only, which asks for it in every request.
    text = IF.replace('os.getenv("DEV") == "1"', "os.getpid() > 1") + (
        '\n\n@api.get("/b")\ndef b():\n    return 1 if os.getenv("DEV") else 2\n'
    )
    assert codes(written(project, text), "DEV=1") == ["FC220", "FC220"]


def test_a_main_guard_is_left_as_it_is(project: Project) -> None:
    guarded = 'if __name__ == "__main__":\n    if os.getenv("EXTRA"):\n        api = None\n'
    assert routes(written(project, ROUTE + guarded), "EXTRA=1") == ["api /a", "api /extra"]


def test_the_worker_takes_the_branch_that_was_compiled(project: Project, shared: Shared) -> None:
    written(project, TERNARY)
    options = ("--define", "LIVE=", "--define", "DEBUG=x")
    assert project.flashc("src", "-o", "build", *options).exit_code == 0
    with running(project.folder / "build/two-debug", shared) as worker:
        worker.wait_until_ready()
        assert json.loads(worker.ask("GET", "/r").body) == 1
