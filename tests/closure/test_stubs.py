"""When a stub stands in for a module, and why a module ships whole."""

import ast
from pathlib import Path

import pytest

from closure.folders import SDK, compiled, endpoint, shipped
from flashc.passes.closure.closures import why_shipped

CALLER = SDK + "{imports}\n" + endpoint("caller")


def why(folder: Path, called: str, imports: str, **more: str) -> str | None:
    files = {"called.py": SDK + called, "caller.py": CALLER.format(imports=imports)}
    compilation = compiled(folder, files | {f"{name}.py": text for name, text in more.items()})
    return why_shipped(compilation.closures["caller"], "called")


def test_functions_and_resources_of_another_endpoint_need_a_stub_only(tmp_path: Path) -> None:
    called = "import helper\n" + endpoint("called", signature="(x: int = 1) -> int")
    reason = why(
        tmp_path, called, "from called import called, called_api", helper="import helper2\n"
    )
    assert reason is not None
    assert reason.startswith("stub, because")


def test_what_only_a_stubbed_module_reaches_stays_at_home(tmp_path: Path) -> None:
    files = {
        "helper.py": "",
        "called.py": SDK + "import helper\n" + endpoint("called"),
        "caller.py": CALLER.format(imports="from called import called"),
    }
    compilation = compiled(tmp_path, files)
    assert sorted(shipped(compilation, "caller")) == ["called.py", "caller.py"]
    assert sorted(shipped(compilation, "called")) == ["called.py", "helper.py"]
    assert "Stand-in" in shipped(compilation, "caller")["called.py"]


@pytest.mark.parametrize(
    ("imports", "reason"),
    [
        ("import called", "`caller` imports the module, or all of its names"),
        ("from called import *", "`caller` imports the module, or all of its names"),
        (
            "from called import LIMIT",
            "`caller` takes `LIMIT` from it, which no other endpoint runs",
        ),
        ("import importlib\nimportlib.import_module('called')", "`caller` imports the module, or"),
    ],
)
def test_an_import_of_anything_else_ships_the_module(
    tmp_path: Path, imports: str, reason: str
) -> None:
    called = '__all__ = ["called", "LIMIT"]\nLIMIT = 3\n' + endpoint("called")
    assert (why(tmp_path, called, imports) or "").startswith(f"whole, because {reason}")


@pytest.mark.parametrize(
    ("signature", "body", "reason"),
    [
        ("(x: Thing)", "    return 1\n", "takes `x`, whose type needs more than Python itself"),
        ("(x: int) -> Thing", "    return x\n", "returns what needs more than Python itself"),
        ("(x: bytes)", "    return 1\n", "takes `x`, whose type needs more than Python itself"),
        ("() -> Iterator[Thing]", "    yield 1\n", "returns what needs more than Python itself"),
        ("(x: int = Query(1))", "    return 1\n", "takes `x`, whose type needs more"),
    ],
)
def test_a_function_that_a_stub_cannot_state_ships_its_module(
    tmp_path: Path, signature: str, body: str, reason: str
) -> None:
    models = "from typing import Iterator\nfrom fastapi import Query\n"
    models += "from pydantic import BaseModel\n\n\n"
    thing = "class Thing(BaseModel):\n    name: str\n\n\n"
    called = models + thing + endpoint("called", body, signature)
    found = why(tmp_path, called, "from called import called")
    assert (found or "").startswith(f"whole, because `called` {reason}")


def test_further_decorators_ship_the_module(tmp_path: Path) -> None:
    called = "import functools\n" + endpoint("called").replace("\ndef ", "\n@functools.cache\ndef ")
    found = why(tmp_path, called, "from called import called")
    assert found == "whole, because `called` has further decorators"


def test_a_resource_whose_settings_are_read_ships_its_module(tmp_path: Path) -> None:
    found = why(
        tmp_path, endpoint("called"), "from called import called_api\nMOST = called_api.workersMax"
    )
    assert found == "whole, because `caller` reads settings of `called_api`"


def test_a_module_that_ships_whole_can_make_another_one_ship_whole(tmp_path: Path) -> None:
    files = {
        "first.py": SDK + "from second import HELP\n" + endpoint("first"),
        "second.py": SDK + "HELP = 1\n" + endpoint("second"),
        "caller.py": CALLER.format(imports="import first\nfrom second import second"),
    }
    closure = compiled(tmp_path, files).closures["caller"]
    assert not closure.stubs
    assert sorted(closure.whole) == ["first", "second"]


def test_a_module_with_functions_of_both_endpoints_ships_whole(tmp_path: Path) -> None:
    found = compiled(tmp_path, {"both.py": SDK + endpoint("one") + "\n\n" + endpoint("two")})
    assert why_shipped(found.closures["one"], "both") == (
        "whole, because it has functions of this endpoint too"
    )
    assert why_shipped(found.closures["one"], "elsewhere") is None


@pytest.mark.parametrize(
    ("define", "annotation", "signature"),
    [
        ("def", " -> Iterator[dict[str, int]]", "-> Iterator[dict[str, int]]:"),
        ("def", " -> typing.Generator[int, None, str]", "-> Iterator[int]:"),
        ("def", " -> Iterable", "-> Iterator[Any]:"),
        ("def", "", "def called():"),
        ("async def", " -> AsyncIterator[str | None]", "-> AsyncIterator[str | None]:"),
        ("async def", ' -> "AsyncGenerator[float, None]"', "-> AsyncIterator[float]:"),
    ],
)
def test_a_generator_stays_one_in_a_stub(
    tmp_path: Path, define: str, annotation: str, signature: str
) -> None:
    streams = "AsyncGenerator, AsyncIterator, Iterable, Iterator"
    imports = f"import typing\nfrom collections.abc import {streams}\nimport numpy\n"
    called = endpoint("called", "    yield 1\n", f"(){annotation}")
    files = {
        "called.py": SDK + imports + called.replace("\ndef called", f"\n{define} called"),
        "caller.py": CALLER.format(imports="from called import called"),
    }
    stub = shipped(compiled(tmp_path, files), "caller")["called.py"]
    assert signature in stub
    assert "numpy" not in stub
    (function,) = (one for one in ast.parse(stub).body if getattr(one, "name", "") == "called")
    assert isinstance(function, ast.AsyncFunctionDef) is ("async" in define)
    assert any(isinstance(part, ast.Yield) for part in ast.walk(function))
