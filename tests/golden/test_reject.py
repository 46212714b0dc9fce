"""Programs with mistakes: every line that is said about them is in the repository."""

import re
from pathlib import Path

import pytest

from flashc.codes import CATALOGUE
from flashc.diagnostic import Severity
from golden.compiling import compile_fixture
from golden.fixtures import REJECT, Fixture, read_tree
from golden.test_accept import UPDATE

SEVERITIES = {code.number: code.severity for code in CATALOGUE}
MILDER = (Severity.NOTE, Severity.WARNING, Severity.ERROR)


def code_of(fixture: Fixture) -> str:
    """Return the code that a fixture shows: its name begins with it."""
    return fixture.name.partition("_")[0]


@pytest.mark.parametrize("fixture", REJECT, ids=repr)
def test_is_reported_as_its_golden_says(
    fixture: Fixture, light_path: Path, update_golden: bool
) -> None:
    compiled = compile_fixture(fixture, light_path)
    # 2 is a bug of flashc's own: its report is no golden.
    assert compiled.exit_code in {0, 1}, compiled.diagnostics
    actual = {"diagnostics.txt": compiled.diagnostics.encode()}
    if update_golden:
        fixture.expected.mkdir(exist_ok=True)
        (fixture.expected / "diagnostics.txt").write_bytes(actual["diagnostics.txt"])
    assert actual == read_tree(fixture.expected), UPDATE


@pytest.mark.parametrize("fixture", REJECT, ids=repr)
def test_shows_its_code_and_no_other_mistake(fixture: Fixture, light_path: Path) -> None:
    compiled = compile_fixture(fixture, light_path)
    heads = re.findall(r"^(\w+)\[(FC\d+)\]: ", compiled.diagnostics, re.MULTILINE)
    own = code_of(fixture)
    assert own in {number for _, number in heads}
    # Beside it there may be milder remarks about the same lines.
    severity = SEVERITIES[own]
    others = {(word, number) for word, number in heads if number != own}
    assert [one for one in others if MILDER.index(one[0]) >= MILDER.index(severity)] == []


@pytest.mark.parametrize("fixture", REJECT, ids=repr)
def test_an_error_leaves_no_output_and_a_remark_does_no_harm(
    fixture: Fixture, light_path: Path
) -> None:
    compiled = compile_fixture(fixture, light_path)
    is_error = SEVERITIES[code_of(fixture)] is Severity.ERROR
    assert compiled.exit_code == (1 if is_error else 0)
    assert compiled.build.exists() is not is_error
