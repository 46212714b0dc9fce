"""Mistakes in the declaration of a queue: they stop no worker that can start without it."""

import pytest

from cli.project import Project

REMOTE = """import os

from tetra_rp import LiveServerless, remote

jobs = LiveServerless({arguments})


@remote(jobs)
def work(x: int = 1):
    return x
"""
ENDPOINT = """import os

from runpod_flash import Endpoint, GpuGroup


@Endpoint({arguments})
def work(x: int = 1):
    return x
"""
UNEMITTED = "their workers are not emitted yet; then it is an error"


def levels(project: Project) -> list[tuple[str, str]]:
    document = project.flashc("check", "src", "--format", "json").document
    found = [(one["severity"], one["code"]) for one in document["diagnostics"]]
    return [one for one in found if one[1] != "FC210"]


@pytest.mark.parametrize(
    ("module", "arguments", "code"),
    [
        (REMOTE, 'name=os.getenv("JOBS")', "FC203"),
        (REMOTE, 'name="jobs", wokersMax=3', "FC207"),
        (REMOTE, 'name="jobs", idleTimeout=0', "FC511"),
        (REMOTE, "", "FC501"),
        (REMOTE, 'name="a/b"', "FC502"),
        (REMOTE, "name=3", "FC211"),
        (ENDPOINT, 'os.getenv("JOBS")', "FC203"),
        (ENDPOINT, 'name="jobs", workers=(3, 1)', "FC225"),
        (ENDPOINT, 'name="jobs", gpu="ADA_24"', "FC225"),
        (ENDPOINT, 'name="jobs", gpus=GpuGroup.ANY', "FC207"),
        (ENDPOINT, 'name="jobs", gpu=GpuGroup.ANY, cpu="cpu3c-1-2"', "FC224"),
        (ENDPOINT, 'name="jobs", gpu=os.getenv("GPU")', "FC235"),
    ],
)
def test_they_are_warnings_where_no_worker_imports_them(
    project: Project, module: str, arguments: str, code: str
) -> None:
    project.write(jobs=module.format(arguments=arguments))
    assert levels(project) == [("warning", code)]
    result = project.flashc("src", "-o", "build")
    assert result.exit_code == 0
    assert UNEMITTED in result.err
    assert "orders/src/orders.py" in project.tree()


@pytest.mark.parametrize(
    ("module", "arguments", "code", "level"),
    [
        (REMOTE, 'name="jobs", wokersMax=3', "FC207", "error"),
        (ENDPOINT, 'name="jobs", workers=(3, 1)', "FC225", "error"),
        # To Python the name is a text like any other.
        (REMOTE, 'name=os.getenv("JOBS")', "FC203", "warning"),
        (ENDPOINT, 'os.getenv("JOBS")', "FC203", "warning"),
    ],
)
def test_what_the_sdk_refuses_is_an_error_in_what_a_worker_imports(
    project: Project, module: str, arguments: str, code: str, level: str
) -> None:
    users = (project.folder / "src/users.py").read_text()
    project.write(jobs=module.format(arguments=arguments), users=f"from jobs import os\n{users}")
    assert levels(project) == [(level, code)]


@pytest.mark.parametrize("arguments", ['name="web", wokersMax=3', 'name=__import__("os").name'])
def test_the_same_in_a_worker_of_its_own_is_an_error(project: Project, arguments: str) -> None:
    project.write(
        web="from tetra_rp import LiveLoadBalancer, remote\n\n"
        f"api = LiveLoadBalancer({arguments})\n\n\n"
        '@remote(api, method="POST", path="/web")\n'
        "def web():\n    return 1\n"
    )
    assert [level for level, _ in levels(project)] == ["error"]


def test_a_variable_that_only_a_queue_needs_is_no_finding_yet(project: Project) -> None:
    text = REMOTE.format(arguments='name="jobs"').replace(
        "jobs =", 'TOKEN = os.environ["JOBS_TOKEN"]\n\njobs ='
    )
    project.write(jobs=text)
    assert levels(project) == []
    users = (project.folder / "src/users.py").read_text()
    project.write(users=f"from jobs import TOKEN\n{users}")
    assert levels(project) == [("note", "FC706")]


def test_a_value_that_is_settled_for_a_queue_is_said_to_be_needed(project: Project) -> None:
    project.write(jobs=REMOTE.format(arguments='name="j" + os.environ["JOBS"].lower()'))
    project.place("flash.toml", '[resource."jobs:jobs"]\nname = "jobs"\n')
    assert ("note", "FC663") in levels(project)
