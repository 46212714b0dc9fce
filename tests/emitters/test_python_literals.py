"""Python literals and docstrings mean exactly the user's text, in every version of Python."""

import ast
import inspect
import math
import re

import black
import pytest
from hypothesis import given
from hypothesis import strategies as st

from emitters.texts import hostile, literals
from flashc.ir.plan.types import Literal
from flashc_emitters.literals import docstrings, python
from inventing import invented

MODE = black.Mode(target_versions={black.TargetVersion.PY311}, line_length=10**6)
MANY = invented(500)


@MANY
@given(literals)
def test_a_literal_reads_back_as_itself(value: Literal) -> None:
    back = eval(python.literal(value))  # noqa: S307
    assert type(back) is type(value)
    assert repr(back) == repr(value)


@MANY
@given(literals)
def test_black_keeps_a_literal(value: Literal) -> None:
    program = f"x = {python.literal(value)}\n"
    assert black.format_str(program, mode=MODE) == program


def test_an_integer_that_is_too_long_to_print_reads_back() -> None:
    # Not a parameter: pytest would print it.
    for sign in (1, -1):
        assert eval(python.literal(sign * 10**5000)) == sign * 10**5000  # noqa: S307


@pytest.mark.parametrize("value", [1e22, 5e-324, -0.0, math.inf, -math.inf])
def test_extreme_numbers_read_back(value: float) -> None:
    assert eval(python.literal(value)) == value  # noqa: S307


def test_nan_reads_back() -> None:
    assert math.isnan(eval(python.literal(math.nan)))  # noqa: S307


@pytest.mark.parametrize(
    ("text", "literal"),
    [
        ("plain", '"plain"'),
        ('say "hi"', "'say \"hi\"'"),
        ("it's", '"it\'s"'),
        ("both \" and '", '"both \\" and \'"'),
        ("caf\u00e9 \u65e5\u672c \U0001f600", '"caf\u00e9 \u65e5\u672c \U0001f600"'),
        ("\x00\x1b\u202e\ud800\xa0", '"\\x00\\x1b\\u202e\\ud800\\xa0"'),
        ("a\nb\tc\\d", '"a\\nb\\tc\\\\d"'),
    ],
)
def test_letters_stay_readable_and_nothing_hides(text: str, literal: str) -> None:
    assert python.string(text) == literal


def as_shown(text: str) -> str:
    """Return what FastAPI shows of a docstring: half characters as escapes, no idle blanks."""
    shown = re.sub(
        "[\ud800-\udfff]", lambda match: f"\\u{ord(match[0]):04x}", inspect.cleandoc(text)
    )
    lines = (line if line.strip(" ") else "" for line in shown.split("\n"))
    return "\n".join(lines).rstrip().lstrip("\n")


@MANY
@given(hostile, st.sampled_from([0, 4]))
def test_a_docstring_is_shown_as_the_user_wrote_it(text: str, indent: int) -> None:
    literal = docstrings.docstring_or_none(text, indent)
    if literal is None:
        assert not text.strip()
    else:
        back = ast.literal_eval(literal)
        assert as_shown(back) == as_shown(text)


@pytest.mark.parametrize(
    ("text", "literal"),
    [
        ("Say it.", '"""Say it."""'),
        ("\n    Say it.\n    ", '"""\n    Say it.\n    """'),
        ("First.\n\n        Then.\n\n    ", '"""First.\n\n    Then.\n    """'),
        ('Say "it"', '"""\n    Say "it"\n    """'),
        ('"It" is', '"""\\"It" is"""'),
        ('Not """ quite', '"""Not \\""" quite"""'),
        ("C:\\temp\\", '"""C:\\\\temp\\\\"""'),
        ("Two blanks  \n    break", '"""Two blanks \\x20\n    break\n    """'),
        ("Hidden \u202e text", '"""Hidden \\u202e text"""'),
        ("Caf\u00e9 {{ x }} `y`", '"""Caf\u00e9 {{ x }} `y`"""'),
    ],
)
def test_docstrings_stay_readable(text: str, literal: str) -> None:
    assert docstrings.docstring(text, 4) == literal


@pytest.mark.parametrize("text", [None, "", " \n\t "])
def test_an_empty_docstring_is_left_out(text: str | None) -> None:
    assert docstrings.docstring_or_none(text, 4) is None
