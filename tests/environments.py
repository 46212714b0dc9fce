"""Virtual environments made by uv, and other things that are worth making once for all tests.

They lie in pytest's cache folder under a digest of what they are made of, so that a second run
makes none. A file lock keeps the processes of pytest-xdist from making the same thing twice.
"""

import ast
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from work import HANGING_SECONDS

REPOSITORY = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Shared:
    """A folder of finished things."""

    folder: Path

    def made(self, key: str, make: Callable[[Path], None]) -> Path:
        """Return the place of `key`, after `make` filled it in this run or an earlier one."""
        place = self.folder / hashlib.sha256(key.encode()).hexdigest()[:20]
        finished = place.with_suffix(".finished")
        with locked(place.with_suffix(".lock")):
            if not finished.exists():
                # Whatever lies there was left by a run that was killed.
                shutil.rmtree(place, ignore_errors=True)
                make(place)
                finished.touch()
        return place

    def environment(self, requirements: str, python: str = sys.executable) -> Path:
        """Return the interpreter of a virtual environment that holds these requirements alone."""

        def make(place: Path) -> None:
            create_environment(place, python)
            listed = place / "requirements.txt"
            listed.write_text(requirements, encoding="utf-8")
            install(place, "-r", str(listed))

        return interpreter(self.made(f"{python}\n{_version(python)}\n{requirements}", make))


def kept_folder(config: pytest.Config, temporary: pytest.TempPathFactory) -> Path:
    """Return a folder in pytest's cache, or one of this run's where there is no cache to write to."""
    cache: pytest.Cache | None = getattr(config, "cache", None)
    try:
        if cache is not None:
            folder = cache.mkdir("shared")
            (folder / "is-writable").touch()
            return folder
    except OSError:
        pass
    # A process of pytest-xdist has a folder of its own below that of the run.
    base = temporary.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "shared"
    folder.mkdir(exist_ok=True)
    return folder


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Hold an exclusive lock while the block runs; it goes with the process, however that ends."""
    with file.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def interpreter(environment: Path) -> Path:
    """Return the Python of a virtual environment."""
    return environment / "bin" / "python"


def create_environment(place: Path, python: str = sys.executable) -> None:
    """Make an empty virtual environment."""
    uv("venv", "--quiet", "--no-project", "--python", python, str(place))


def install(environment: Path, *what: str) -> None:
    """Install into a virtual environment, as `uv pip install` takes it."""
    uv("pip", "install", "--quiet", "--python", str(interpreter(environment)), *what)


def uv(*arguments: str) -> None:
    """Run uv with the package indexes of this machine's pip, far from any project's settings."""
    run = subprocess.run(
        [sys.executable, "-m", "uv", "--no-config", *arguments],
        env=uv_environment(),
        capture_output=True,
        text=True,
        check=False,
        timeout=HANGING_SECONDS,
    )
    assert run.returncode == 0, f"uv {' '.join(arguments)}\n{run.stderr}"


# What pip and uv call the same setting; several values are separated by the second column in uv.
_SAME = {
    "index-url": ("UV_DEFAULT_INDEX", ""),
    "extra-index-url": ("UV_INDEX", " "),
    "find-links": ("UV_FIND_LINKS", ","),
    "trusted-host": ("UV_INSECURE_HOST", " "),
    "cert": ("SSL_CERT_FILE", ""),
    "no-index": ("UV_NO_INDEX", ""),
}


@cache
def uv_environment() -> dict[str, str]:
    """Return the process environment, with pip's configuration in uv's words beside it.

    uv reads no configuration of pip's, and these tests must install from where this machine
    installs. What is set for uv already is left alone.
    """
    translated = {}
    for name, value in pip_settings().items():
        if name in _SAME:
            variable, separator = _SAME[name]
            translated[variable] = separator.join(value.split()) if separator else value
    # pip takes the best version of all indexes; uv would stop at the first that knows the name.
    strategy = {"UV_INDEX_STRATEGY": "unsafe-best-match"}
    kept = {name: value for name, value in os.environ.items() if name != "VIRTUAL_ENV"}
    return {**strategy, **translated, **kept}


def pip_settings() -> dict[str, str]:
    """Return how pip is configured here; its own environment variables win over its files."""
    command = [sys.executable, "-m", "pip", "config", "list"]
    run = subprocess.run(
        command, capture_output=True, text=True, check=False, timeout=HANGING_SECONDS
    )
    lines = run.stdout.splitlines() if run.returncode == 0 else []
    found: dict[str, str] = {}
    for line in sorted(lines, key=lambda line: line.startswith(":env:")):
        name, _, value = line.partition("=")
        found[name.rpartition(".")[2]] = str(ast.literal_eval(value))
    return found


@cache
def _version(python: str) -> str:
    command = [python, "-c", "import sys; print(sys.version)"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout
