"""Several independent projects in one call: each as it is by itself, all in one output folder."""

from collections.abc import Mapping

import pytest

from cli.project import Project
from cli.test_ir import validator

SERVICE = """\
from tetra_rp import LiveLoadBalancer, remote

from {helper} import LEVEL

api = LiveLoadBalancer(name="{name}")


@remote(api, method="GET", path="/level")
def level():
    return LEVEL
"""


def service(name: str, helper: str = "levels") -> str:
    return SERVICE.format(name=name, helper=helper)


@pytest.fixture
def three(project: Project) -> Project:
    """Three projects below `work`: beside one another, with modules of the same names."""
    project.place("work/one/main.py", service("one"))
    project.place("work/one/levels.py", "LEVEL = 1\n")
    project.place("work/two/main.py", service("two"))
    project.place("work/two/levels.py", "LEVEL = 2\n")
    project.place("work/three/src/app/main.py", service("three", "app.levels"))
    project.place("work/three/src/app/levels.py", "LEVEL = 3\n")
    project.place("work/three/pyproject.toml", "[project]\nname = 'three'\nversion = '1'\n")
    project.place("work/setup.py", "import setuptools\n")
    return project


def test_one_call_builds_what_a_call_for_each_builds(three: Project) -> None:
    result = three.flashc("work", "-o", "build")
    assert (result.exit_code, result.err) == (0, "")
    assert [line.split()[0] for line in result.out.splitlines()] == ["one", "three", "two"]
    for name in ("one", "two", "three"):
        three.flashc(f"work/{name}", "-o", f"alone/{name}")
        assert worker(three.tree(), name) == worker(three.tree(f"alone/{name}"), name)
    assert "three/src/app/levels.py" in three.tree()


def worker(tree: Mapping[str, bytes], name: str) -> Mapping[str, bytes]:
    found = {path: content for path, content in tree.items() if path.startswith(f"{name}/")}
    assert f"{name}/src/{name}_worker/app.py" in found
    return found


def test_what_is_committed_is_compared_over_all_projects(three: Project) -> None:
    three.flashc("work", "-o", "build")
    assert three.flashc("work", "-o", "build", "--check").exit_code == 0
    three.place("work/two/levels.py", "LEVEL = 22\n")
    result = three.flashc("work", "-o", "build", "--check")
    assert result.exit_code == 1
    assert {line.split()[1] for line in result.out.splitlines() if line.startswith("changed")} == {
        "build/two/flashc.json",
        "build/two/src/levels.py",
    }


def test_an_endpoint_that_is_gone_from_one_project_leaves_the_build(three: Project) -> None:
    three.flashc("work", "-o", "build")
    three.place("work/two/main.py", service("deux"))
    result = three.flashc("work", "-o", "build")
    assert [line.split()[0] for line in result.out.splitlines()] == ["deux", "one", "three", "two"]
    assert not any(path.startswith("two/") for path in three.tree())


def test_only_one_is_written_when_only_one_is_wanted(three: Project) -> None:
    three.flashc("work", "-o", "build", "--only", "three")
    assert {path.split("/")[0] for path in three.tree() if "/" in path} == {"three"}
    unknown = three.flashc("work", "-o", "build", "--only", "tree")
    assert (unknown.exit_code, "did you mean `three`?" in unknown.err) == (2, True)


def test_questions_are_answered_over_all_projects(three: Project) -> None:
    listed = three.flashc("routes", "work").out.splitlines()
    assert [line.split() for line in listed[1:]] == [
        ["GET", "/level", "one", "main.level"],
        ["GET", "/level", "three", "app.main.level"],
        ["GET", "/level", "two", "main.level"],
    ]
    answer = three.flashc("why", "two", "levels", "work")
    assert (answer.exit_code, "work/two/main.py:3:6" in answer.out) == (0, True)
    assert three.flashc("why", "three", "levels", "work").exit_code == 2
    endpoints = three.flashc("ir", "work").document["program"]["endpoints"]
    assert [one["name"] for one in endpoints] == ["one", "three", "two"]
    workers = three.flashc("ir", "work", "--stage", "plan").document["workers"]
    assert len(workers) == 3
    said = three.flashc("check", "work", "-v").err
    assert "read work/one/levels.py\nread work/one/main.py\n" in said
    assert said.count("time: ") == 1


def test_places_in_several_projects_are_told_apart_by_their_roots(three: Project) -> None:
    program = three.flashc("ir", "work").document
    places = [one["resource"]["place"] for one in program["program"]["endpoints"]]
    assert [(place["root"], place["path"]) for place in places] == [
        ("one", "main.py"),
        ("three/src", "app/main.py"),
        ("two", "main.py"),
    ]
    assert {one["routes"][0]["place"]["root"] for one in program["program"]["endpoints"]} == {
        "one",
        "three/src",
        "two",
    }
    planned = three.flashc("ir", "work", "--stage", "plan").document
    assert [one["root"] for one in planned["workers"]] == ["one", "three/src", "two"]
    for document in (program, planned):
        validator().validate(document)
    # However the projects are named, the document is the same.
    named = three.flashc("ir", "work/two", "work/three", "./work/one/").document
    assert named == program
    # One project alone has nothing to be told apart from.
    alone = three.flashc("ir", "work/two").document["program"]["endpoints"][0]
    assert alone["resource"]["place"]["root"] == "."


@pytest.mark.parametrize("format_", ["text", "json", "github", "sarif"])
def test_mistakes_of_every_project_are_reported_with_their_places(
    three: Project, format_: str
) -> None:
    for name in ("one", "two"):
        three.place(f"work/{name}/main.py", service(name).replace('"GET"', '"GTE"'))
    result = three.flashc("work", "-o", "build", "--format", format_)
    said = result.out + result.err
    assert result.exit_code == 1
    assert "work/one/main.py" in said
    assert "work/two/main.py" in said
    assert not (three.folder / "build").exists()


@pytest.mark.parametrize("name", ["one", "One", "o-n-e"])
def test_one_name_in_two_projects_is_one_error_that_names_both_places(
    three: Project, name: str
) -> None:
    three.place("work/two/main.py", service(name))
    result = three.flashc("check", "work")
    is_taken = name != "o-n-e"
    assert result.exit_code == int(is_taken)
    assert result.err.count("error[FC503]") == int(is_taken)
    if is_taken:
        assert " work/two/main.py:5:29" in result.err
        assert " work/one/main.py:5:29" in result.err


def test_a_project_without_endpoints_is_no_mistake_beside_others(three: Project) -> None:
    assert three.flashc("check", "work").err == ""
    for name in ("one/main", "two/main", "three/src/app/main"):
        three.place(f"work/{name}.py", "from levels import LEVEL\n")
    result = three.flashc("check", "work")
    assert result.err.count("error[FC201]") == 1
    for path in ("work/setup.py", "work/one/main.py", "work/three/src/app/main.py"):
        assert f"  = note: {path}: " in result.err


# --- Configuration and requirements ---


def test_each_project_has_its_nearest_configuration(three: Project) -> None:
    three.place("work/flash.toml", '[endpoint.one]\nworkersMax = 7\n[lints]\nFC701 = "off"\n')
    three.place("work/two/flash.toml", "[endpoint.two]\nworkersMax = 9\n")
    three.place("work/three/flash.toml", 'root = "src"\npython = "3.13"\n')
    result = three.flashc("work", "-o", "build")
    assert (result.exit_code, result.err) == (0, "")
    assert b'"workersMax": 7' in three.tree()["one/flashc.json"]
    assert b'"workersMax": 9' in three.tree()["two/flashc.json"]
    assert b"python:3.13" in three.tree()["three/Dockerfile"]
    assert "three/src/app/main.py" in three.tree()


def test_files_without_imports_belong_to_the_project_whose_file_is_nearest(
    project: Project,
) -> None:
    plain = service("{}").replace("from levels import LEVEL\n", "LEVEL = 0\n")
    for name, marker in (("a", "flash.toml"), ("b", "pyproject.toml"), ("c", "setup.cfg")):
        project.place(f"work/{name}/main.py", plain.replace("{}", name))
        project.place(f"work/{name}/{marker}", "")
    assert project.flashc("work", "-o", "build").exit_code == 0
    assert {"a/src/main.py", "b/src/main.py", "c/src/main.py"} <= project.tree().keys()


def test_a_module_beside_src_belongs_to_the_project_too(project: Project) -> None:
    project.place("work/src/app/main.py", service("app", "app.levels"))
    project.place("work/src/app/levels.py", "LEVEL = 1\n")
    project.place("work/scripts/daily/report.py", "print('no endpoint')\n")
    assert project.flashc("work", "-o", "build").exit_code == 0
    assert "app/src/app/main.py" in project.tree()


def test_a_table_is_about_nothing_only_if_no_project_of_the_file_declares_it(
    three: Project,
) -> None:
    tables = "[endpoint.one]\nworkersMax = 1\n[endpoint.two]\nworkersMax = 1\n"
    three.place("work/flash.toml", tables)
    assert three.flashc("check", "work").err == ""
    three.place("work/flash.toml", f"{tables}[endpoint.four]\nworkersMax = 1\n")
    assert three.flashc("check", "work").err.count("no endpoint `four`\n") == 1


def test_a_requirement_is_unused_only_if_no_project_of_the_file_needs_it(three: Project) -> None:
    three.place("work/requirements.txt", "numpy\nrich\n")
    three.place("work/one/levels.py", "import numpy\nLEVEL = 1\n")
    three.place("work/two/levels.py", "import rich\nLEVEL = 1\n")
    assert "FC612" not in three.flashc("check", "work").err
    three.place("work/requirements.txt", "numpy\nrich\nsix\n")
    said = three.flashc("check", "work").err
    assert "no endpoint imports `six`, so it is in no worker" in said


def test_a_configuration_that_no_project_has_is_not_lost_without_a_word(three: Project) -> None:
    three.place("work/flash.toml", 'python = "3.12"\n')
    for name in ("one", "two", "three"):
        three.place(f"work/{name}/flash.toml", "")
    assert "FC659" not in three.flashc("check", "work").err
    (three.folder / "work/setup.py").unlink()
    assert "warning[FC659]: `work/flash.toml` is not used" in three.flashc("check", "work").err


def test_a_configuration_that_cannot_be_read_stops_all_and_shows_its_line(three: Project) -> None:
    three.place("work/two/flash.toml", "python = \n")
    result = three.flashc("work", "-o", "build")
    assert (result.exit_code, "work/two/flash.toml:1:" in result.err) == (1, True)
    assert not (three.folder / "build").exists()


def test_one_root_for_all_is_one_project(three: Project) -> None:
    result = three.flashc("check", "work", "--root", "work")
    assert result.exit_code == 1
    assert "Cannot import module 'app.levels'" in result.err
