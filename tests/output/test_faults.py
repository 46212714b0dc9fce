"""A failing disk, at every single change of it."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from flashc_emitters.output import OutputProblem, Recovery, recover
from flashc_emitters.output.state import STATE_FOLDER
from output.faults import (
    Fault,
    error_after,
    error_before,
    error_onwards,
    error_within,
    injected,
    interrupt,
    none,
)
from output.scenario import EVERYTHING, Scenario, Snapshot, snapshot, write

FAULTS = (error_before, error_onwards, error_after, error_within, interrupt)


def builds(scenario: Scenario, folder: Path) -> tuple[Snapshot, Snapshot, int]:
    """Return the old build, the new one, and the number of changes between them."""
    out = folder / "undisturbed"
    scenario.prepare(out)
    old = snapshot(out)
    with injected(none) as made:
        write(out, *scenario.new)
    return old, snapshot(out), len(made)


def without_state(found: Snapshot) -> Snapshot:
    return {path: at for path, at in found.items() if not path.startswith(STATE_FOLDER)}


@pytest.mark.parametrize("fault", FAULTS)
def test_after_a_fault_anywhere_the_next_command_leaves_the_old_build_or_the_new_one(
    fault: Callable[[int], Fault], memory_path: Path
) -> None:
    old, new, count = builds(EVERYTHING, memory_path)
    seen = set()
    for at in range(1, count + 1):
        out = memory_path / f"at-{at}"
        EVERYTHING.prepare(out)
        with injected(fault(at)), suppress(OutputProblem, KeyboardInterrupt):
            write(out, *EVERYTHING.new)
        recover(out)
        assert snapshot(out) in (old, new), f"fault at change {at}"
        seen.add(snapshot(out) == new)
        write(out, *EVERYTHING.new)
        assert snapshot(out) == new, f"fault at change {at}"
    assert count > 50
    assert seen == {False, True}


@pytest.mark.parametrize("fault", [error_before, error_within, interrupt])
def test_a_write_that_fails_has_put_the_old_build_back_before_it_says_so(
    fault: Callable[[int], Fault], memory_path: Path
) -> None:
    old, new, count = builds(EVERYTHING, memory_path)
    refused = 0
    for at in range(1, count + 1):
        out = memory_path / f"at-{at}"
        EVERYTHING.prepare(out)
        with injected(fault(at)):
            try:
                write(out, *EVERYTHING.new)
            except (OutputProblem, KeyboardInterrupt) as raised:
                refused += 1
                leftover = isinstance(raised, OutputProblem) and "LEFTOVER" in raised.kind.name
                late = isinstance(raised, KeyboardInterrupt) or leftover
                expected = (old, new) if late else (old,)
            else:
                expected = (new,)
        assert without_state(snapshot(out)) in expected, f"fault at change {at}"
    assert refused > 40


def test_a_failed_first_build_leaves_not_even_the_output_folder(memory_path: Path) -> None:
    with injected(none) as made:
        write(memory_path / "whole" / "build", *EVERYTHING.new)
    for at in range(1, made.index("sync_folder") + 1):
        out = memory_path / f"at-{at}" / "build"
        with injected(error_before(at)), pytest.raises(OutputProblem):
            write(out, *EVERYTHING.new)
        assert not out.parent.exists(), f"fault at change {at}"


def test_faults_during_recovery_leave_the_old_build_or_the_new_one(memory_path: Path) -> None:
    old, new, count = builds(EVERYTHING, memory_path)
    recoveries = 0
    # The write fails and cannot even undo; then the recovery fails at each of its own changes.
    for first in range(1, count + 1, 5):
        for second in range(1, count + 1, 3):
            out = memory_path / f"at-{first}-{second}"
            EVERYTHING.prepare(out)
            with injected(error_onwards(first)), suppress(OutputProblem):
                write(out, *EVERYTHING.new)
            with injected(error_before(second)) as made:
                try:
                    recover(out)
                except OutputProblem:
                    recoveries += 1
            if len(made) < second:
                break
            recover(out)
            assert snapshot(out) in (old, new), f"faults at changes {first}, {second}"
    assert recoveries > 10


def test_recovery_of_nothing_changes_nothing(memory_path: Path) -> None:
    EVERYTHING.prepare(memory_path)
    with injected(none) as made:
        assert recover(memory_path) is Recovery.NOTHING
        assert recover(memory_path / "absent") is Recovery.NOTHING
    assert made == []
