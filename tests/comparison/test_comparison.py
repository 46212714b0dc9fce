"""Several hundred requests to the released SDK's handler and to our worker: each difference is meant."""

import json
import re
import shutil
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from comparison.asked import made_requests
from environments import REPOSITORY, Shared
from flashc.cli import main
from golden.worker import environment, python_of

HERE = REPOSITORY / "tests/comparison"
# The SDK, on the very versions that workers run on: only the handlers differ.
RELEASED = "runpod-flash==1.21.0\nfastapi>=0.165,<0.166\npydantic>=2.14,<3\npython-multipart\n"
# The modules whose functions both serve.
SERVED = ("service.py", "exchanges.py")
README = (REPOSITORY / "README.md").read_text(encoding="utf-8")
SECONDS = 600

Answer = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Seen:
    """A request, and what both answered."""

    asked: Mapping[str, Any]
    theirs: Answer
    ours: Answer


Rule = Callable[[Seen], bool]

# By the id of the row in differences.md: whether a difference is what the row is about.
RULES: dict[str, Rule] = {
    "literal-first": lambda seen: (
        unquote(seen.asked["target"]) == "/people/me"
        and (_json(seen.theirs), _json(seen.ours)) == ({"name": "me"}, {"name": "it is me"})
    ),
    "query-lists": lambda seen: (
        _path(seen.asked) == "/lists"
        and seen.theirs["status"] == 422
        and '"body"' in seen.theirs["body"]
    ),
    "delete-query": lambda seen: (
        seen.asked["method"] == "DELETE"
        and ("body" in seen.theirs["body"] or "force" in seen.asked["body"])
    )
    or (seen.asked["method"] == "DELETE" and "force" in seen.ours["body"]),
    "rest-of-the-body": lambda seen: (
        _path(seen.asked) == "/anything" and _missing(seen.theirs) == ["query", "payload"]
    ),
    "optional-body": lambda seen: (
        not seen.asked["body"] and _missing(seen.theirs) == ["body"] and seen.ours["status"] == 200
    ),
    "model-beside-others": lambda seen: (
        _path(seen.asked) == "/both" and _missing(seen.theirs) == ["query", "count"]
    ),
    "models-in-lists": lambda seen: (
        (_json(seen.theirs), _json(seen.ours)) == (["dict"], ["Item"])
    ),
    "decimals": lambda seen: (
        _path(seen.asked) == "/typed"
        and (_json(seen.theirs)["price"], _json(seen.ours)["price"]) == (1.5, "1.50")
    ),
    "not-a-number": lambda seen: (
        seen.theirs["status"] == 500
        and seen.ours["status"] == 200
        and None in _values(_json(seen.ours))
    ),
    "not-a-number-in-a-body": lambda seen: (
        any(number in seen.asked["body"] for number in ("NaN", "1e999"))
        and (seen.theirs["status"], seen.ours["status"]) == (500, 422)
    ),
    "half-surrogates": lambda seen: (
        "\\ud800" in seen.asked["body"]
        and (seen.theirs["status"], seen.ours["status"]) == (500, 400)
    ),
    "streams": lambda seen: (
        _path(seen.asked) in {"/count", "/count/later"}
        and seen.ours["type"] == "application/jsonl"
        and (seen.theirs["status"] == 500 or _json(seen.theirs) == _lines(seen.ours))
    ),
    "markers-in-bodies": lambda seen: (
        _path(seen.asked) == "/marked" and "x_token" in seen.asked["body"] + _sent(seen.asked)
    ),
    "optional-uploads": lambda seen: (
        _path(seen.asked) in {"/upload-if", "/file"}
        and seen.theirs["status"] in {422, 500}
        and seen.ours["status"] == 200
    ),
    "lists-in-forms": lambda seen: (
        _path(seen.asked) == "/upload" and 'name="tags"' in seen.asked["body"]
    ),
    "allowed-methods": lambda seen: (
        seen.theirs["status"] == seen.ours["status"] == 405
        and seen.theirs["body"] == seen.ours["body"]
        and _allowed(seen.theirs) < _allowed(seen.ours)
    ),
    "errors-are-json": lambda seen: (
        seen.theirs["status"] == seen.ours["status"] == 500
        and seen.theirs["type"].startswith("text/plain")
        and _json(seen.ours) == {"detail": "Internal Server Error"}
    ),
}


def _path(asked: Mapping[str, str]) -> str:
    return asked["target"].partition("?")[0]


def _json(answer: Answer) -> Any:
    is_json = answer["type"].partition(";")[0] == "application/json"
    return json.loads(answer["body"]) if is_json else None


def _lines(answer: Answer) -> list[Any]:
    return [json.loads(line) for line in answer["body"].splitlines()]


def _sent(asked: Mapping[str, Any]) -> str:
    """Give the names of the further headers, as parameters have them."""
    return " ".join(name.replace("-", "_") for name, _ in asked.get("headers", ()))


def _allowed(answer: Answer) -> set[str]:
    return set(answer["headers"]["allow"].split(", "))


def _values(found: Any) -> list[Any]:
    return list(found.values()) if isinstance(found, dict) else []


def _missing(answer: Answer) -> list[str] | None:
    """Give where the first problem of a 422 lies."""
    found = _json(answer)
    return found["detail"][0]["loc"] if answer["status"] == 422 else None


@pytest.fixture(scope="module")
def compared(tmp_path_factory: pytest.TempPathFactory, shared: Shared) -> list[Seen]:
    folder = tmp_path_factory.mktemp("compared")
    for name in (*SERVED, "released.py", "driver.py"):
        shutil.copy(HERE / name, folder / name)
    released = shared.environment(RELEASED)
    made = ran(released, "released.py", folder, ".", "service", "exchanges")
    assert made.returncode == 0, made.stderr
    (folder / "src").mkdir()
    for name in SERVED:
        shutil.copy(HERE / name, folder / "src")
    assert main([str(folder / "src"), "-o", str(folder / "build")]) == 0
    worker = folder / "build/compared"
    requests = made_requests()
    theirs = answers(released, "handler_compared", folder, ".", requests)
    ours = answers(
        python_of(worker, shared), "compared_worker.app", folder, worker / "src", requests
    )
    return [Seen(*one) for one in zip(requests, theirs, ours, strict=True)]


def ran(
    python: Path, script: str, folder: Path, path: str | Path, *more: str, text: str = ""
) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [str(python), "-W", "ignore", script, *more],
        cwd=folder,
        env=environment(PYTHONPATH=str(path)),
        input=text,
        capture_output=True,
        text=True,
        check=False,
        timeout=SECONDS,
    )


def answers(
    python: Path, module: str, folder: Path, path: str | Path, requests: list[dict[str, Any]]
) -> list[Answer]:
    done = ran(python, "driver.py", folder, path, module, text=json.dumps(requests))
    assert done.returncode == 0, done.stderr
    found: list[Answer] = json.loads(done.stdout.splitlines()[-1])
    return found


def rows() -> list[str]:
    text = (HERE / "differences.md").read_text(encoding="utf-8")
    return re.findall(r"^\| `([a-z-]+)` \|", text, re.MULTILINE)


def test_every_row_has_a_rule_and_every_rule_a_row() -> None:
    assert sorted(rows()) == sorted(RULES)


def test_several_hundred_requests_are_sent_and_most_answers_are_equal(
    compared: list[Seen],
) -> None:
    assert len(compared) == int(re.findall(r"that (\d+) requests show", README)[0])
    equal = [seen.theirs for seen in compared if seen.theirs == seen.ours]
    assert len(equal) > len(compared) / 2
    # Not only because both refuse.
    assert sum(answer["status"] == 200 for answer in equal) > 150


def test_no_difference_is_undocumented(
    compared: list[Seen],
) -> None:
    different = [seen for seen in compared if seen.theirs != seen.ours]
    unmeant = [seen for seen in different if not any(rule(seen) for rule in RULES.values())]
    assert unmeant == []


@pytest.mark.parametrize("row", RULES)
def test_every_documented_difference_still_occurs(row: str, compared: list[Seen]) -> None:
    assert any(RULES[row](seen) for seen in compared if seen.theirs != seen.ours)


def test_a_request_beside_values_keeps_their_handler_from_starting_and_not_ours(
    tmp_path: Path, shared: Shared
) -> None:
    for name in ("refused.py", "released.py", "driver.py"):
        shutil.copy(HERE / name, tmp_path / name)
    made = ran(shared.environment(RELEASED), "released.py", tmp_path, ".", "refused")
    handler = tmp_path / "handler_refused.py"
    started = ran(shared.environment(RELEASED), "driver.py", tmp_path, ".", handler.stem, text="[]")
    assert "Unable to generate pydantic-core schema" in made.stderr + started.stderr
    assert started.returncode != 0
    (tmp_path / "src").mkdir()
    shutil.copy(HERE / "refused.py", tmp_path / "src")
    assert main([str(tmp_path / "src"), "-o", str(tmp_path / "build")]) == 0
    worker = tmp_path / "build/refused"
    asked = [
        {"method": "POST", "target": "/echo", "body": '{"times": 2}', "type": "application/json"}
    ]
    python = python_of(worker, shared)
    (answer,) = answers(python, "refused_worker.app", tmp_path, worker / "src", asked)
    assert _json(answer) == '{"times": 2}' * 2
