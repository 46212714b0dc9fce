"""Programs for Python 3.14: its new syntax, and annotations that nobody evaluates before they are asked.

Every worker is started on that Python itself, answers on all its routes, and is ended; without such
an interpreter those tests are skipped, and what the compiler says of the sources is tested anyway.
"""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

import pytest

from cli.project import Project
from environments import Shared
from golden.replay import ask
from golden.worker import running
from passes.interpreters import interpreter

NEWEST = "3.14"

# Everything that annotations name stands below them; nothing postpones them but Python 3.14 itself.
ORDERS = """\
from dataclasses import dataclass
from enum import StrEnum
from typing import TypedDict

from pydantic import BaseModel
from runpod_flash import Endpoint

from shop import people

api = Endpoint(name="newest", cpu="cpu3c-1-2")


class Order(BaseModel):
    customer: people.Person
    lines: list[Line] = []
    before: Order | None = None


@api.post("/orders")
def place(order: Order) -> Receipt:
    return Receipt(name=order.customer.name, total=sum(line.count for line in order.lines))


@api.post("/lines")
async def count(lines: list[Line], tone: Tone = "low", extra: Extra | None = None) -> int:
    assert all(isinstance(line, Line) for line in lines)
    return sum(line.count for line in lines) + (extra or {}).get("more", 0)


@api.get("/tones/{tone}")
def loud(tone: Tone, times: Times = 1) -> str:
    return tone.value * times


class Line(BaseModel):
    what: What
    count: int = 1


@dataclass
class Receipt:
    name: str
    total: int


class Extra(TypedDict, total=False):
    more: int


class Tone(StrEnum):
    LOW = "low"
    HIGH = "high"


type Times = int
What = str | int
"""
PEOPLE = """\
from __future__ import annotations

from pydantic import BaseModel


class Person(BaseModel):
    name: str
    friend: Friend | None = None


class Friend(BaseModel):
    name: str
"""
SYNTAX = """\
from string.templatelib import Interpolation, Template

from runpod_flash import Endpoint

api = Endpoint(name="newest", cpu="cpu3c-1-2")


def upper(text: Template) -> str:
    return "".join(
        str(part.value).upper() if isinstance(part, Interpolation) else part for part in text
    )


@api.get("/greet/{name}")
def greet(name: str, mark: str = "!"):
    return upper(t"hello {name!s}{mark}")


@api.get("/halve/{text}")
async def halve(text: str):
    try:
        return 10 / int(text)
    except ValueError, ZeroDivisionError:
        return f"{text!r} is {"nothing"} to divide by"
"""
LATE = """\
from typing import TYPE_CHECKING, Annotated, NamedTuple, TypedDict

from fastapi import Depends, Header, Query
from pydantic import BaseModel, Field
from runpod_flash import Endpoint

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

api = Endpoint(name="newest", cpu="cpu3c-1-2")


@api.get("/price/{amount}")
def price(amount: Decimal, times: int = 1) -> Decimal:
    return amount * times


@api.get("/limit")
def limit(x: Annotated[int, Query(le=MOST)], user: Annotated[str, Depends(current)]) -> list[User]:
    return [x, user]


@api.post("/point")
def point(point: Point, pair: Pair, node: Node | None = None) -> Point:
    return {"x": pair.a, "y": point["y"], "name": type(node).__name__}


@api.get("/rows")
def rows(n: int = 2) -> Iterator[Row]:
    for number in range(n):
        yield Row(number=number)


class Row(BaseModel):
    number: Size


class Node(BaseModel):
    children: list[Node] = []
    size: Size = 1


class Point(TypedDict):
    x: Size
    y: Size


class Pair(NamedTuple):
    a: Size
    b: Size


MOST = 100
User = int | str
Size = Annotated[int, Field(le=MOST)]


def current(x_user: Annotated[str, Header()] = "nobody", amount: Decimal | None = None):
    return f"{x_user} {amount}"
"""


def calls(*found: tuple[str, str, object, object]) -> list[dict[str, Any]]:
    """Give calls by method, target, JSON body and answer."""
    return [
        {"method": method, "path": path, **({} if body is None else {"json": body}), "is": answer}
        for method, path, body, answer in found
    ]


PROGRAMS: dict[str, tuple[Mapping[str, str], list[dict[str, Any]]]] = {
    "names that are bound later": (
        {"src/main.py": ORDERS, "src/shop/__init__.py": "", "src/shop/people.py": PEOPLE},
        calls(
            (
                "POST",
                "/orders",
                {
                    "customer": {"name": "ada", "friend": {"name": "bo"}},
                    "lines": [{"what": "a", "count": 2}, {"what": 1}],
                    "before": {"customer": {"name": "eve"}},
                },
                {"name": "ada", "total": 3},
            ),
            ("POST", "/lines", {"lines": [{"what": "a"}], "extra": {"more": 4}}, 5),
            ("GET", "/tones/high", None, "high"),
        ),
    ),
    "metadata and names for type checkers": (
        {"src/main.py": LATE},
        calls(
            ("GET", "/price/1.5?times=2", None, "3.0"),
            ("GET", "/limit?x=3", None, [3, "nobody None"]),
            (
                "POST",
                "/point",
                {"point": {"x": 1, "y": 2}, "pair": [3, 4], "node": {"children": [{}]}},
                {"x": 3, "y": 2, "name": "Node"},
            ),
            ("GET", "/rows?n=1", None, {"number": 0}),
        ),
    ),
    "syntax": (
        {"src/main.py": SYNTAX},
        calls(
            ("GET", "/greet/ada", None, "hello ADA!"),
            ("GET", "/halve/4", None, 2.5),
            ("GET", "/halve/0", None, "'0' is nothing to divide by"),
            ("GET", "/halve/x", None, "'x' is nothing to divide by"),
        ),
    ),
}


@pytest.fixture
def empty(project: Project) -> Project:
    for name in ("users", "orders"):
        (project.folder / f"src/{name}.py").unlink()
    return project


def place(project: Project, files: Mapping[str, str]) -> None:
    for path, text in files.items():
        project.place(path, text)
    project.place("requirements.txt", "pydantic\n")


def said(project: Project, *options: str) -> set[tuple[str, str]]:
    result = project.flashc("check", "src", "--format", "json", *options)
    return {(d["severity"], d["code"]) for d in json.loads(result.out)["diagnostics"]}


@pytest.mark.parametrize("kind", PROGRAMS)
def test_a_program_that_is_right_on_it_is_not_refused(empty: Project, kind: str) -> None:
    place(empty, PROGRAMS[kind][0])
    assert not {code for level, code in said(empty, "--python", NEWEST) if level == "error"}


def test_the_same_is_refused_where_python_evaluates_annotations(empty: Project) -> None:
    files = PROGRAMS["names that are bound later"][0]
    place(empty, files)
    assert ("error", "FC618") in said(empty, "--python", "3.13")
    assert ("error", "FC106") in said(empty)


def test_a_name_that_nothing_binds_is_refused_where_a_field_has_it(empty: Project) -> None:
    files = PROGRAMS["names that are bound later"][0]
    place(empty, {path: text.replace("what: What", "what: Whta") for path, text in files.items()})
    assert ("error", "FC621") in said(empty, "--python", NEWEST)


@pytest.mark.parametrize("kind", PROGRAMS)
def test_its_worker_answers_on_it(empty: Project, shared: Shared, kind: str) -> None:
    tool = interpreter(NEWEST)
    if tool is None:
        pytest.skip(f"there is no Python {NEWEST} here")
    files, asked = PROGRAMS[kind]
    place(empty, files)
    result = empty.flashc("src", "-o", "build", "--python", NEWEST)
    assert result.exit_code == 0, result.err
    with running(empty.folder / "build/newest", shared, tool) as worker:
        for call in asked:
            wanted = {key: value for key, value in call.items() if key != "is"}
            target, _, query = wanted["path"].partition("?")
            answer = ask(worker, {**wanted, "path": target, "query": parse_qsl(query)})
            assert (answer.status, json.loads(answer.body)) == (200, call["is"]), worker.log
        assert worker.stop() == 0, worker.log
    assert "Traceback" not in worker.log
