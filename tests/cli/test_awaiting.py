"""Coroutines of other endpoints that nobody awaits; what hands one on is left alone."""

from pathlib import Path

import pytest

from closure.folders import compiled, messages

OTHER = """from tetra_rp import LiveLoadBalancer, remote

api = LiveLoadBalancer(name="other")


@remote(api, method="POST", path="/f")
async def f(x: int = 1) -> dict[str, int]:
    return {"x": x}


@remote(api, method="POST", path="/plain")
def plain(x: int = 1) -> dict[str, int]:
    return {"x": x}


@remote(api, method="POST", path="/rows")
async def rows(x: int = 1):
    yield x
"""
MAIN = """import asyncio

import other
from tetra_rp import LiveLoadBalancer, remote
from other import f, f as again, plain, rows

api = LiveLoadBalancer(name="main")


@remote(api, method="POST", path="/g")
{kind}def g(x: int = 1):
{body}
"""


def found(folder: Path, body: str, kind: str = "async ") -> list[str]:
    """Compile a route with this body, and give what is said of coroutines."""
    lines = "".join(f"    {line}\n" for line in body.splitlines())
    files = {"other.py": OTHER, "main.py": MAIN.format(kind=kind, body=lines)}
    return [one for one in messages(compiled(folder, files)) if one.startswith("FC707")]


@pytest.mark.parametrize(
    "body",
    [
        *("f()", "again(2)", "other.f()", "if x:\n    f()", "for i in range(x):\n    f(i)"),
        *("return f()['x']", "return f().keys()", "return f'{f()}'", "return f() | {}", "y = -f()"),
        *(
            "yield f()",
            "y = yield f()",
            "if f():\n    return 1",
            "if x:\n    pass\nelif f():\n    x",
        ),
        *("y = f()\nreturn y['x']", "y = f()\nz = y['x'] + y['z']\nreturn z"),
        *("try:\n    f()\nfinally:\n    pass", "with open('a') as b:\n    f()"),
    ],
)
def test_what_needs_the_value_of_a_coroutine_is_a_warning(tmp_path: Path, body: str) -> None:
    assert found(tmp_path, body) == ["FC707 `f` is called without `await`"]


@pytest.mark.parametrize(
    "body",
    [
        *("await f()", "return f()", "return (await f())['x']", "y = await f()\nreturn y['x']"),
        *("return await asyncio.gather(f(), f(2))", "asyncio.create_task(f())", "print(f())"),
        *("t = asyncio.create_task(f())\nreturn (await t)['x']", "y = f()\nreturn await y"),
        *("y = f()\nz = (await y)['x']\nreturn z", "y = f()\nreturn y", "y = f()\ny.close()"),
        *("return [await f(i) for i in range(x)]", "ys = [f(i) for i in range(x)]\nreturn ys"),
        *("return {'a': await f()}", "all = [f(), f()]\nreturn await asyncio.gather(*all)"),
        *("return [y async for y in rows()]", "async for y in rows():\n    print(y)", "rows()"),
        *("plain()", "return plain()['x']", "lambda: f()", "async def h():\n    f()\nawait h()"),
        *("def f():\n    return {}\nreturn f()['x']", "f = dict\nreturn f()['x']"),
        *("y = f()\ny = {'x': 1}\nreturn y['x']", "async with asyncio.timeout(1):\n    await f()"),
        *(
            "async with asyncio.TaskGroup() as group:\n    group.create_task(f())",
            "return x and f()",
        ),
        *("y = f()\nz = asyncio.ensure_future(y)\nreturn y['x']", "f().close()", "f().cr_frame"),
        *("other.missing", "y = f() if x else None\nreturn await y", "yield await f()"),
    ],
)
def test_what_awaits_or_hands_on_a_coroutine_is_quiet(tmp_path: Path, body: str) -> None:
    assert found(tmp_path, body) == []


@pytest.mark.parametrize(
    "body",
    [
        *("from builtins import dict as f\nf()", "import builtins as f\nf.dict()\nreturn f()['x']"),
        *("y, (f, z) = 1, (dict, 2)\nf()", "y, *f = dict, dict\nf()", "(f := dict)\nf()"),
        *("try:\n    x\nexcept ValueError as f:\n    f()", "for y, (f, z) in ():\n    f()"),
        *("return [f()['x'] for f in (dict,)]", "return {f(): 1 for y, f in () if f()['x']}"),
        *(
            "return sorted('ab', key=lambda f: f()['x'])",
            "match x:\n    case [f, *_]:\n        f()",
        ),
        *("[y for y in (dict,) if (f := y)]\nf()", "with open('a') as (f, y):\n    f()"),
    ],
)
def test_a_name_that_the_route_binds_itself_is_another_function(tmp_path: Path, body: str) -> None:
    assert found(tmp_path, body) == []


@pytest.mark.parametrize("body", ["return asyncio.run(f())", "return asyncio.run(f())['x']"])
def test_a_plain_function_may_run_a_coroutine(tmp_path: Path, body: str) -> None:
    assert found(tmp_path, body, kind="") == []
    (tmp_path / "dropped").mkdir()
    assert found(tmp_path / "dropped", "f()\nreturn 1", kind="") != []


def test_what_another_decorator_makes_of_a_function_is_not_known(tmp_path: Path) -> None:
    text = OTHER.replace(
        '@remote(api, method="POST", path="/f")', '@remote(api, method="POST", path="/f")\n@run_now'
    )
    text = "def run_now(function):\n    return function\n\n\n" + text
    files = {"other.py": text, "main.py": MAIN.format(kind="async ", body="    f()\n")}
    assert not [one for one in messages(compiled(tmp_path, files)) if one.startswith("FC707")]
