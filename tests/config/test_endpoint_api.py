"""`flash.toml` is about endpoints, whichever API declares them."""

import pytest

from cli.project import Project
from config.manifests import built, found

API = """\
import os
from runpod_flash import Endpoint, GpuGroup

api = Endpoint(name={name}{more})


@api.get({path})
def users():
    return []
"""


def write(project: Project, name: str = '"people"', more: str = "", path: str = '"/users"') -> None:
    project.write(people=API.format(name=name, more=more, path=path))


def test_settings_are_stated_in_the_words_of_its_api(project: Project) -> None:
    write(project, more=", gpu=GpuGroup.ADA_24, max_concurrency=2")
    project.place(
        "flash.toml", "[endpoint.people]\nworkersMin = 1\nworkersMax = 2\nidleTimeout = 9\n"
    )
    settings = built(project)["people"]["resource"]["settings"]
    assert settings == {
        "gpu": ["ADA_24"],
        "workers": [1, 2],
        "idle_timeout": 9,
        "max_concurrency": 2,
    }


def test_a_cpu_can_be_chosen_where_the_source_chooses_nothing(project: Project) -> None:
    write(project)
    project.place("flash.toml", '[endpoint.people]\ninstanceIds = ["cpu3g-1-4"]\n')
    assert built(project)["people"]["resource"]["settings"] == {"cpu": ["CPU3G_1_4"]}


def test_a_cpu_beside_a_gpu_is_a_contradiction(project: Project) -> None:
    write(project, more=", gpu=GpuGroup.ADA_24")
    project.place("flash.toml", '[endpoint.people]\ninstanceIds = ["cpu3g-1-4"]\n')
    assert found(project) == [("FC655", "error", "flash.toml:2:15")]


@pytest.mark.parametrize("address", ["people:api"])
def test_its_name_is_settled_like_any_other(project: Project, address: str) -> None:
    write(project, name='os.environ["NAME"]')
    assert [code for code, _, _ in found(project)] == ["FC203"]
    project.place("flash.toml", f'[resource."{address}"]\nname = "people"\n')
    assert found(project) == []


def test_its_paths_are_settled_like_any_other(project: Project) -> None:
    write(project, path='os.environ["BASE"]')
    assert [code for code, _, _ in found(project)] == ["FC205"]
    project.place("flash.toml", '[function."people:users"]\npath = "/users"\n')
    assert found(project) == []
