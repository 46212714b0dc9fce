"""A small change of the user's program is a small change of the worker."""

import dataclasses
import difflib
import json

from emitters.plans import body, field, handler, literal, model, named, passed, path, plan, query
from flashc.ir.plan.handlers import Handler
from flashc.ir.plan.worker import UserFile, WorkerPlan
from flashc_emitters import emit


def texts(worker: WorkerPlan) -> dict[str, str]:
    return {file.path: file.content.decode() for file in emit(worker).files}


def changes(before: WorkerPlan, after: WorkerPlan) -> dict[str, list[str]]:
    """Return per file the lines that a diff shows as removed (-) or added (+)."""
    old, new = texts(before), texts(after)
    return {
        name: [
            line
            for line in difflib.ndiff(old[name].split("\n"), new[name].split("\n"))
            if line[0] in "+-"
        ]
        for name in sorted(old)
        if old[name] != new[name]
    }


def get(name: str) -> Handler:
    return handler("GET", f"/{name}/{{x}}", name, path("x", named("int")), query("q", named("str")))


def post(name: str) -> Handler:
    return handler(
        "POST", f"/{name}", name, body(f"{name.title()}Body"), passed=(passed("n", "body.n"),)
    )


def worker(*names: str, default: int = 1) -> WorkerPlan:
    bodies = tuple(
        model(f"{name.title()}Body", field("n", named("int"), literal(default))) for name in names
    )
    return plan(get("first"), *(post(name) for name in names), models=bodies)


def test_a_comment_in_the_users_module_changes_that_modules_digest_alone() -> None:
    before = worker("b")
    after = dataclasses.replace(
        before, user_files=(UserFile(path="user_service.py", content=b"# A comment.\n"),)
    )
    found = changes(before, after)
    assert list(found) == ["flashc.json", "src/user_service.py"]
    assert len(found["flashc.json"]) == 2
    assert all('"src/user_service.py": ' in line for line in found["flashc.json"])


def test_a_changed_default_is_one_line_and_what_documents_it() -> None:
    found = changes(worker("b"), worker("b", default=2))
    assert list(found) == ["README.md", "flashc.json", "src/user_service_worker/models.py"]
    assert found["src/user_service_worker/models.py"] == ["-     n: int = 1", "+     n: int = 2"]
    assert len(found["README.md"]) == 2


def test_another_route_adds_lines_and_moves_none() -> None:
    for before, after in (
        (("b",), ("b", "c")),
        (("c",), ("b", "c")),
        (("b", "d"), ("b", "c", "d")),
    ):
        found = changes(worker(*before), worker(*after))
        for name in ("app.py", "models.py", "__init__.py"):
            lines = found[f"src/user_service_worker/{name}"]
            assert [line for line in lines if line[0] == "-"] == []
        assert [line for line in found["README.md"] if line[0] == "-"] == []


def test_a_second_function_adds_one_line_to_what_the_worker_owns() -> None:
    found = changes(plan(get("first")), plan(get("first"), get("second")))
    assert found["src/user_service_worker/__init__.py"] == ['+             "second",']


def test_the_manifest_lists_every_other_file() -> None:
    files = texts(worker("b"))
    manifest = json.loads(files["flashc.json"])
    assert set(manifest["files"]) == set(files) - {"flashc.json"}
    assert list(manifest) == [
        "schema",
        "endpoint",
        "slug",
        "package",
        "live",
        "resource",
        "image",
        "requirements",
        "routes",
        "calls",
        "files",
    ]
