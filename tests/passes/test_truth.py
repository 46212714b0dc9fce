"""Conditions: what comparisons and boolean operators come to, as Python itself computes them."""

import pytest

from flashc.ir.facts import Known
from passes.front import folded, reason_of

CONDITIONS = (
    "'a' == 'a'",
    "'a' != 'a'",
    "1 == True",
    "1 == 1.0",
    "None == ''",
    "'prod' in ('prod', 'test')",
    "'x' not in ['prod', 'test']",
    "'ro' in 'prod'",
    "'a' in {'a': 1}",
    "1 < 2",
    "2 <= 1",
    "'b' > 'a'",
    "1.5 >= 1",
    "None is None",
    "str('') is not None",
    "not ''",
    "bool('')",
    "bool('0')",
    "not 'x'",
    "not ('a',)",
    "not {}",
    "'' and 'b'",
    "'a' and 'b'",
    "'' or 'b'",
    "('a') or ('b')",
    "('a'\n  or\\\n  'b')",
    "('a' == 'a') and not (1 > 2)",
    "'yes' if 'a' == 'b' else 'no'",
    "'yes' if ('a' and 1) else 'no'",
    "'x' + ('a' if 0 else 'b')",
    "'TRUE'.lower() in ('1', 'true')",
)


@pytest.mark.parametrize("text", CONDITIONS)
def test_a_condition_comes_to_what_python_computes(text: str) -> None:
    # The texts stand above, all of them literals.
    written = f"({text})" if "\n" in text else text
    known = folded(f"X = {written}\n")
    assert isinstance(known, Known), known
    assert known.value == eval(written)  # noqa: S307


@pytest.mark.parametrize(
    "text",
    [
        "1 < 'a'",
        "'a' == 'a' == 'a'",
        "('a',) == ['a']",
        "1 in 'a'",
        "len in ('a',)",
        "w and 'a'",
        "w or 'a'",
        "'a' == w",
        "'' is ''",
        "not w",
        "'a' if w else 'b'",
        "'a' == # why\n 'a'",
    ],
)
def test_what_only_running_could_tell_is_unknown(text: str) -> None:
    assert reason_of(f"import w\nX = ({text})\n")


def test_only_the_branch_that_holds_is_asked() -> None:
    fact = folded("X = 'a' if 1 else open('x')\n")
    assert isinstance(fact, Known)
    assert fact.value == "a"
