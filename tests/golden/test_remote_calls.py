"""Calls of a compiled worker through the stand-in give what the plain function gives.

The program is compiled, the worker runs in its own environment, and this process, in which the
endpoint is declared as deployed elsewhere, calls its functions by name.
"""

import asyncio
import contextlib
import datetime as dt
import importlib
import inspect
import io
import math
import re
import sys
import uuid
from collections.abc import Iterator
from decimal import Decimal
from types import ModuleType
from typing import Any

import pytest
from fastapi import UploadFile

from environments import Shared
from flashc.cli import main
from golden.worker import running

FAR_AWAY = '''\
"""Functions with every kind of parameter that a call can have."""

import datetime as dt
import enum
import uuid
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any, Literal, Optional

from fastapi import Depends, Header, Query, Request, UploadFile
from pydantic import BaseModel, Field
from tetra_rp import LoadBalancerSlsResource, remote

api = LoadBalancerSlsResource(name="far away")


class Size(enum.Enum):
    SMALL = "small"
    LARGE = "large one"


class Part(BaseModel):
    name: str
    size: Size = Size.SMALL


class Thing(BaseModel):
    title: str = Field(alias="the title")
    parts: list[Part] = []
    when: Optional[dt.datetime] = None


@dataclass
class Point:
    x: float
    y: float = 0.0


def token(x_token: Annotated[str, Header()] = "none") -> str:
    return x_token


@remote(api, method="GET", path="/straße/{name}/é")
def in_path(name: str) -> str:
    return name


@remote(api, method="GET", path="/typed/{number}/{day}/{key}/{size}")
def typed(number: int, day: dt.date, key: uuid.UUID, size: Size) -> list[Any]:
    return [number, day, key, size]


@remote(api, method="GET", path="/files/{rest:path}")
async def rest_of_path(rest: str) -> str:
    return rest


@remote(api, method="GET", path="/query")
def query(
    text: str,
    numbers: list[int],
    flag: bool = False,
    price: Decimal = Decimal("1.50"),
    kind: Literal["a", "b"] = "a",
    names: tuple[str, ...] = (),
    note: Optional[str] = None,
    words: list[str] = ["x"],
) -> dict[str, Any]:
    return {
        "text": text, "numbers": numbers, "flag": flag, "price": price, "kind": kind,
        "names": names, "note": note, "words": words,
    }


@remote(api, method="DELETE", path="/query/{number}")
async def remove(number: int, reason: Optional[str] = None, more: Optional[dict[str, int]] = None) -> list[Any]:
    return [number, reason, more]


@remote(api, method="POST", path="/body")
def body(
    x: float,
    names: set[str],
    table: dict[str, list[Optional[int]]],
    when: dt.datetime,
    amount: Decimal,
    json: Any = None,
) -> dict[str, Any]:
    return {"x": x, "names": sorted(names), "table": table, "when": when, "amount": amount, "json": json}


@remote(api, method="POST", path="/things")
async def thing(thing: Thing) -> Thing:
    return thing


@remote(api, method="PUT", path="/things/{number}")
def put(number: int, thing: Thing, points: list[Point], part: Optional[Part] = None) -> dict[str, Any]:
    return {"number": number, "thing": thing.title, "points": [p.x + p.y for p in points], "part": part and part.name}


@remote(api, method="POST", path="/models")
def models(parts: list[Part]) -> list[Part]:
    return parts[::-1]


@remote(api, method="POST", path="/rest")
def rest(name: str, **others: Any) -> dict[str, Any]:
    return {"name": name, **others}


@remote(api, method="PATCH", path="/keyword")
def keyword(*, a: int = 1, b: Optional[int] = 2) -> list[Optional[int]]:
    return [a, b]


@remote(api, method="POST", path="/upload")
def upload(photo: bytes, title: str, sizes: list[int], more: Optional[bytes] = None) -> list[Any]:
    return [len(photo), photo[:2].hex(), title, sizes, more is None]


@remote(api, method="POST", path="/uploads")
async def uploads(files: list[UploadFile], note: str = "") -> list[Any]:
    return [[file.filename, file.content_type, len(await file.read())] for file in files] + [note]


@remote(api, method="GET", path="/around")
def around(request: Request, page: Annotated[int, Query(alias="p")] = 1, who: str = Depends(token),
           agent_name: Annotated[str, Header()] = "nobody") -> list[Any]:
    return [request.method, page, who, agent_name]


@remote(api, method="GET", path="/count/{limit}")
def count(limit: int) -> Iterator[Point]:
    for number in range(limit):
        yield Point(number)
    if limit > 3:
        raise ValueError("too many")


@remote(api, method="POST", path="/ticks")
async def ticks(names: list[str]) -> AsyncIterator[Part]:
    for name in names:
        yield Part(name=name)


@remote(api, method="POST", path="/nan")
def nan(x: float) -> str:
    return str(x)
'''


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, shared: Shared) -> Iterator[str]:
    """Compile the program and run its worker; this process can import the program's module."""
    folder = tmp_path_factory.mktemp("far")
    source = folder / "src"
    source.mkdir()
    (source / "far_away.py").write_text(FAR_AWAY, encoding="utf-8")
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        assert main([str(source), "-o", str(folder / "build")]) == 0, said.getvalue()
    sys.path.insert(0, str(source))
    try:
        with running(folder / "build/far away", shared) as worker:
            found = re.search(r"listening on (http://\S+)", worker.log)
            assert found is not None
            yield found[1]
    finally:
        sys.path.remove(str(source))
        sys.modules.pop("far_away", None)


@pytest.fixture
def far(address: str, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Return the program's module, whose functions are elsewhere."""
    monkeypatch.setenv("FLASH_ENDPOINT_URL_FAR_AWAY", address)
    return importlib.import_module("far_away")


def called(function: Any, *args: Any, **kwargs: Any) -> Any:
    result = function(*args, **kwargs)
    return asyncio.run(_awaited(result)) if inspect.isawaitable(result) else result


async def _awaited(result: Any) -> Any:
    return await result


def check(far: Any, name: str, *args: Any, **kwargs: Any) -> Any:
    """Call the function here and there; both must give the same value of the same type."""
    function = getattr(far, name)
    here = called(function.__wrapped__, *args, **kwargs)
    there = called(function, *args, **kwargs)
    assert there == here
    assert type(there) is type(here)
    return there


@pytest.mark.parametrize(
    "text",
    ["a", " ", "é", "漢字", "🎈", "a b", "a+b", "%2F", "%", "a?b#c", "a;b,c=d&e", "..", ".", "~", "'\"<>",
     "\\", "{x}", "a:b@c", "\x7f", "null", "0"],
)  # fmt: skip
def test_any_text_fits_into_a_path(far: Any, text: str) -> None:
    check(far, "in_path", text)
    check(far, "rest_of_path", text)
    check(far, "rest_of_path", f"x/{text}/y")


def test_a_path_takes_slashes_only_where_it_says_so(far: Any) -> None:
    for rest in ("a/b", "a//b", "a/", "/etc/passwd", "a/../b", "../..", "./a", "a/%2e%2e/b"):
        check(far, "rest_of_path", rest)
    with pytest.raises(ValueError, match="name must not be empty or contain '/'"):
        far.in_path("a/b")
    with pytest.raises(ValueError, match="name must not be empty"):
        far.in_path("")


def test_path_parameters_have_types(far: Any) -> None:
    key = uuid.UUID(int=7)
    result = far.typed(-5, dt.date(2024, 2, 29), key, far.Size.LARGE)
    assert result == [-5, "2024-02-29", str(key), "large one"]


def test_a_query_carries_lists_and_leaves_defaults_out(far: Any) -> None:
    assert far.query("x & y=1", [1, 2]) == {
        "text": "x & y=1", "numbers": [1, 2], "flag": False, "price": "1.50", "kind": "a",
        "names": [], "note": None, "words": ["x"],
    }  # fmt: skip
    given = far.query(
        "ü", [3], flag=True, price=Decimal("2.5"), kind="b", names=("p", "q"), note="", words=["z"]
    )
    assert given == {
        "text": "ü", "numbers": [3], "flag": True, "price": "2.5", "kind": "b",
        "names": ["p", "q"], "note": "", "words": ["z"],
    }  # fmt: skip
    assert far.query("x", [1], note=None, names=())["note"] is None


@pytest.mark.parametrize(
    ("arguments", "name"),
    [({"numbers": []}, "numbers"), ({"words": []}, "words"), ({"price": None}, "price")],
)
def test_what_a_query_cannot_say_is_an_error(
    far: Any, arguments: dict[str, Any], name: str
) -> None:
    with pytest.raises(TypeError, match=f"^query: {name}=.* cannot be sent in a query"):
        far.query(**{"text": "x", "numbers": [1], **arguments})
    with pytest.raises(TypeError, match="cannot be written into a URL"):
        far.query("x", [[1]])
    with pytest.raises(TypeError, match=r"^query: missing a required argument: 'numbers'$"):
        far.query("x")
    with pytest.raises(TypeError, match=r"^query: got an unexpected keyword argument 'nothing'$"):
        far.query("x", [1], nothing=2)


def test_delete_has_a_query_and_for_dictionaries_a_body(far: Any) -> None:
    check(far, "remove", 3)
    check(far, "remove", 3, "why not?")
    check(far, "remove", 3, more={"a": 1})


def test_a_body_carries_everything_that_is_json(far: Any) -> None:
    when = dt.datetime(2024, 2, 29, 12, tzinfo=dt.UTC)
    result = far.body(
        1.5, {"b", "a"}, {"k": [1, None]}, when, Decimal("0.10"), {"deep": [{"é": ""}]}
    )
    assert result == {
        "x": 1.5, "names": ["a", "b"], "table": {"k": [1, None]}, "when": "2024-02-29T12:00:00Z",
        "amount": "0.10", "json": {"deep": [{"é": ""}]},
    }  # fmt: skip
    with pytest.raises(TypeError, match=r"^body: Unable to serialize unknown type"):
        far.body(1, set(), {}, when, Decimal(1), object())
    with pytest.raises(TypeError, match=r"^body: json is no JSON: annotate it as bytes"):
        far.body(1, set(), {}, when, Decimal(1), b"\xff")


def test_numbers_that_json_has_not_arrive(far: Any) -> None:
    assert [far.nan(x) for x in (math.nan, math.inf, -math.inf)] == ["nan", "inf", "-inf"]


def test_models_arrive_as_models_and_come_back_as_models(far: Any) -> None:
    when = dt.datetime(2024, 2, 29, tzinfo=dt.UTC)
    part = far.Part(name="p", size=far.Size.LARGE)
    check(far, "thing", far.Thing(**{"the title": "t", "parts": [part], "when": when}))
    check(far, "models", [part, far.Part(name="q")])
    thing = far.Thing(**{"the title": "t"})
    check(far, "put", 3, thing, [far.Point(1, 2), far.Point(3)], part=part)
    check(far, "put", 3, thing, [])
    with pytest.raises(RuntimeError, match=r"^HTTP error from endpoint: 422: .*the title"):
        called(far.thing, thing={"parts": []})


def test_keywords_of_every_kind_arrive(far: Any) -> None:
    check(far, "rest", "n", a=[1], b={"c": None})
    check(far, "keyword")
    check(far, "keyword", b=None)
    check(far, "keyword", a=5, b=6)


def test_files_are_uploaded(far: Any) -> None:
    check(far, "upload", b"\xff\xd8" * 100_000, "a title", [1, 2])
    check(far, "upload", b"", "ü; filename=x", [], more=b"\r\n--boundary")
    files = [
        UploadFile(io.BytesIO(b"abc"), filename="ä b.png", headers={"content-type": "image/png"}),  # type: ignore[arg-type]
        UploadFile(io.BytesIO(b""), filename="empty"),
    ]
    sent = called(far.uploads, files, note="n")
    assert sent[0] == ["ä b.png", "image/png", 3]
    assert [sent[1][0], sent[1][2], sent[2]] == ["empty", 0, "n"]


def test_what_the_server_fills_in_is_not_sent(far: Any) -> None:
    assert far.around() == ["GET", 1, "none", "nobody"]
    assert far.around(page=3, agent_name="me") == ["GET", 3, "none", "me"]
    with pytest.raises(TypeError, match="who is given by the endpoint's server"):
        far.around(who="x")


def test_generators_are_consumed_as_they_come(far: Any) -> None:
    async def collect(names: list[str]) -> list[Any]:
        return [part async for part in far.ticks(names)]

    assert list(far.count(3)) == [far.Point(0), far.Point(1), far.Point(2)]
    assert list(far.count(0)) == []
    assert asyncio.run(collect(["a", "é"])) == [far.Part(name="a"), far.Part(name="é")]
    seen = []
    with pytest.raises(ConnectionError, match="lost the connection to endpoint 'far away'"):
        for value in far.count(5):
            seen.append(value)  # noqa: PERF402  (those that came before the error count)
    assert len(seen) == 5
