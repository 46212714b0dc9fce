"""`flashc ir`: what the compiler knows, as JSON with a published schema."""

import json
from functools import cache
from typing import Any

import jsonschema
import pytest

from cli.project import CONFLICT, JOBS, Project
from environments import REPOSITORY
from flashc.cli import main

EVERYTHING = '''\
import math
from typing import Literal, Optional

from fastapi import Depends
from pydantic import BaseModel
from tetra_rp import CpuLiveLoadBalancer, GpuGroup, LoadBalancerSlsResource, NetworkVolume, remote

other = LoadBalancerSlsResource(
    name="everything",
    gpus=[GpuGroup.ADA_24],
    env={"LOG": "info", "API_KEY": "hunter2hunter2"},
    networkVolume=NetworkVolume(name="models"),
    workersMax=max(3, 1),
)
unused = CpuLiveLoadBalancer(name="unused")


class Item(BaseModel):
    name: str


def session():
    return 1


@remote(other, method="POST", path="/items/{item_id}", dependencies=["numpy"])
async def put(item_id: int, items: list[Item], kind: Literal["a", b"b"] = "a", rest: dict = {}):
    """Put "it" there."""
    yield items


@remote(other, method="GET", path="/items")
def find(tags: Optional[list[str]] = None, limit: float = 1e999, *, db=Depends(session)):
    return tags


@remote(other, method="POST", path="/item")
def one(item: Item):
    return item
'''


@cache
def validator() -> Any:
    path = REPOSITORY / "compiler/flashc/schemas/ir-v1.json"
    schema = json.loads(path.read_text(encoding="utf-8"))
    kind = jsonschema.Draft202012Validator
    kind.check_schema(schema)
    return kind(schema)


def ir(project: Project, *options: str) -> Any:
    result = project.flashc("ir", "src", *options)
    assert result.exit_code == 0, result.err
    validator().validate(result.document)
    return result.document


@pytest.fixture
def whole(project: Project) -> Project:
    project.write(jobs=JOBS, everything=EVERYTHING)
    project.place("requirements.txt", "fastapi\npydantic\n")
    return project


@pytest.mark.parametrize("stage", ["program", "plan"])
def test_a_document_is_what_its_schema_says(whole: Project, stage: str) -> None:
    document = ir(whole, "--stage", stage)
    assert (document["version"], document["stage"]) == (1, stage)


def test_the_program_holds_endpoints_routes_and_places(whole: Project) -> None:
    program = ir(whole)["program"]
    assert [(one["name"], one["kind"]) for one in program["endpoints"]] == [
        ("everything", "load-balanced"),
        ("jobs", "queue"),
        ("orders", "load-balanced"),
        ("users", "load-balanced"),
    ]
    assert [one["name"] for one in program["unused"]] == ["unused"]
    users = program["endpoints"][3]
    route = users["routes"][0]
    assert (route["method"], route["path"]) == ("GET", "/users/{user_id}")
    assert route["place"] == {
        "root": ".",
        "path": "users.py",
        "line": 6,
        "column": 1,
        "end_line": 6,
        "end_column": 54,
    }
    (parameter,) = route["function"]["parameters"]
    assert (parameter["name"], parameter["type"], parameter["default"]) == (
        "user_id",
        "int",
        {"kind": "none"},
    )


def test_types_and_defaults_are_those_of_the_source(whole: Project) -> None:
    routes = ir(whole)["program"]["endpoints"][0]["routes"]
    by_name = {
        parameter["name"]: (parameter["type"], parameter["default"])
        for route in routes
        for parameter in route["function"]["parameters"]
    }
    assert by_name == {
        "item_id": ("int", {"kind": "none"}),
        "items": ("list[everything.Item]", {"kind": "none"}),
        "kind": ("Literal['a', b'b']", {"kind": "literal", "value": "a"}),
        "rest": ("dict", {"kind": "other"}),
        "tags": ("list[str] | None", {"kind": "literal", "value": None}),
        "limit": ("float", {"kind": "literal", "value": {"float": "inf"}}),
        "db": (None, {"kind": "framework"}),
        "item": ("everything.Item", {"kind": "none"}),
    }


def test_a_resource_holds_its_settings_and_no_secret(whole: Project) -> None:
    resource = ir(whole)["program"]["endpoints"][0]["resource"]
    assert resource["settings"] == {
        "gpus": ["ADA_24"],
        "env": {"API_KEY": {"secret": True}, "LOG": {"value": "info"}},
        "networkVolume": {"NetworkVolume": {"name": "models"}},
    }
    assert resource["unknown_settings"] == ["workersMax"]
    assert "hunter2" not in json.dumps(ir(whole, "--stage", "plan"))


def test_a_plan_lists_arguments_models_and_files(whole: Project) -> None:
    worker = ir(whole, "--stage", "plan")["workers"][0]
    assert worker["endpoint"] == "everything"
    routes = {route["operation_id"]: route for route in worker["routes"]}
    assert routes["put"]["function"] == "everything.put"
    assert routes["put"]["generator"] is True
    assert [one["in"] for one in routes["put"]["arguments"]] == ["path", "body"]
    assert {one["name"] for one in worker["models"]} == {"PutBody"}
    (file,) = worker["files"]
    assert (file["path"], file["size"]) == ("everything.py", len(EVERYTHING))


def test_a_plan_tells_settled_variables_from_those_that_nothing_sets(project: Project) -> None:
    text = (project.folder / "src/users.py").read_text()
    reads = 'import os\n\nTOKEN = os.environ["TOKEN"]\nMODE = os.environ["MODE"]\n'
    project.write(users=reads + text.replace('name="users"', 'name=os.environ["N"]'))
    project.place("flash.toml", '[resource."users:users"]\nname = "users"\n')
    workers = ir(project, "--stage", "plan", "--define", "MODE=fast")["workers"]
    variables = {
        one["endpoint"]: (one["settled_variables"], one["needed_variables"]) for one in workers
    }
    settled = [
        {"name": "MODE", "value": "fast", "by": "--define"},
        {"name": "N", "value": "users", "by": "flash.toml"},
    ]
    assert variables == {"orders": ([], []), "users": (settled, ["TOKEN"])}


def test_the_document_is_the_same_from_any_folder(
    whole: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole.place("flash.toml", "[endpoint.users]\nworkersMax = 2\n")
    for stage in ("program", "plan"):
        here = whole.flashc("ir", "src", "--stage", stage).out
        with monkeypatch.context() as patch:
            patch.chdir(whole.folder / "src")
            there = whole.flashc("ir", ".", "--stage", stage).out
        assert there == here
        assert str(whole.folder) not in here


def test_a_place_may_be_in_flash_toml(project: Project) -> None:
    text = (project.folder / "src/users.py").read_text()
    project.write(users="import os\n" + text.replace('name="users"', 'name=os.environ["N"]'))
    project.place("flash.toml", '[resource."users:users"]\nname = "users"\n')
    assert ir(project)["program"]["endpoints"][1]["name"] == "users"


def test_with_an_error_there_is_no_document(project: Project) -> None:
    project.write(again=CONFLICT)
    result = project.flashc("ir", "src")
    assert (result.exit_code, result.out) == (1, "")
    assert "error: 1 error; nothing is given" in result.err


def test_the_schema_is_printed(project: Project) -> None:
    result = project.flashc("ir", "--schema")
    assert result.exit_code == 0
    assert result.document == validator().schema


def test_without_sources_it_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ir"]) == 2
    assert "missing argument 'SRC...'" in capsys.readouterr().err
