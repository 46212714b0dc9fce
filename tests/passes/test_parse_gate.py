"""The syntax gate: what Python would refuse, with the place, and what only a newer Python knows."""

import sys
import warnings

import pytest

from flashc.passes.parse import parse
from passes.front import parsed, refused, source_of, under


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("def f():\nx = 1\n", 2),
        ("if a:\n  b\n c\n", 3),
        ("x = 1\n  y = 2\n", 2),
        ("x = 1\nreturn x\n", 2),
        ("yield 1\n", 1),
        ("await x\n", 1),
        ("break\n", 1),
        ("def f():\n  continue\n", 2),
        ('print "x"\n', 1),
        ("exec 'x'\n", 1),
        ("except: pass\n", 1),
        ("x = (1,\n", 1),
        ("x = 'a\n", 1),
        ("x = '''a\n\n", 1),
        ("def f(a, a): pass\n", 1),
        ("def f(a=1, b): pass\n", 1),
        ("f(a=1, 2)\n", 1),
        ("1 = x\n", 1),
        ("f() = x\n", 1),
        ("from a import *\ndef f():\n  from b import *\n", 3),
        ("def f():\n  nonlocal x\n", 2),
        ("x = 1 2\n", 1),
        ("é = 😀\n", 1),
        ("class = 1\n", 1),
        ("async = 1\n", 1),
        ("x = 0777\n", 1),
        ("x = 10L\n", 1),
        ("`x`\n", 1),
        ("x <> y\n", 1),
        ("raise E, 'x'\n", 1),
        ("from __future__ import nothing\n", 1),
        ("import a.b as c.d\n", 1),
        ("\tx = 1\n", 1),
        ("if a:\n\tb\n        c\n", 3),
        ("x = $\n", 1),
        ("x = '\\N{NO SUCH NAME}'\n", 1),
        ("x = b'é'\n", 1),
        ("*a = 1, 2\n", 1),
    ],
)
def test_what_python_refuses_is_one_error_at_its_line(text: str, line: int) -> None:
    problem = refused(text)
    assert problem.code.number == "FC104"
    assert problem.primary is not None
    assert source_of(text).position(problem.primary.span.start).line == line


def test_the_error_points_at_the_character_behind_wide_ones() -> None:
    text = "é = '😀😀'\nx = ('😀', ]\n"
    problem = refused(text)
    assert problem.primary is not None
    assert under(text, problem.primary.span).startswith("]")


@pytest.mark.parametrize(
    "text",
    [
        "x = '\\d'\n",
        "assert (a, 'b')\n",
        "x = 1 is 1\n",
        "x = [][1, 2]\n",
        "1or 2\n",
        "x = '\\400'\n",
    ],
)
def test_what_python_warns_about_is_silent(text: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert parsed(text)


@pytest.mark.parametrize(
    ("text", "since"),
    [
        ("type A = int\n", (3, 12)),
        ("def f[T](x: T) -> T: return x\n", (3, 12)),
        ("class K[T]: pass\n", (3, 12)),
        ("x = f'{a['b']}'\n", (3, 12)),
        ("x = f'{'\\n'.join(a)}'\n", (3, 12)),
        ("x = f'''{\n  a  # why\n}'''\n", (3, 12)),
        ("class K[T = int]: pass\n", (3, 13)),
        ("x = t'{a}'\n", (3, 14)),
        ("try: pass\nexcept A, B: pass\n", (3, 14)),
    ],
)
def test_syntax_newer_than_the_host_is_a_doubt_and_not_an_error(
    text: str, since: tuple[int, int]
) -> None:
    syntax, problems = parse(source_of(text))
    assert syntax is not None
    expected = [] if sys.version_info[:2] >= since else ["FC105"]
    assert [problem.code.number for problem in problems] == expected


def test_a_mistake_beside_newer_syntax_is_an_error_all_the_same() -> None:
    assert refused("type A = int\nx = (\n").code.number == "FC104"


def test_nothing_is_executed_while_a_file_is_parsed(capsys: pytest.CaptureFixture[str]) -> None:
    parsed("print('run')\nraise SystemExit\nimport antigravity\n")
    assert capsys.readouterr().out == ""
