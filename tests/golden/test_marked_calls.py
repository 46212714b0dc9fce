"""The program in `fixtures/pytest/marked_bodies`: one worker calls what FastAPI's markers describe.

Fields, files, whole and embedded bodies arrive at the other worker as FastAPI reads them there.
"""

import contextlib
import io
import json
import shutil
from collections.abc import Iterator
from typing import Any

import pytest

from environments import REPOSITORY, Shared
from flashc.cli import main
from golden.worker import Worker, running

PROGRAM = REPOSITORY / "fixtures" / "pytest" / "marked_bodies"
ANSWERS = {
    "whole": 'großer " Text',
    "embedded": "x",
    "several": [[3, ["a", "b"]], [4, ["none"]]],
    "page": {"title": "7 one True", "lines": ["x"]},
    "fields": [
        ["Ö & Co", ["a=b", "c"], True, "l", {"x": 1}, [1, 2]],
        ["x", [], False, "s", None, []],
        ["x", ["one"], False, "s", None, []],
    ],
    "login": {"name": "me", "groups": [1, 2], "note": None},
    "files": [[2, ["first", "second"], "t"], [0, ["only"], "untitled"]],
    "forget": [[["a", "b"], True], [[], False]],
}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, shared: Shared) -> Iterator[Worker]:
    """Compile both endpoints, start them, and give the one that calls the other."""
    folder = tmp_path_factory.mktemp("marked")
    shutil.copytree(PROGRAM, folder / "src")
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        assert main([str(folder / "src"), "-o", str(folder / "build")]) == 0, said.getvalue()
    with running(folder / "build/press", shared) as press:
        address = f"http://127.0.0.1:{press.port}"
        with running(folder / "build/desk", shared, FLASH_ENDPOINT_URL_PRESS=address) as worker:
            yield worker


def get(worker: Worker, target: str) -> Any:
    answer = worker.ask("GET", target)
    assert answer.status == 200, worker.log
    return json.loads(answer.body)


def test_every_kind_of_body_arrives_as_it_was_given(desk: Worker) -> None:
    assert get(desk, "/all") == ANSWERS


def test_a_body_that_a_dependency_reads_is_refused_before_anything_is_sent(desk: Worker) -> None:
    assert get(desk, "/refused") == (
        "by_kind: the dependency of kind reads the body of the request, and a call cannot send its "
        "part; send the request with an HTTP client"
    )
