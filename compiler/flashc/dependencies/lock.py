"""Locks: one worker's requirements with exact versions and hashes, resolved by uv.

uv downloads metadata from the index that it is set up for. It never builds a source distribution
here, because that would run code of strangers; so every distribution needs a wheel.
"""

import hashlib
import importlib.util
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from flashc.passes.requirements.passwords import without_passwords

LOCK = "requirements.lock"
NO_UV = "uv is not installed: `pip install 'flashc[lock]'`, or install uv itself"
# What the images of the last years run: Debian 11 and later, RHEL 9 and later.
PLATFORM = "x86_64-manylinux_2_28"

_INPUTS = "# Inputs: sha256:"
_PIN = re.compile(r"^([a-z0-9][a-z0-9-]*)==([^\s;\\]+)", re.MULTILINE)
_TIMEOUT = 600


class LockProblem(Exception):  # noqa: N818 - it names the fact
    """uv is missing, or could not resolve; the text is one or more lines of why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LockInput:
    """What a lock is made from: `limits` must hold, `preferences` should, all sorted."""

    requirements: tuple[str, ...]
    limits: tuple[str, ...]
    preferences: tuple[str, ...]
    python: str

    @property
    def digest(self) -> str:
        """The same for the same inputs: a lock that carries it needs no resolving."""
        parts = (self.requirements, self.limits, self.preferences)
        lines = [PLATFORM, self.python, *("\n".join(("", *part)) for part in parts)]
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def lock(wanted: LockInput, previous: str | None) -> str:
    """Give the text of a lock; `previous` is kept as it is if it was made from the same.

    Otherwise its versions stay where nothing speaks against them. Raises `LockProblem`.
    """
    if previous is not None and f"{_INPUTS}{wanted.digest}\n" in previous:
        return previous
    return _header(wanted) + _resolve(wanted, _pins(previous or ""))


def _header(wanted: LockInput) -> str:
    return (
        f"# Locked by flashc for Python {wanted.python} on {PLATFORM}; `--lock --upgrade` renews it.\n"
        f"{_INPUTS}{wanted.digest}\n"
    )


def _pins(previous: str) -> tuple[str, ...]:
    return tuple(f"{match[1]}=={match[2]}" for match in _PIN.finditer(previous))


@cache
def _resolve(wanted: LockInput, pins: tuple[str, ...]) -> str:
    uv = _find_uv()
    # What the project runs with counts more than what an earlier lock chose.
    versions = dict(pin.split("==", maxsplit=1) for pin in (*pins, *wanted.preferences))
    with TemporaryDirectory(prefix="flashc-lock-") as name:
        folder = Path(name)
        _write(folder / "requirements.in", wanted.requirements)
        _write(folder / "limits.txt", wanted.limits)
        _write(folder / LOCK, [f"{one}=={version}" for one, version in sorted(versions.items())])
        _run(uv, wanted.python, folder)
        text = (folder / LOCK).read_text(encoding="utf-8")
    unhashed = [line for line in text.splitlines() if line[:1].isalnum() and line[-1:] != "\\"]
    if unhashed:
        raise LockProblem(f"`{unhashed[0]}` has no hash: it comes from a repository, not an index")
    return text


def _write(path: Path, lines: Sequence[str]) -> None:
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8", newline="\n")


def _run(uv: str, python: str, folder: Path) -> None:
    command = [uv, "pip", "compile", "--quiet", "--no-header", "--no-annotate", "--no-build"]
    command += ["--generate-hashes", "--python", sys.executable, "--python-version", python]
    command += ["--python-platform", PLATFORM, "--no-emit-index-url", "--no-emit-find-links"]
    command += ["--constraints", "limits.txt", "--output-file", LOCK, "requirements.in"]
    try:
        done = subprocess.run(  # noqa: S603 - no shell, and every argument is ours
            command, cwd=folder, capture_output=True, check=False, timeout=_TIMEOUT
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise LockProblem(f"uv did not run: {type(error).__name__}") from error
    if done.returncode:
        said = without_passwords(done.stderr.decode(errors="replace"))
        raise LockProblem("\n".join(filter(None, (line.strip() for line in said.splitlines()))))


def _find_uv() -> str:
    """Prefer the package that came with flashc to whatever the machine has."""
    if importlib.util.find_spec("uv") is not None:
        try:
            return str(importlib.import_module("uv").find_uv_bin())
        except (AttributeError, FileNotFoundError):
            pass
    found = shutil.which("uv")
    if found is None:
        raise LockProblem(NO_UV)
    return found
