"""Reach: conditions that no definition can decide are not folded, and all others are."""

from dataclasses import replace

import pytest

from flashc.ir.bindings import Bindings
from flashc.passes.fold.decide import decide
from flashc.passes.fold.folder import Folder
from flashc.passes.fold.reach import Reach
from passes.front import bound, expression
from work import calls_of

CONFIGURATION = """\
import os as system
from os import environ as env, getenv

HEX = 16
HOME = system.environ
read = system.getenv
STAGE = env["STAGE"]
DEV = read("DEV") == "1"
LIST = [0, HEX, (STAGE, HEX)]
ROUND = AGAIN
AGAIN = ROUND or HEX
BOTH = LATER or HEX
LATER = BOTH if HEX else DEV

class Settings:
    inner = getenv("INNER")
    outer = inner
    plain = HEX

if HEX:
    CHOSEN = getenv("CHOSEN")
else:
    CHOSEN = "x"
"""
MODULES = {
    "conf": CONFIGURATION,
    "m": "import conf\nfrom conf import *\nfrom conf import DEV as dev\nfrom conf import Settings",
}


@pytest.mark.parametrize(
    "written",
    [
        'getenv("A")',
        'env["A"] == "1"',
        'not HOME.get("A")',
        'conf.system.getenv("A")',
        'read("A")',
        "dev",
        "conf.STAGE in ('a', 'b')",
        "LIST",
        "LIST[2][0]",
        "BOTH",
        "LATER",
        "Settings.outer",
        "CHOSEN",
        "f'{STAGE}'.lower()",
        "HEX + HEX + len(STAGE)",
    ],
)
def test_what_reads_a_variable_by_whatever_name_is_reached(written: str) -> None:
    assert Reach(bound(MODULES)).reaches("m", expression(written))


@pytest.mark.parametrize(
    "written",
    ["HEX", "'STAGE'", "ROUND", "AGAIN", "Settings.plain", "conf", "unknown.name", "len([HEX])"],
)
def test_what_reads_none_is_not(written: str) -> None:
    reach = Reach(bound(MODULES))
    assert not reach.reaches("m", expression(written))
    # Nor after questions that do.
    assert reach.reaches("m", expression("(BOTH, LIST, CHOSEN, Settings.outer)"))
    assert not reach.reaches("m", expression(written))


def test_names_that_define_one_another_are_answered_the_same_in_every_order() -> None:
    for first, second in (("BOTH", "LATER"), ("LATER", "BOTH")):
        reach = Reach(bound(MODULES))
        assert reach.reaches("m", expression(first))
        assert reach.reaches("m", expression(second))


def defined(text: str) -> Bindings:
    return replace(bound(text), defines={"A": "1"})


def test_only_conditions_that_may_hang_on_a_definition_are_folded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[object] = []
    fold = Folder.fold

    def noted(self: Folder, test: object) -> object:
        asked.append(test)
        return fold(self, test)  # type: ignore[arg-type]

    monkeypatch.setattr(Folder, "fold", noted)
    decide(defined("L = [0, 1]\nif L: x = 1\ny = 0 if L else 1\n"))
    assert asked == []
    text = "import os\nif os.getenv('A') == '1': x = 1\nelse: x = 2\n"
    assert len(decide(defined(text)).namespaces["m"].names["x"]) == 1
    assert asked


@pytest.mark.parametrize("condition", ["if L: 0\n", "x = 0 if L else 1\n"])
@pytest.mark.parametrize("first", ["0", "os.getenv('A')", "os.getenv('B')"])
def test_many_conditions_on_a_long_list_are_no_more_work_than_their_text(
    first: str, condition: str
) -> None:
    def work(count: int) -> int:
        zeros = "0, " * count
        bindings = defined(f"import os\nL = [{first}, {zeros}]\n{condition * count}")
        return calls_of(lambda: decide(bindings))

    assert work(800) < 6 * work(200)
