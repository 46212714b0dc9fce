"""Replaces the folders of one write together, and settles a write that was interrupted."""

from flashc_emitters.output import disk
from flashc_emitters.output.exchange import advance, finish, intact, retreat, verify
from flashc_emitters.output.folder import present
from flashc_emitters.output.journal import Step, read_journal, write_journal
from flashc_emitters.output.problem import OutputProblem, ProblemKind, os_errors_as
from flashc_emitters.output.report import Recovery
from flashc_emitters.output.state import State, sweep
from flashc_emitters.output.trust import check_state


def replace(state: State, steps: tuple[Step, ...]) -> None:
    """Exchange the staged folders for the present ones; on any failure, put all back."""
    try:
        write_journal(state, steps)
        _exchange(state, steps)
    except BaseException:
        _undo_if_open(state, steps)
        raise
    with os_errors_as(ProblemKind.LEFTOVER, state.folder):
        _conclude(state, steps)


def settle(state: State) -> Recovery:
    """Complete an interrupted write where that is possible, undo it otherwise.

    Completing is impossible when a power failure tore what was staged, when the system refuses, and
    when somebody has edited a file that would be dropped.
    """
    if present(state.committed):
        steps = read_journal(state.committed)
        check_state(state, steps)
        # Verified before the kill, and maybe changed since: what is dropped must be as recorded.
        verify(state, steps)
        _conclude(state, steps)
        sweep(state)
        return Recovery.COMPLETED
    if not present(state.journal):
        interrupted = state.interrupted
        sweep(state)
        return Recovery.UNDONE if interrupted else Recovery.NOTHING
    steps = read_journal(state.journal)
    check_state(state, steps)
    completed = _complete(state, steps)
    if completed:
        _conclude(state, steps)
    sweep(state)
    return Recovery.COMPLETED if completed else Recovery.UNDONE


def _exchange(state: State, steps: tuple[Step, ...]) -> None:
    for step in steps:
        advance(state, step)
    verify(state, steps)
    # From here on the new build is the build: an interruption no longer leads back.
    disk.rename(state.journal, state.committed)


def _complete(state: State, steps: tuple[Step, ...]) -> bool:
    if not intact(state, steps):
        _undo(state, steps)
        return False
    try:
        _exchange(state, steps)
    except (OSError, OutputProblem):
        _undo_if_open(state, steps)
        return present(state.committed)
    except BaseException:
        _undo_if_open(state, steps)
        raise
    return True


def _undo_if_open(state: State, steps: tuple[Step, ...]) -> None:
    """Undo, unless the exchange was recorded as done or has never been recorded as begun."""
    if present(state.journal):
        _undo(state, steps)


def _undo(state: State, steps: tuple[Step, ...]) -> None:
    for step in reversed(steps):
        retreat(state, step)
    disk.remove_file(state.journal)


def _conclude(state: State, steps: tuple[Step, ...]) -> None:
    """Remove what was replaced; what fails here is tried again by the next command."""
    for step in steps:
        finish(state, step)
    disk.remove_file(state.committed)
