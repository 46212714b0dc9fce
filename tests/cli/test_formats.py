"""`--format github` and `--format sarif`, end to end."""

import json

import pytest

from cli.project import CONFLICT, ORDERS, Project

LINT = ORDERS.replace("order_id: str", "order_id: str, why")


def test_github_gets_an_annotation_for_each_finding(project: Project) -> None:
    project.write(again=CONFLICT, orders=LINT)
    result = project.flashc("check", "src", "--format", "github")
    assert result.exit_code == 1
    first, second = result.out.splitlines()
    assert first.startswith("::warning file=src/orders.py,line=7,")
    assert second.startswith("::error file=src/users.py,line=")
    assert "Route conflict detected: POST /users defined twice" in second
    assert "%0Asrc/again.py:5:" in second
    assert result.err == "error: 1 error, 1 warning\n"


def test_a_build_for_github_still_says_what_became_of_each_endpoint(project: Project) -> None:
    result = project.flashc("src", "-o", "build", "--format", "github")
    assert result.out.startswith("orders  1 route   build/orders  created\n")


def test_github_gets_an_annotation_for_each_file_that_differs(project: Project) -> None:
    project.flashc("src", "-o", "build")
    project.place("build/users/README.md", "mine")
    project.write(orders=ORDERS.replace("/orders/", "/order/"))
    result = project.flashc("src", "-o", "build", "--check", "--format", "github")
    assert result.exit_code == 1
    lines = result.out.splitlines()
    assert all(line.startswith("::error") for line in lines)
    assert any(line.startswith("::error file=build/users/README.md::") for line in lines)
    assert "help: make the edits in your sources" in lines[-1]


def test_github_sees_what_stands_in_the_way(project: Project) -> None:
    project.place("build/users/thesis.txt", "mine")
    result = project.flashc("src", "-o", "build", "--format", "github")
    assert result.out.startswith("::error::`build/users` is in the way")


def test_quiet_annotates_errors_only(project: Project) -> None:
    project.write(orders=LINT)
    result = project.flashc("check", "src", "--format", "github", "-q")
    assert (result.out, result.err) == ("", "")


def test_sarif_is_one_document_and_nothing_beside_it(project: Project) -> None:
    project.write(again=CONFLICT, orders=LINT)
    result = project.flashc("check", "src", "--format", "sarif")
    assert (result.exit_code, result.err) == (1, "")
    (run,) = result.document["runs"]
    assert [one["ruleId"] for one in run["results"]] == ["FC701", "FC304"]
    assert run["invocations"][0]["executionSuccessful"] is True


@pytest.mark.parametrize("extra", [(), ("--check",)])
def test_sarif_of_a_build_without_findings(project: Project, extra: tuple[str, ...]) -> None:
    project.flashc("src", "-o", "build")
    result = project.flashc("src", "-o", "build", "--format", "sarif", *extra)
    assert (result.exit_code, result.err) == (0, "")
    assert result.document["runs"][0]["results"] == []


def test_sarif_holds_the_differences_as_notifications(project: Project) -> None:
    project.flashc("src", "-o", "build")
    project.place("build/users/README.md", "mine")
    result = project.flashc("src", "-o", "build", "--check", "--format", "sarif")
    assert result.exit_code == 1
    (invocation,) = result.document["runs"][0]["invocations"]
    (said,) = invocation["toolExecutionNotifications"]
    assert said["message"]["text"].startswith("`build/users/README.md` is not what")


def test_a_document_holds_no_path_of_the_machine(project: Project) -> None:
    project.write(again=CONFLICT)
    text = project.flashc("check", "src", "--format", "sarif").out
    assert str(project.folder) not in text
    assert json.loads(text)["runs"][0]["artifacts"][0]["location"]["uri"] == "src/again.py"


@pytest.mark.parametrize("format_", ["github", "sarif"])
def test_a_list_of_routes_has_no_such_format(project: Project, format_: str) -> None:
    assert project.flashc("routes", "src", "--format", format_).exit_code == 2
