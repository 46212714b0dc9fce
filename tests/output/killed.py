"""Kills writers at every single change of the disk; run as a program, because it forks.

The tests run it as one process without threads of its own, so that each of the many kills costs a
fork and not the start of an interpreter. It prints how many writers it killed.
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from flashc_emitters.output import compare_build, recover
from output.faults import Fault, injected, kill, none
from output.scenario import EVERYTHING, MEMORY, SMALL, Scenario, Snapshot, snapshot, write

_SURVIVED = 0
_FAILED = 1
_KILLED = 9


def main(what: str, folder: Path) -> int:
    """Run one of the scenarios below `folder`; returns the number of kills."""
    os.fsync = lambda _descriptor: None  # type: ignore[assignment]
    match what:
        case "write":
            return kill_writers(EVERYTHING, folder)
        case "create":
            return kill_writers(Scenario(old=(), new=EVERYTHING.new, foreign={}), folder)
        case "prune":
            return kill_writers(Scenario(old=EVERYTHING.old, new=(), foreign={}), folder)
        case "recovery":
            return kill_recoveries(SMALL, folder)
    raise SystemExit(f"no scenario {what}")


def kill_writers(scenario: Scenario, folder: Path) -> int:
    """Kill a writer at each change; what `recover` and the next write leave is checked apart."""
    old, new = _builds(scenario, folder)
    at = 0
    while True:
        at += 1
        out, copy = folder / f"{at}", folder / f"{at}-copy"
        scenario.prepare(out)
        if _die(partial(write, out, *scenario.new), kill(at)) == _SURVIVED:
            assert snapshot(out) == new, "undisturbed"
            return at - 1
        _check_copy(out, copy, (old, new), at)
        killed = snapshot(out)
        compare_build(out, scenario.new, prune=True)
        assert snapshot(out) == killed, f"{at}: a comparison changed something"
        write(out, *scenario.new)
        assert snapshot(out) == new, f"{at}: not exactly the new build after the next write"
        _remove(out, copy)


def kill_recoveries(scenario: Scenario, folder: Path) -> int:
    """Kill a writer at each change, and then the recovery at each of its own changes."""
    old, new = _builds(scenario, folder)
    kills = at = 0
    while True:
        at += 1
        out = folder / f"{at}"
        scenario.prepare(out)
        if _die(partial(write, out, *scenario.new), kill(at)) == _SURVIVED:
            return kills
        second = 0
        outcome = _KILLED
        while outcome == _KILLED:
            second += 1
            copy = folder / f"{at}-{second}"
            shutil.copytree(out, copy, symlinks=True)
            outcome = _die(partial(recover, copy), kill(second))
            kills += outcome == _KILLED
            recover(copy)
            assert snapshot(copy) in (old, new), f"{at}, {second}: neither old nor new"
            write(copy, *scenario.new)
            assert snapshot(copy) == new, f"{at}, {second}: not exactly the new build"
            _remove(copy)
        _remove(out)


def _check_copy(out: Path, copy: Path, builds: tuple[Snapshot, ...], at: int) -> None:
    """Recover a copy, whose inodes differ, as when a build comes out of a cache."""
    if not out.exists():
        return
    shutil.copytree(out, copy, symlinks=True)
    recover(copy)
    assert snapshot(copy) in builds, f"{at}: neither the old build nor the new one"


def _builds(scenario: Scenario, folder: Path) -> tuple[Snapshot, Snapshot]:
    out = folder / "undisturbed"
    scenario.prepare(out)
    old = snapshot(out)
    with injected(none):
        write(out, *scenario.new)
    return old, snapshot(out)


def _die(act: Callable[[], object], fault: Fault) -> int:
    """Run `act` in a child that dies of `fault`; returns the child's exit code."""
    child = os.fork()
    if child == 0:
        code = _FAILED
        try:
            with injected(fault):
                act()
            code = _SURVIVED
        finally:
            # The child must not clean up, or go on with, what is its parent's.
            os._exit(code)
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    assert code in (_SURVIVED, _KILLED), f"the child ended with {code}"
    return code


def _remove(*folders: Path) -> None:
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(dir=MEMORY) as scratch:
        sys.stdout.write(f"{main(sys.argv[1], Path(scratch))}\n")
