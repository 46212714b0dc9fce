"""A writer that is killed, at every single change of the disk."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from work import HANGING_SECONDS

_PATHS = [path for path in sys.path if path]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork to kill hundreds of writers")
@pytest.mark.parametrize(
    ("what", "at_least"), [("write", 50), ("create", 30), ("prune", 20), ("recovery", 300)]
)
def test_after_a_kill_anywhere_the_build_is_the_old_or_the_new_one(
    what: str, at_least: int
) -> None:
    script = Path(__file__).with_name("killed.py")
    done = subprocess.run(
        [sys.executable, script, what],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(_PATHS)},
        capture_output=True,
        text=True,
        check=False,
        timeout=HANGING_SECONDS,
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > at_least
