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
from golden.far_away import FAR_AWAY
from golden.worker import running


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
