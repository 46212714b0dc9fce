"""Runs flashc as a user does: a process of its own, with real streams and exit codes."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from work import HANGING_SECONDS

REPOSITORY = Path(__file__).parents[2]
FOLDERS = ("compiler", "emitters", "runtime_shim", "runtime_shim/flashc_stand_ins")

# What a person's shell may hold and what would change the output is taken out of the way.
_UNSET = ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "PYTHONIOENCODING", "PYTHONUTF8", "LC_ALL", "LANG")


def environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in _UNSET}
    path = os.pathsep.join(str(REPOSITORY / folder) for folder in FOLDERS)
    return kept | {"PYTHONPATH": path, "LC_ALL": "C.UTF-8"} | dict(extra or {})


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "flashc", *arguments]


def flashc(
    *arguments: str, folder: Path, extra: Mapping[str, str] | None = None
) -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run(
        command(*arguments),
        cwd=folder,
        env=environment(extra),
        capture_output=True,
        check=False,
        timeout=HANGING_SECONDS,
    )
