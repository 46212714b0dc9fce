"""An application of the project's own is named, and nothing is written for it."""

import json

import pytest

from cli.project import Project

APPLICATION = """\
import fastapi
from fastapi import FastAPI as Web

from users import get_user


def make() -> Web:
    return fastapi.FastAPI()


app = make()
"""


@pytest.fixture
def mother(project: Project) -> Project:
    project.write(main=APPLICATION, plain="# FastAPI\nFastAPI = dict\nnone = FastAPI()\n")
    return project


def test_a_build_and_a_check_name_it(mother: Project) -> None:
    for command in (("src", "-o", "build"), ("check", "src")):
        result = mother.flashc(*command)
        assert result.exit_code == 0
        assert "src/main.py  an application of your own, left as it is" in " ".join(
            result.out.split("\n")
        ).replace("   ", "  ")
        assert "plain" not in result.out
        document = json.loads(mother.flashc(*command, "--format", "json").out)
        assert document["applications"] == [{"path": "src/main.py", "module": "main"}]
    assert not any("main" in path.split("/") for path in mother.tree())


def test_without_one_there_is_nothing_to_name(project: Project) -> None:
    assert "application" not in project.flashc("check", "src").out
    document = json.loads(project.flashc("check", "src", "--format", "json").out)
    assert document["applications"] == []


def test_the_program_places_it(mother: Project) -> None:
    (one,) = mother.flashc("ir", "src").document["program"]["applications"]
    assert (one["module"], one["place"]["path"], one["place"]["line"]) == ("main", "main.py", 8)
