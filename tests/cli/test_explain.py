"""`flashc explain`."""

import pytest

from flashc.cli import main
from flashc.codes import CATALOGUE, ROUTE_CONFLICT


@pytest.mark.parametrize("spelled", ["FC304", "fc304", "304", "Fc304", " 304 ", "FC-304"])
def test_a_code_is_found_however_it_is_spelled(
    spelled: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["explain", spelled]) == 0
    shown = capsys.readouterr()
    assert shown.out == f"error[FC304]: route conflict\n\n{ROUTE_CONFLICT.explanation}\n"
    assert shown.err == ""


def test_without_a_code_all_are_listed_in_order(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == [code.number for code in CATALOGUE]
    assert "FC304  error    route conflict" in lines


@pytest.mark.parametrize("code", CATALOGUE, ids=lambda code: code.number)
def test_every_code_has_an_explanation_that_says_more_than_its_title(code: object) -> None:
    assert main(["explain", code.number]) == 0  # type: ignore[attr-defined]
    assert len(code.explanation) > len(code.title)  # type: ignore[attr-defined]


def test_an_unknown_code_is_wrong_usage_with_the_nearest_ones(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["explain", "FC399"]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.startswith("error: there is no code `FC399`\n  = help: did you mean `FC3")
    assert shown.err.endswith("? `flashc explain` lists all codes\n")


def test_what_is_nothing_like_a_code_leads_to_the_list(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "bananas"]) == 2
    assert "  = help: `flashc explain` lists all codes\n" in capsys.readouterr().err
