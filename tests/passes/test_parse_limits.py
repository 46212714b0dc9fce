"""Input that no one writes by hand: nested, long, large, empty."""

import pytest

from flashc.ir import expressions as ex
from flashc.passes.parse import parse, parse_expression
from flashc.source import Span
from passes.front import (
    expression,
    folded,
    parsed,
    reason_of,
    refused,
    source_of,
    type_in,
    value_of,
)
from work import calls_of


@pytest.mark.parametrize(
    "text",
    [
        "x = " + "(" * 10_000 + ")" * 10_000,
        "x = " + "[" * 10_000 + "]" * 10_000,
        "x = " + "-" * 10_000 + "1",
        "x = " + "not " * 2_500 + "1",
        "x = " + "lambda: " * 2_500 + "1",
        "x = " + "1 if a else " * 2_500 + "1",
        "x = " + "**".join(["a"] * 2_500),
        "x = a" + ".b" * 2_500,
        "x = a" + "()" * 2_500,
        "x = a" + "[0]" * 2_500,
        "x = " + "+".join(["1"] * 5_000),
        "x = " + "f(" * 150 + "[" * 100 + "]" * 100 + ")" * 150,
        "".join(f"{' ' * depth}if a:\n" for depth in range(1_000)) + " " * 1_000 + "pass",
        "".join(f"{' ' * depth}def f():\n" for depth in range(99))
        + " " * 99
        + "x = "
        + "-" * 200
        + "1",
        "x: " + "list[" * 190 + "int" + "]" * 190 + " = " + "-" * 300 + "1",
    ],
    ids=range(15),
)
def test_deep_nesting_is_one_error_and_no_traceback(text: str) -> None:
    problem = refused(f"{text}\n")
    assert problem.code.number == "FC104"
    assert problem.primary is not None


@pytest.mark.parametrize(
    "text",
    [
        "x = " + "[" * 150 + "]" * 150,
        "x = " + "-" * 150 + "1",
        "x = a" + ".b()" * 80,
        "x = " + " and ".join(["a"] * 900),
        "x = " + " < ".join(["a"] * 5_000),
        "x = " + " ".join(["'a'"] * 5_000),
        "a = " * 2_000 + "1",
        "if a: pass\n" + "elif a: pass\n" * 900,
        "".join(f"{' ' * depth}if a:\n" for depth in range(90)) + " " * 90 + "pass",
        "x = " + "[a] + " * 900 + "[b]",
        "class A: pass\n" * 2_000,
    ],
    ids=range(11),
)
def test_what_python_reads_easily_is_read(text: str) -> None:
    assert parsed(f"{text}\n").body


def test_long_chains_fold_without_nesting() -> None:
    terms = " + ".join(['"ab"'] * 900)
    assert value_of(f"X = {terms}\n") == "ab" * 900
    union = " | ".join(["int", "str"] * 400)
    assert type_in("", union)


def doubling(first: str, line: str, count: int) -> str:
    """Give constants each of which has the one before it twice."""
    lines = [f"X{n} = {line.format(before=f'X{n - 1}')}" for n in range(1, count)]
    return "\n".join([f"X0 = {first}", *lines])


def test_constants_that_double_end_before_they_fill_the_memory() -> None:
    texts = doubling("'ab'", "{before} + {before}", 60)
    assert value_of(texts, "X9") == "ab" * 512
    assert "computed" in reason_of(texts, "X25")
    lists = doubling("['a']", "[*{before}, *{before}]", 60)
    assert "too long" in reason_of(lists, "X25")


@pytest.mark.parametrize(
    ("first", "line", "asked"),
    [
        ("'ab'", "{before} + {before}", "X25"),
        ("['a']", "[*{before}, *{before}]", "X25"),
        ("'a'", "({before}, {before})", "X39"),
    ],
)
def test_constants_that_double_take_work_that_does_not(first: str, line: str, asked: str) -> None:
    # Followed wherever it leads, the last of them would be visited 2**25 times and more.
    assert calls_of(lambda: folded(doubling(first, line, 60), asked)) < 1_000_000


def test_a_long_trail_of_names_ends_with_a_reason() -> None:
    lines = ["X0 = 'a'", *(f"X{n} = X{n - 1} + ''" for n in range(1, 200))]
    assert value_of("\n".join(lines), "X30") == "a"
    assert "deeply" in reason_of("\n".join(lines), "X199")


def test_aliases_that_double_end_with_a_reason() -> None:
    aliases = doubling("int", "dict[{before}, {before}]", 45)
    assert "deeply" in repr(type_in(aliases, "X44"))
    assert calls_of(lambda: type_in(aliases, "X44")) < 1_000_000


@pytest.mark.parametrize(
    "text", ["", "\n", "# only a comment", "\n\n# c\n", "\x0c", "  \n\t\n", "'''doc'''"]
)
def test_files_without_code_are_modules_without_statements(text: str) -> None:
    assert parsed(text).body == ()


def test_reading_data_is_work_in_proportion_to_its_rows() -> None:
    def read(count: int) -> None:
        row = '    {{"id": {0}, "name": "row {0}", "é": [1.5, None]}}'
        rows = ",\n".join(row.format(number) for number in range(count))
        assert parsed(f"ROWS = [\n{rows}\n]\nX = 'a'\n").body

    read(1)
    few = calls_of(lambda: read(400))
    assert calls_of(lambda: read(4_000)) < 11 * few


def test_a_line_of_a_megabyte_is_read() -> None:
    assert expression("'" + "é😀" * 500_000 + "'") == ex.Constant(
        value="é😀" * 500_000, span=Span("m.py", 4, 1_000_006)
    )


def test_text_that_is_no_python_at_all_is_one_error() -> None:
    for text in (
        "\x7fELF\x02\x01",
        "<html>",
        "PK\x03\x04",
        "{{ template }}\n{% if %}",
        "\x00",
        "\ufeff\ufeff",
    ):
        _, problems = parse(source_of(text))
        assert len(problems) == 1
        assert problems[0].is_error


@pytest.mark.parametrize(
    "text", ["", "int str", "1 +", "x = 1", "import a", ")", "(", "'", "x\ny", "x;y", "def"]
)
def test_quoted_text_that_is_no_expression_is_none(text: str) -> None:
    assert parse_expression(text, Span("m.py", 0, 1)) is None


def test_a_quoted_expression_has_its_places_in_the_file_where_it_stands_there() -> None:
    found = parse_expression(" list[ int ]", Span("m.py", 10, 24), 11)
    assert isinstance(found, ex.Subscript)
    assert found.span == Span("m.py", 12, 23)
    whole = parse_expression("list[int]", Span("m.py", 10, 24))
    assert isinstance(whole, ex.Subscript)
    assert whole.index.span == Span("m.py", 10, 24)
