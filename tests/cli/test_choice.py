"""Which command is meant, and whether to colour: pure decisions."""

import pytest

from flashc.commands.choice import with_command
from flashc.commands.color import wants_color
from flashc.commands.table import table

COMMANDS = ("build", "check", "explain", "routes")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("src -o out", "build src -o out"),
        ("-o out src", "build -o out src"),
        ("build src -o out", "build src -o out"),
        ("./build -o out", "build ./build -o out"),
        ("check src", "check src"),
        ("./check src", "build ./check src"),
        ("src check", "build src check"),
        ("-q check src", "check -q src"),
        ("--color always -v routes src", "routes --color always -v src"),
        ("--format=json check src", "check --format=json src"),
        ("-q src", "build -q src"),
        ("-o build src", "build -o build src"),
        ("--", "build --"),
        ("-- check", "build -- check"),
        ("--help", "--help"),
        ("src --help", "build src --help"),
        ("", ""),
        ("--color", "build --color"),
    ],
)
def test_build_is_meant_where_no_command_is_named(typed: str, meant: str) -> None:
    assert with_command(typed.split(), COMMANDS) == meant.split()


@pytest.mark.parametrize(
    ("choice", "variables", "is_terminal", "expected"),
    [
        ("auto", {}, True, True),
        ("auto", {}, False, False),
        ("auto", {"TERM": "dumb"}, True, False),
        ("auto", {"NO_COLOR": "1"}, True, False),
        ("auto", {"NO_COLOR": ""}, True, True),
        ("auto", {"FORCE_COLOR": "1"}, False, True),
        ("auto", {"FORCE_COLOR": "0"}, True, False),
        ("auto", {"FORCE_COLOR": "1", "TERM": "dumb"}, True, True),
        ("auto", {"FORCE_COLOR": "1", "NO_COLOR": "1"}, True, False),
        ("always", {"NO_COLOR": "1"}, False, True),
        ("never", {"FORCE_COLOR": "1"}, True, False),
    ],
)
def test_colour_is_what_the_user_asks_for_then_the_environment_then_the_terminal(
    choice: str, variables: dict[str, str], is_terminal: bool, expected: bool
) -> None:
    assert wants_color(choice, variables, is_terminal) is expected


def test_columns_are_aligned_by_what_the_terminal_shows() -> None:
    assert table([("名前", "a"), ("x", "b")]) == "名前  a\nx     b\n"


def test_the_last_cell_of_a_short_row_does_not_widen_a_column() -> None:
    rows = [("a", "1 route", "build/a"), ("b", "a long sentence that is no column")]
    assert table(rows) == "a  1 route  build/a\nb  a long sentence that is no column\n"


def test_hostile_cells_are_made_safe() -> None:
    assert table([("a\x1b[31m\nb", "c")]) == "a\\x1b[31m\\nb  c\n"
