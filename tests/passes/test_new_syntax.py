"""Syntax that only newer Pythons know, told on every host."""

import subprocess
import warnings

import pytest

from flashc.passes.parse import parse
from passes.front import source_of, under
from passes.interpreters import interpreter

NEWER = [
    ("type A = int\n", "3.12", "type A = int"),
    ("if x:\n    type A[T] = list[T]\n", "3.12", "type A[T] = list[T]"),
    ("def f[T](x: T) -> T: return x\n", "3.12", "[T]"),
    ("async def f[**P, *Ts](): pass\n", "3.12", "[**P, *Ts]"),
    ("class K[T: int]: pass\n", "3.12", "[T: int]"),
    ("x = f'{a['b']}'\n", "3.12", "{a['b']}"),
    ("x = f'{'\\n'.join(a)}'\n", "3.12", "{'\\n'.join(a)}"),
    ("x = f'{\n    a\n}'\n", "3.12", "{\n    a\n}"),
    ("x = f'''{\n  a  # why\n}'''\n", "3.12", "{\n  a  # why\n}"),
    ('x = rF"{a["b"]}"\n', "3.12", '{a["b"]}'),
    ("x = t'{a}'\n", "3.14", "t'{a}'"),
    ("x = Rt'{a}'\n", "3.14", "Rt'{a}'"),
    ("try: pass\nexcept A, B: pass\n", "3.14", ","),
]
OLD = [
    "type = 1\ntype(x)\ntype[0]\n",
    "x: list[int] = []\ndef f(a: dict[str, int]) -> list[T]: pass\n",
    "class K(Generic[T]): pass\n",
    "x = f'{a[\"b\"]}'\n",
    'x = f"""{a["b"]}"""\n',
    "x = f'''{a['b']}\n{\n  b\n}'''\n",
    "x = f'{a:#x} {b!r:>{w}} {c:%H:%M}'\n",
    "x = f'\\n{a}\\t'\n",
    "x = '{a[\"b\"]}' '#'\n",
    "x = rb't'\nt'' if False else 0\n".replace("t'' if False else 0\n", ""),
    "x = {'t': 't'}\ncontent = 'a'\n",
    "try: pass\nexcept (A, B): pass\nexcept f(a, b): pass\nexcept C as c: pass\n",
    "try: pass\nexcept* A: pass\n",
    "match x:\n    case [a, *b]: pass\n",
]


@pytest.mark.parametrize(("text", "python", "where"), NEWER)
def test_newer_syntax_is_told_with_its_version_and_place(
    text: str, python: str, where: str
) -> None:
    syntax, _ = parse(source_of(text))
    assert syntax is not None
    (new,) = syntax.new
    assert (new.python, under(text, new.span)) == (python, where)


@pytest.mark.parametrize("text", OLD)
def test_what_every_worker_knows_is_not_new(text: str) -> None:
    syntax, problems = parse(source_of(text))
    assert syntax is not None
    assert (syntax.new, problems) == ((), ())


def test_a_default_of_a_type_parameter_is_newer_than_the_parameter() -> None:
    syntax, _ = parse(source_of("class K[T = int, U = str]:\n    x = 1\n"))
    assert syntax is not None
    assert [new.python for new in syntax.new] == ["3.12", "3.13"]


def test_each_kind_is_told_once() -> None:
    syntax, _ = parse(source_of("type A = int\ntype B = int\nx = t'a'\ny = t'b'\n"))
    assert syntax is not None
    assert [new.python for new in syntax.new] == ["3.12", "3.14"]


@pytest.mark.parametrize("python", ["3.11", "3.12", "3.13", "3.14"])
def test_the_versions_are_those_of_python_itself(python: str) -> None:
    tool = interpreter(python)
    if tool is None:
        pytest.skip(f"there is no Python {python} here")
    number = tuple(map(int, python.split(".")))
    for text, since, _ in NEWER:
        code = "import sys; compile(sys.stdin.read(), 'x', 'exec')"
        run = subprocess.run(
            [tool, "-W", "ignore", "-c", code],
            input=text,
            text=True,
            capture_output=True,
            check=False,
        )
        assert (run.returncode == 0) is (tuple(map(int, since.split("."))) <= number), text


def test_the_host_knows_what_is_not_new() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for text in OLD:
            compile(text, "x", "exec")
