"""`flashc SRC... -o DIR --format json`: what the document of a build says."""

from cli.project import CONFLICT, JOBS, Project


def test_the_document_of_a_build_holds_endpoints_routes_and_what_happened(
    project: Project,
) -> None:
    project.write(jobs=JOBS)
    project.flashc("src", "-o", "build/", "--only", "users")
    result = project.flashc("src", "-o", "build/", "--format", "json")
    assert (result.exit_code, result.err) == (0, "")
    document = result.document
    assert (document["schema"], document["command"], document["exit_code"]) == (1, "build", 0)
    orders, users, jobs = document["endpoints"]
    assert (orders["name"], orders["folder"], orders["status"]) == (
        "orders",
        "build/orders",
        "created",
    )
    assert orders["routes"] == [
        {
            "method": "DELETE",
            "path": "/orders/{order_id}",
            "function": "orders.cancel",
            "operation_id": "cancel",
            "docstring": None,
        }
    ]
    assert users["status"] == "unchanged"
    assert jobs == {"name": "jobs", "kind": "queue", "status": "not emitted"}


def test_the_document_of_a_failed_build_holds_what_failed(project: Project) -> None:
    project.write(again=CONFLICT)
    result = project.flashc("src", "-o", "build", "--format", "json")
    assert (result.exit_code, result.err) == (1, "")
    (found,) = result.document["diagnostics"]
    assert found["code"] == "FC304"
    places = {place["path"] for place in (found["label"], *found["labels"])}
    assert places == {"src/again.py", "src/users.py"}
    assert result.document["counts"]["error"] == 1


def test_the_document_of_a_refused_write_holds_the_problems(project: Project) -> None:
    project.flashc("src", "-o", "build")
    project.place("build/users/README.md", "mine")
    result = project.flashc("src", "-o", "build", "--format", "json")
    assert (result.exit_code, result.err) == (1, "")
    (problem,) = result.document["problems"]
    assert (problem["kind"], problem["path"]) == ("edited", "build/users/README.md")
