"""Several hundred requests to the released SDK's handler and to our worker: each difference is meant."""

import json
import re
import shutil
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from comparison.asked import made_requests
from environments import REPOSITORY, Shared
from flashc.cli import main
from golden.worker import environment, python_of

HERE = REPOSITORY / "tests/comparison"
# The SDK, on the very versions that workers run on: only the handlers differ.
RELEASED = "runpod-flash==1.21.0\nfastapi>=0.165,<0.166\npydantic>=2.14,<3\n"
SECONDS = 120

Answer = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Seen:
    """A request, and what both answered."""

    asked: Mapping[str, str]
    theirs: Answer
    ours: Answer


Rule = Callable[[Seen], bool]

# By the id of the row in differences.md: whether a difference is what the row is about.
RULES: dict[str, Rule] = {
    "literal-first": lambda seen: (
        seen.asked["target"] == "/people/me"
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
        "NaN" in seen.asked["body"] and (seen.theirs["status"], seen.ours["status"]) == (500, 422)
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
    return json.loads(answer["body"]) if answer["type"].startswith("application/json") else None


def _values(found: Any) -> list[Any]:
    return list(found.values()) if isinstance(found, dict) else []


def _missing(answer: Answer) -> list[str] | None:
    """Give where the first problem of a 422 lies."""
    found = _json(answer)
    return found["detail"][0]["loc"] if answer["status"] == 422 else None


@pytest.fixture(scope="module")
def compared(tmp_path_factory: pytest.TempPathFactory, shared: Shared) -> list[Seen]:
    folder = tmp_path_factory.mktemp("compared")
    for name in ("service.py", "released.py", "driver.py"):
        shutil.copy(HERE / name, folder / name)
    released = shared.environment(RELEASED)
    run(released, "released.py", folder, ".")
    (folder / "src").mkdir()
    shutil.copy(HERE / "service.py", folder / "src")
    assert main([str(folder / "src"), "-o", str(folder / "build")]) == 0
    worker = folder / "build/compared"
    requests = made_requests()
    theirs = answers(released, "handler_compared", folder, ".", requests)
    ours = answers(
        python_of(worker, shared), "compared_worker.app", folder, worker / "src", requests
    )
    return [Seen(*one) for one in zip(requests, theirs, ours, strict=True)]


def run(
    python: Path, script: str, folder: Path, path: str | Path, *more: str, text: str = ""
) -> str:
    done = subprocess.run(
        [str(python), "-W", "ignore", script, *more],
        cwd=folder,
        env=environment(PYTHONPATH=str(path)),
        input=text,
        capture_output=True,
        text=True,
        check=False,
        timeout=SECONDS,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def answers(
    python: Path, module: str, folder: Path, path: str | Path, requests: list[dict[str, str]]
) -> list[Answer]:
    printed = run(python, "driver.py", folder, path, module, text=json.dumps(requests))
    found: list[Answer] = json.loads(printed.splitlines()[-1])
    return found


def rows() -> list[str]:
    text = (HERE / "differences.md").read_text(encoding="utf-8")
    return re.findall(r"^\| `([a-z-]+)` \|", text, re.MULTILINE)


def test_every_row_has_a_rule_and_every_rule_a_row() -> None:
    assert sorted(rows()) == sorted(RULES)


def test_several_hundred_requests_are_sent_and_most_answers_are_equal(
    compared: list[Seen],
) -> None:
    assert len(compared) >= 300
    equal = [seen.theirs for seen in compared if seen.theirs == seen.ours]
    assert len(equal) > len(compared) / 2
    # Not only because both refuse.
    assert sum(answer["status"] == 200 for answer in equal) > 80


def test_no_difference_is_undocumented(
    compared: list[Seen],
) -> None:
    for seen in compared:
        if seen.theirs != seen.ours:
            assert any(rule(seen) for rule in RULES.values()), seen


@pytest.mark.parametrize("row", RULES)
def test_every_documented_difference_still_occurs(row: str, compared: list[Seen]) -> None:
    assert any(RULES[row](seen) for seen in compared if seen.theirs != seen.ours)
