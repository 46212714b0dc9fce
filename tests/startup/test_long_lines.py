"""Long lines of classes: what startup knows of one is bounded, and beyond it nothing is claimed."""

from pathlib import Path

import pytest

from flashc.ir.bindings import Defined
from flashc.passes.names.bases import class_in
from flashc.passes.names.lookup import look_up
from flashc.passes.startup.ground import ground_of
from flashc.passes.startup.lineage import LONGEST, PLAIN_BASES, line_of
from flashc.passes.startup.run import Run
from passes.front import bound, expression
from startup.importing import python_refuses, reported
from work import calls_of


def line(length: int, *, is_empty: bool = False) -> str:
    """Give classes of which each extends the one before."""
    return "class C0:\n    top = 1\n" + "".join(
        f"class C{i}(C{i - 1}):\n    {'pass' if is_empty else f'c{i} = 1'}\n"
        for i in range(1, length)
    )


def test_what_is_held_of_a_line_of_classes_grows_with_the_line_only() -> None:
    length = 4 * LONGEST
    bindings = bound(line(length))
    held = []
    for i in range(length):
        symbol = look_up(bindings, "m", expression(f"C{i}"))
        definition = class_in(symbol)
        assert isinstance(symbol, Defined)
        assert definition is not None
        found = line_of(bindings, "m", definition, PLAIN_BASES)
        assert (found is None) == (i >= LONGEST)
        held.append(len(found or ()))
    assert held[:LONGEST] == list(range(1, LONGEST + 1))
    assert sum(held) < LONGEST * length


@pytest.mark.parametrize(("length", "is_known"), [(LONGEST, True), (LONGEST + 1, False)])
def test_a_member_is_missed_as_far_down_as_is_looked(
    tmp_path: Path, length: int, is_known: bool
) -> None:
    text = line(length) + f"D = C{length - 1}\nD.top\nD.c1\n"
    assert reported({"main": text}) == ()
    assert not python_refuses({"main": text}, tmp_path / "fine")
    lacking = {"main": f"{text}D.nothing\n"}
    assert python_refuses(lacking, tmp_path / "lacking")
    assert [one.code.number for one in reported(lacking)] == (["FC620"] if is_known else [])


def work(length: int, *, lacking: bool) -> int:
    """Count the work of reading as many members from the last class of a line as it is long."""
    uses = "".join(f"D.{'a' if lacking else 'c'}{i}\n" for i in range(1, length))
    # Every report compares a name with those that are there: few, for that is not what is counted.
    text = f"{line(length, is_empty=lacking)}D = C{length - 1}\n{uses}"
    ground = ground_of(bound({"main": text}))
    run = Run(ground, (), {})
    work = calls_of(lambda: run.import_all(("main",)))
    assert len(run.found) == (length - 1 if lacking and length <= LONGEST else 0)
    return work


@pytest.mark.parametrize("shorter", [LONGEST // 4, 2 * LONGEST])
@pytest.mark.parametrize("lacking", [True, False])
def test_four_times_as_many_members_of_a_longer_line_are_about_four_times_the_work(
    shorter: int, lacking: bool
) -> None:
    assert work(4 * shorter, lacking=lacking) < 6 * work(shorter, lacking=lacking)
