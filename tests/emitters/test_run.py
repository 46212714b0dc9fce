"""The emitted worker answers as the user's functions do."""

import json
import re
import shlex
from collections.abc import Iterator
from typing import Any

import pytest

from emitters.everything import everything, written
from emitters.running import Running, running
from flashc_emitters import emit


@pytest.fixture(scope="module")
def worker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = written(tmp_path_factory.mktemp("worker"))
    with running(folder, "user_service_worker") as started:
        yield started


@pytest.mark.parametrize(
    ("method", "target", "sent", "answer"),
    [
        (
            "GET",
            "/users",
            None,
            {"limit": 10, "tags": ["a"], "since": "2020-01-02", "kind": "x"},
        ),
        (
            "GET",
            "/users?limit=3&tags=b&tags=c&since=2030-01-31&kind=it%27s",
            None,
            {"limit": 3, "tags": ["b", "c"], "since": "2030-01-31", "kind": "it's"},
        ),
        (
            "POST",
            "/users",
            {"name": "C", "email": "c@example.com"},
            {"name": "C", "email": "c@example.com", "data": {"a": 1}, "json": None},
        ),
        (
            "POST",
            "/users",
            {"name": "C", "email": "c", "data": {"b": [2]}, "json": "j"},
            {"name": "C", "email": "c", "data": {"b": [2]}, "json": "j"},
        ),
        ("PUT", "/users/7", None, {"user_id": 7, "name": None, "email": None}),
        ("PUT", "/users/7", {"email": "e"}, {"user_id": 7, "name": None, "email": "e"}),
        ("PATCH", "/users/7", None, {"user_id": 7, "colour": "red", "others": {}}),
        (
            "PATCH",
            "/users/7",
            {"colour": "blue", "json": 1, "copy": [2], "self": 3},
            {"user_id": 7, "colour": "blue", "others": {"json": 1, "copy": [2], "self": 3}},
        ),
        ("POST", "/items", {"name": "n"}, {"is_item": True, "item": {"name": "n", "size": 1}}),
        ("POST", "/items/maybe", None, None),
        ("POST", "/items/maybe", {"name": "n"}, {"name": "n", "size": 1}),
        ("POST", "/items/own", None, {"name": "default", "size": 1}),
        ("POST", "/items/own", {"name": "n", "size": 2}, {"name": "n", "size": 2}),
        (
            "GET",
            "/search?q=a%20b&ids=1&ids=2&from=y",
            None,
            {"q": "a b", "ids": [1, 2], "from": "y"},
        ),
        ("DELETE", "/files/a/b.txt", None, "a/b.txt"),
        ("GET", "/mode", None, 'it\'s "fast"\n{{ x }}'),
    ],
)
def test_arguments_arrive(
    worker: Running, method: str, target: str, sent: Any, answer: Any
) -> None:
    got = worker.ask(method, target, None if sent is None else json.dumps(sent))
    assert (got.status, json.loads(got.text)) == (200, answer)


@pytest.mark.parametrize(
    ("method", "target", "sent"),
    [
        ("PUT", "/users/abc", {}),
        ("POST", "/users", {"name": "C"}),
        # The alias is the only name on the wire.
        ("POST", "/users", {"name": "C", "email": "c", "json": 1}),
        # In the path already: the function would get it twice.
        ("PATCH", "/users/7", {"user_id": 8}),
        ("GET", "/search?q=a&ids=x", None),
        ("GET", "/search?q=a", None),
        ("GET", "/users?kind=other", None),
        ("POST", "/items", None),
    ],
)
def test_what_does_not_fit_is_refused(worker: Running, method: str, target: str, sent: Any) -> None:
    got = worker.ask(method, target, None if sent is None else json.dumps(sent))
    assert got.status == 422, got.text


def test_a_model_reads_no_field_by_its_generated_name(worker: Running) -> None:
    sent = {"name": "C", "email": "c", "json_": "ignored"}
    assert json.loads(worker.ask("POST", "/users", json.dumps(sent)).text)["json"] is None


@pytest.mark.parametrize("target", ["/slowly?n=2", "/count?n=2"])
def test_generators_stream_json_lines(worker: Running, target: str) -> None:
    got = worker.ask("GET", target)
    assert (got.status, got.kind) == (200, "application/jsonl")
    assert len([json.loads(line) for line in got.text.splitlines() if line]) == 2


def test_every_request_of_the_readme_is_accepted(worker: Running) -> None:
    files = {file.path: file.content.decode() for file in emit(everything()).files}
    commands = re.findall(r"^curl .*$", files["README.md"], re.MULTILINE)
    assert len(commands) == len(everything().app.handlers)
    for command in commands:
        words = shlex.split(command)
        method = words[words.index("-X") + 1] if "-X" in words else "GET"
        body = words[words.index("-d") + 1] if "-d" in words else None
        address = next(word for word in words if word.startswith("http://localhost:8000/"))
        # Only the user's own program knows what a model of its own accepts.
        if not address.endswith("/items"):
            got = worker.ask(method, address.removeprefix("http://localhost:8000"), body)
            assert got.status == 200, (command, got)


def test_the_document_shows_docstrings_and_literal_defaults(worker: Running) -> None:
    paths = json.loads(worker.ask("GET", "/openapi.json").text)["paths"]
    shown = paths["/users"]["get"]
    assert shown["operationId"] == "list_users"
    assert shown["description"] == "List the users.\n\nNewest first."
    defaults = {each["name"]: each["schema"].get("default") for each in shown["parameters"]}
    assert defaults == {"limit": 10, "tags": None, "since": None, "kind": "x"}


def test_importing_the_worker_warns_of_nothing(tmp_path: Any) -> None:
    import subprocess
    import sys

    folder = written(tmp_path)
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", "import user_service_worker.app"],
        cwd=folder,
        env={"PYTHONPATH": "src", "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
