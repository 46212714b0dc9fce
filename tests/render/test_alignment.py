"""Marks stand under the characters that they mean, whatever those characters are."""

from collections.abc import Iterator
from itertools import pairwise

import pytest
from wcwidth import wcswidth

from flashc.render.columns import LIMIT, show_line
from render.drawn import at, between, drawn, golden, source


def _line_and_marks(text: str) -> Iterator[tuple[str, str]]:
    lines = text.splitlines()
    for line, below in pairwise(lines):
        if "^" in below and below.startswith("  |"):
            yield line, below


@pytest.mark.parametrize(
    "before",
    [
        "name = ",
        "\tname\t= ",
        "名前 = ",
        "s = '界世', ",
        "e\u0301\u0301 = ",
        "s = '\U0001f600', ",
        "s = '\u2764\ufe0f', ",
        "s = '\x1b[31m\u202e\u200b', ",
        "s = '\udc80', ",
        "한국어 = ",
        "s = '\xa0', ",
        "s = '\uff21', ",
    ],
)
def test_the_caret_stands_in_the_terminal_column_of_its_character(before: str) -> None:
    file = source(f"{before}HERE\n")
    ((line, marks),) = _line_and_marks(drawn(file, primary=at(file, "HERE", "this")))
    assert marks.rstrip().endswith("^^^^ this")
    assert wcswidth(line[: line.index("HERE")]) == marks.index("^")


def test_a_wide_character_is_underlined_in_its_whole_width() -> None:
    file = source("x = 名前\n")
    assert drawn(file, primary=at(file, "名前", "text")).endswith("    ^^^^ text")


def test_tabs_are_expanded() -> None:
    file = source("\tx\t= 1\n")
    assert drawn(file, primary=at(file, "1", "one")) == golden("""
        error[FC304]: m
         --> src/a.py:1:6
          |
        1 |     x    = 1
          |            ^ one
        """)


@pytest.mark.parametrize("text", ["x = 1", "x = 1\n", "x = 1\r\n"])
def test_a_mark_at_the_end_of_a_line_stands_behind_it(text: str) -> None:
    file = source(text)
    assert drawn(file, primary=between(file, 5, 5, "here")).endswith("1 | x = 1\n  |      ^ here")


@pytest.mark.parametrize(("text", "place"), [("", "1:1"), ("x\n", "2:1"), ("x\r\n\r\n", "3:1")])
def test_a_mark_at_the_end_of_the_file_is_one_caret(text: str, place: str) -> None:
    file = source(text)
    end = len(text)
    shown = drawn(file, primary=between(file, end, end, "unexpected end"))
    number = place[0]
    assert f"--> src/a.py:{place}\n" in shown
    assert shown.endswith(f"{number} |\n  | ^ unexpected end")


def test_a_span_beyond_the_end_of_the_file_is_pulled_back() -> None:
    file = source("x = 1")
    assert drawn(file, primary=between(file, 90, 99, "here")).endswith("1 | x = 1\n  |      ^ here")


@pytest.mark.parametrize("end_of_line", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end_gives_the_same_picture(end_of_line: str) -> None:
    file = source(f"a = 1{end_of_line}b = 2{end_of_line}c = 3{end_of_line}")
    assert drawn(file, primary=at(file, "b", "this")) == golden("""
        error[FC304]: m
         --> src/a.py:2:1
          |
        2 | b = 2
          | ^ this
        """)


def test_a_span_that_includes_its_line_end_stays_on_its_line() -> None:
    file = source("a = 1\r\nb = 2\r\n")
    assert drawn(file, primary=between(file, 0, 7, "all")).endswith("1 | a = 1\n  | ^^^^^ all")


def test_a_long_line_is_cut_around_the_span() -> None:
    file = source("a = '" + "y" * 300 + "', HERE, '" + "z" * 300 + "'\n")
    ((line, marks),) = _line_and_marks(drawn(file, primary=at(file, "HERE", "this")))
    assert line.startswith("1 | ...yyy")
    assert line.endswith("zzz...")
    assert len(line) <= LIMIT + len("1 | ") + 2 * len("...") + 1
    assert line.index("HERE") == marks.index("^")
    assert marks.endswith("^^^^ this")


def test_a_long_line_of_wide_characters_is_cut_by_its_width() -> None:
    file = source("a = '" + "界" * 300 + "', HERE\n")
    ((line, marks),) = _line_and_marks(drawn(file, primary=at(file, "HERE")))
    assert wcswidth(line) <= LIMIT + 10
    assert wcswidth(line[: line.index("HERE")]) == marks.index("^")


def test_a_span_longer_than_the_limit_is_underlined_as_far_as_it_is_shown() -> None:
    file = source("x" * 5000 + "\n")
    ((line, marks),) = _line_and_marks(drawn(file, primary=at(file, "x" * 4000, "long")))
    assert line.endswith("...")
    assert len(marks) < LIMIT + 20


def test_labels_that_are_far_apart_on_a_long_line_do_not_break_the_picture() -> None:
    file = source("A" + "x" * 5000 + "B\n")
    shown = drawn(file, primary=at(file, "A", "start"), labels=(at(file, "B", "end"),))
    assert "start" in shown
    assert "end" in shown


def test_a_short_line_is_shown_in_full() -> None:
    assert show_line("x" * LIMIT, 0, 1).text == "x" * LIMIT


def test_a_line_of_ten_megabytes_takes_no_time() -> None:
    line = "y" * 5_000_000 + "HERE" + "z" * 5_000_000
    shown = show_line(line, 5_000_000, 5_000_004)
    assert "HERE" in shown.text
    assert len(shown.text) < 2 * LIMIT


def test_a_megabyte_of_combining_marks_is_cut_too() -> None:
    assert len(show_line("a" + "\u0301" * 1_000_000, 0, 1).text) < 2 * LIMIT
