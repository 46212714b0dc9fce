"""Workers start with what `--define` has settled, which their modules read again."""

import json

import pytest

from cli.project import Project
from environments import Shared
from golden.worker import running

SERVICE = """\
import os

from runpod_flash import Endpoint, GpuGroup, LoadBalancerSlsResource, remote

api = Endpoint(name=os.getenv("NAME"), gpu=GpuGroup(os.environ["GPU"]))
deployed = LoadBalancerSlsResource(
    name=f"two-{os.environ['STAGE']}",
    gpus=[getattr(GpuGroup, os.environ["GPU"])],
    workersMax=os.getenv("MOST"),
)


@api.get(os.environ.get("PP"))
async def named():
    return [os.environ["NAME"], os.getenv("PP")]


@remote(deployed, method="GET", path="/most")
def most():
    return [deployed.workersMax, deployed.gpus[0].name]
"""
DEFINES = ("NAME=größe 1", "GPU=ADA_24", "STAGE=prod", "MOST=3", "PP=/v1")


@pytest.fixture
def built(project: Project) -> Project:
    project.write(users=SERVICE, orders="")
    options = [word for one in DEFINES for word in ("--define", one)]
    assert project.flashc("src", "-o", "build", *options).exit_code == 0
    return project


def test_a_worker_starts_with_the_settled_values(built: Project, shared: Shared) -> None:
    (first,) = (built.folder / "build").glob("gr*")
    with running(first, shared) as worker:
        worker.wait_until_ready()
        assert json.loads(worker.ask("GET", "/v1").body) == ["größe 1", "/v1"]
    with running(built.folder / "build/two-prod", shared) as worker:
        worker.wait_until_ready()
        assert json.loads(worker.ask("GET", "/most").body) == [3, "ADA_24"]


def test_the_real_environment_wins(built: Project, shared: Shared) -> None:
    with running(built.folder / "build/two-prod", shared, MOST="7") as worker:
        worker.wait_until_ready()
        assert json.loads(worker.ask("GET", "/most").body) == [7, "ADA_24"]


TEXT = """\
import os

from runpod_flash import Endpoint

api = Endpoint(name="api", gpu=os.environ["GPU"], workers=os.getenv("MOST"))


@api.get("/a")
def a():
    return [api.gpu[0].name, api.workers_max]
"""


def test_a_worker_takes_hardware_as_the_text_that_was_settled(
    project: Project, shared: Shared
) -> None:
    project.write(users=TEXT, orders="")
    options = ("--define", "GPU=NVIDIA L4", "--define", "MOST=7")
    assert project.flashc("src", "-o", "build", *options).exit_code == 0
    with running(project.folder / "build/api", shared) as worker:
        worker.wait_until_ready()
        assert json.loads(worker.ask("GET", "/a").body) == ["NVIDIA_L4", 7]
