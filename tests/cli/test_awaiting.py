"""Coroutines of other endpoints that nobody awaits; what hands one on is left alone."""

from pathlib import Path

import pytest

from closure.folders import compiled, messages
from emitters.running import running
from flashc.cli import main

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
        *("y = f()\nreturn y", "y = f()\nif x:\n    return y\nreturn {'y': y}", "return x and f()"),
        *("ys = [f(i) for i in range(x)]\nreturn ys", "return [f(i) for i in range(x)]"),
        *("ys = {i: f(i) for i in range(x)}\nreturn {'all': ys}", "return {i: f(i) for i in (x,)}"),
        *("y = f() if x else None\nreturn y", "return None if x else f()", "y = [f()]\nreturn y"),
        *("[f(i) for i in range(x)]", "f() if x else None", "x or f()", "return f() or x"),
        *("for y in f():\n    print(y)", "return [y for y in f()]", "while f():\n    pass"),
        *("return len(f())", "return dict(f())", "y = f()\nreturn sorted(y)", "return not f()"),
        *("a, b = f()", "x += f()", "return {**f()}", "print(*f())", "dict(**f())"),
        *("return f() == {}", "return 1 if f() else 2", "return [1 for y in (x,) if f()]"),
    ],
)
def test_what_needs_the_value_of_a_coroutine_is_a_warning(tmp_path: Path, body: str) -> None:
    assert found(tmp_path, body) == ["FC707 `f` is called without `await`"]


@pytest.mark.parametrize(
    "body",
    [
        *(
            "await f()",
            "return await f()",
            "return (await f())['x']",
            "y = await f()\nreturn y['x']",
        ),
        *("return await asyncio.gather(f(), f(2))", "asyncio.create_task(f())", "print(f())"),
        *("t = asyncio.create_task(f())\nreturn (await t)['x']", "y = f()\nreturn await y"),
        *("y = f()\nz = (await y)['x']\nreturn z", "y = f()\ny.close()"),
        *("return [await f(i) for i in range(x)]", "ys = [f(i) for i in range(x)]\nreturn len(ys)"),
        *(
            "return await asyncio.gather(*[f(i) for i in range(x)])",
            "ys = [f(i) for i in range(x)]\nreturn await asyncio.gather(*ys)",
            "ys = [f(i) for i in range(x)]\nfor y in ys:\n    await y\nreturn x",
            "ys = {i: f(i) for i in range(x)}\nawait asyncio.wait(ys.values())\nreturn ys",
            "y = f()\nawait asyncio.wait_for(y, 1)\nreturn y",
            "y = f()\ndef h():\n    return y\nreturn await h()",
            "def len(y):\n    return y\nreturn await len(f())",
            "y = [await f()]\nreturn y",
            "return len([await f()])",
            "y, z = x, f()\nreturn await z",
        ),
        *("return {'a': await f()}", "all = [f(), f()]\nreturn await asyncio.gather(*all)"),
        *("return [y async for y in rows()]", "async for y in rows():\n    print(y)", "rows()"),
        *("plain()", "return plain()['x']", "lambda: f()", "async def h():\n    f()\nawait h()"),
        *("def f():\n    return {}\nreturn f()['x']", "f = dict\nreturn f()['x']"),
        *("y = f()\ny = {'x': 1}\nreturn y['x']", "async with asyncio.timeout(1):\n    await f()"),
        *(
            "async with asyncio.TaskGroup() as group:\n    group.create_task(f())",
            "return x and await f()",
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


TOOLS = """import asyncio


async def g2(x: int = 1):
    return {"x": x}


async def rows(x: int = 1):
    yield x


def wrap(function):
    return lambda x=1: {"x": x}


@wrap
async def wrapped(x: int = 1):
    return {"x": x}


def plain(x: int = 1):
    return {"x": x}
"""


def returned(folder: Path, kind: str, body: str) -> list[str]:
    """Compile a route of this body with helpers of the project, and give what is said of coroutines."""
    text = MAIN.replace("import other\n", "import other\nimport tools\n")
    text = text.format(kind=kind, body="".join(f"    {line}\n" for line in body.splitlines()))
    files = {"other.py": OTHER, "main.py": text, "tools.py": TOOLS}
    return [one for one in messages(compiled(folder, files)) if one.startswith("FC707")]


@pytest.mark.parametrize("kind", ["", "async "])
@pytest.mark.parametrize(
    "body",
    [
        *("return tools.g2()", 'return {"x": tools.g2(x)}', 'return [1, {"y": (tools.g2(),)}]'),
        *("if x:\n    return tools.g2()\nreturn 1", "try:\n    return tools.g2()\nfinally:\n    x"),
        *("from tools import g2 as it\nreturn tools.g2()", "return (tools.g2())"),
        *("y = tools.g2()\nreturn y", "return [tools.g2() for _ in (x,)]", "tools.g2()\nreturn x"),
        *("return tools.g2()['x']", "x = tools.g2()\nreturn x['x']"),
    ],
)
def test_a_coroutine_of_any_function_of_the_project_is_a_warning(
    tmp_path: Path, kind: str, body: str
) -> None:
    assert returned(tmp_path, kind, body) == ["FC707 `g2` is called without `await`"]


def test_a_route_that_returns_the_coroutine_of_another_route_is_a_warning(tmp_path: Path) -> None:
    assert found(tmp_path, "return f()") == ["FC707 `f` is called without `await`"]


@pytest.mark.parametrize(
    "body",
    [
        *("return await tools.g2()", "return tools.plain()", "return tools.wrapped()"),
        *(
            "return tools.rows()",
            'return {"x": await tools.g2()}',
            "return asyncio.run(tools.g2())",
        ),
        *("return await asyncio.gather(tools.g2(), tools.g2())", "return x and tools.plain()"),
        *("def h():\n    return tools.g2()\nreturn await h()", "yield x\nreturn"),
        *("h = lambda: tools.g2()\nreturn await h()", "return {**tools.plain()}"),
        "tools = other\nreturn tools.g2()",
    ],
)
def test_a_route_that_returns_no_coroutine_is_quiet(tmp_path: Path, body: str) -> None:
    assert returned(tmp_path, "async ", body) == []


def test_a_helper_may_return_the_coroutine_that_the_route_awaits(tmp_path: Path) -> None:
    tools = "async def g2():\n    return 1\n\n\ndef later():\n    return g2()\n"
    text = MAIN.replace("import other\n", "import other\nimport tools\n")
    text = text.format(kind="async ", body="    return await tools.later()\n")
    files = {"other.py": OTHER, "main.py": text, "tools.py": tools}
    assert not [one for one in messages(compiled(tmp_path, files)) if one.startswith("FC707")]


ROUTES = """from tetra_rp import LoadBalancerSlsResource, remote

import tools

api = LoadBalancerSlsResource(name="late")


@remote(api, method="GET", path="/plain")
def plain():
    return tools.g2()


@remote(api, method="GET", path="/held")
def held():
    return {"x": tools.g2()}


@remote(api, method="GET", path="/late")
async def late():
    return tools.g2()


@remote(api, method="GET", path="/fine")
async def fine():
    return await tools.g2()
"""


def test_a_worker_answers_with_errors_where_the_warning_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "src").mkdir()
    (tmp_path / "src/main.py").write_text(ROUTES, encoding="utf-8")
    (tmp_path / "src/tools.py").write_text(TOOLS, encoding="utf-8")
    assert main([str(tmp_path / "src"), "-o", str(tmp_path / "build")]) == 0
    assert capsys.readouterr().err.count("the response is a 500") == 3
    with running(tmp_path / "build/late", "late_worker") as worker:
        answers = {path: worker.ask("GET", f"/{path}").status for path in ("plain", "held", "late")}
        assert answers == {"plain": 500, "held": 500, "late": 500}
        assert worker.ask("GET", "/fine").text == '{"x":1}'
