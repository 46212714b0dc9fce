"""On which Python a worker runs, and what is said where two places disagree."""

import json

import pytest

from cli.project import Project
from environments import REPOSITORY
from flashc.cli import main

SERVICE = """\
from tetra_rp import LiveLoadBalancer, remote

api = LiveLoadBalancer(name="api"{more})


@remote(api, method="GET", path="/a")
def a():
    return 1
"""
NEW = "type Number = int\n" + SERVICE


@pytest.fixture
def one(project: Project) -> Project:
    for name in ("users", "orders"):
        (project.folder / f"src/{name}.py").unlink()
    project.write(service=SERVICE.format(more=""))
    return project


def image(project: Project, *options: str) -> str:
    result = project.flashc("ir", "src", "--stage", "plan", *options)
    assert result.exit_code == 0, result.err
    (worker,) = json.loads(result.out)["workers"]
    assert worker["image"]["base"] == f"python:{worker['image']['python']}-slim"
    return str(worker["image"]["python"])


def findings(project: Project, *options: str) -> list[tuple[str, str]]:
    result = project.flashc("check", "src", "--format", "json", *options)
    return [(d["severity"], d["code"]) for d in json.loads(result.out)["diagnostics"]]


@pytest.mark.parametrize(
    ("files", "options", "python"),
    [
        ({}, (), "3.11"),
        ({}, ("--python", "3.13"), "3.13"),
        ({"flash.toml": 'python = "3.12"\n'}, (), "3.12"),
        ({"flash.toml": 'python = "3.12"\n'}, ("--python", "3.13"), "3.13"),
        ({"flash.toml": '[endpoint.api]\npython = "3.12"\n'}, (), "3.12"),
        ({"flash.toml": 'python = "3.13"\n[endpoint.api]\npython = "3.13"\n'}, (), "3.13"),
        ({".python-version": "3.12\n"}, (), "3.12"),
        ({".python-version": "3.13.1\n3.12\n"}, (), "3.13"),
        ({".python-version": "# for everybody\ncpython-3.12.4\n"}, (), "3.12"),
        ({".python-version": "my-environment\n"}, (), "3.11"),
        ({".python-version": "3.12\n", "flash.toml": 'python = "3.12"\n'}, (), "3.12"),
        ({"pyproject.toml": '[project]\nrequires-python = ">=3.8"\n'}, (), "3.11"),
        ({"pyproject.toml": '[project]\nrequires-python = ">=3.12.4,<4"\n'}, (), "3.12"),
        ({"pyproject.toml": '[project]\nrequires-python = "==3.13.*"\n'}, (), "3.13"),
        ({"pyproject.toml": '[project]\nrequires-python = "not one"\n'}, (), "3.11"),
        (
            {
                "pyproject.toml": '[project]\nrequires-python = ">=3.11"\n',
                ".python-version": "3.13",
            },
            (),
            "3.13",
        ),
        ({"pyproject.toml": '[tool.poetry.dependencies]\npython = "^3.12"\n'}, (), "3.12"),
        ({"pyproject.toml": '[tool.poetry.dependencies]\npython = "~3.13"\n'}, (), "3.13"),
    ],
)
def test_the_image_is_of_the_version_that_is_asked_for(
    one: Project, files: dict[str, str], options: tuple[str, ...], python: str
) -> None:
    for name, text in files.items():
        one.place(name, text)
    assert image(one, *options) == python
    assert findings(one, *options) == []


def test_a_resource_says_its_own(one: Project) -> None:
    one.write(service=SERVICE.format(more=', python_version="3.13"'))
    assert image(one) == "3.13"


def test_each_endpoint_has_its_own_python(one: Project) -> None:
    more = SERVICE.format(more=', python_version="3.13"').replace('"api"', '"other"')
    one.write(other=more.replace("/a", "/b"))
    result = one.flashc("ir", "src", "--stage", "plan")
    workers = json.loads(result.out)["workers"]
    assert {w["endpoint"]: w["image"]["python"] for w in workers} == {
        "api": "3.11",
        "other": "3.13",
    }


RESOURCE = ', python_version="3.12"'


@pytest.mark.parametrize(
    ("more", "files", "options", "expected"),
    [
        (RESOURCE, {"flash.toml": 'python = "3.13"\n'}, (), [("error", "FC660")]),
        (RESOURCE, {}, ("--python", "3.13"), [("error", "FC660")]),
        (RESOURCE, {".python-version": "3.13\n"}, (), [("warning", "FC660")]),
        (
            "",
            {"flash.toml": 'python = "3.12"\n', ".python-version": "3.13"},
            (),
            [("warning", "FC660")],
        ),
        (
            "",
            {"flash.toml": 'python = "3.12"\n', ".python-version": "3.13"},
            ("--python", "3.14"),
            [],
        ),
        (
            RESOURCE,
            {"pyproject.toml": '[project]\nrequires-python = ">=3.13"\n'},
            (),
            [("error", "FC660")],
        ),
        (
            "",
            {
                "pyproject.toml": '[project]\nrequires-python = "<3.13"\n',
                ".python-version": "3.13\n",
            },
            (),
            [("error", "FC660")],
        ),
        (
            "",
            {"pyproject.toml": '[project]\nrequires-python = ">=3.12"\n'},
            ("--python", "3.11"),
            [("error", "FC660")],
        ),
        (
            "",
            {"pyproject.toml": '[project]\nrequires-python = "<3.11"\n'},
            (),
            [("error", "FC661")],
        ),
        (', python_version="3.10"', {}, (), [("error", "FC661")]),
        (', python_version="3.12.1"', {}, (), [("error", "FC661")]),
        ("", {".python-version": "3.9\n"}, (), [("error", "FC661")]),
        ("", {"flash.toml": 'python = "3.10"\n'}, (), [("error", "FC653")]),
    ],
)
def test_what_contradicts_or_cannot_be_is_reported_once(
    one: Project, more: str, files: dict[str, str], options: tuple[str, ...], expected: object
) -> None:
    one.write(service=SERVICE.format(more=more))
    for name, text in files.items():
        one.place(name, text)
    assert findings(one, *options) == expected


def test_an_unknown_version_of_a_resource_is_settled_in_the_file_or_by_option(one: Project) -> None:
    more = ', python_version=os.getenv("PYTHON", "3.12")'
    one.write(service="import os\n" + SERVICE.format(more=more))
    assert findings(one) == [("error", "FC235")]
    assert image(one, "--define", "PYTHON=3.13") == "3.13"
    one.place("flash.toml", '[endpoint.api]\npython = "3.14"\n')
    assert image(one) == "3.14"


@pytest.mark.parametrize("python", ["3.10", "3", "3.15", "python3.12", ""])
def test_an_option_that_no_worker_runs_on_is_wrong_usage(
    python: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", "src", "--python", python]) == 2
    assert f"workers cannot run on Python `{python}`" in capsys.readouterr().err


def test_syntax_is_held_to_the_python_of_the_endpoint_that_ships_it(one: Project) -> None:
    one.write(service=NEW.format(more=""))
    severities = findings(one)
    assert ("error", "FC106") in severities
    assert "error" not in {severity for severity, _ in findings(one, "--python", "3.12")}


def test_a_module_that_no_worker_ships_may_be_of_any_python(one: Project) -> None:
    one.write(tools="type Number = int\n")
    assert "FC106" not in {code for _, code in findings(one)}


def test_requirements_are_chosen_for_the_python_of_each_endpoint(one: Project) -> None:
    one.place(
        "requirements.txt",
        'idna>=3; python_version < "3.12"\nidna>=3.6; python_version >= "3.12"\n',
    )
    one.write(service=SERVICE.format(more="") + "\n\nimport idna\n")
    old = one.flashc("ir", "src", "--stage", "plan").document["workers"][0]["requirements"]
    new = one.flashc("ir", "src", "--stage", "plan", "--python", "3.12").document["workers"][0]
    assert any(line.startswith("idna>=3.6") for line in new["requirements"])
    assert old != new["requirements"] or any("python_version" in line for line in old)


def test_a_typed_dictionary_of_typing_is_one_from_312_on(one: Project) -> None:
    source = """\
from typing import TypedDict

from tetra_rp import LiveLoadBalancer, remote

api = LiveLoadBalancer(name="api")


class Point(TypedDict):
    x: int


@remote(api, method="POST", path="/a")
def a(point: Point, scale: int = 1):
    return point
"""
    one.write(service=source)
    assert findings(one) == [("warning", "FC404")]
    assert findings(one, "--python", "3.12") == []


def test_the_readme_names_the_versions_that_there_are() -> None:
    text = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    assert "3.11 to 3.14" in text


@pytest.mark.parametrize(
    ("options", "expected"),
    [(("--python", "3.11"), []), (("--python", "3.12"), [("error", "FC601")])],
)
def test_a_module_that_left_the_standard_library_is_told_of_where_it_left(
    one: Project, options: tuple[str, ...], expected: list[tuple[str, str]]
) -> None:
    one.write(service="import imp\n" + SERVICE.format(more=""))
    (one.folder / "requirements.txt").write_text("six\n", encoding="utf-8")
    found = findings(one, *options)
    assert [each for each in found if each[1] == "FC601"] == expected


@pytest.mark.parametrize(("python", "expected"), [("3.11", [("error", "FC602")]), ("3.12", [])])
def test_a_module_may_take_the_name_of_one_that_left(
    one: Project, python: str, expected: list[tuple[str, str]]
) -> None:
    one.write(service="import imp\n" + SERVICE.format(more=""), imp="x = 1\n")
    assert findings(one, "--python", python) == expected
