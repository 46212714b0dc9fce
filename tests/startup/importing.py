"""One helper for the startup pass: modules in, what it reports, and what Python makes of them."""

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from environments import Shared
from flashc.diagnostic import Diagnostic
from flashc.passes.startup.ground import ground_of
from flashc.passes.startup.run import Run
from passes.front import bound
from passes.interpreters import interpreter

Modules = Mapping[str, str]

# Whether the Python of these tests evaluates annotations only when it is asked to (PEP 649).
IS_LAZY = sys.version_info >= (3, 14)


def reported(
    modules: Mapping[str, str], *starts: str, lazy: bool = False
) -> tuple[Diagnostic, ...]:
    """Give what is reported when a worker imports `starts`; names as in `passes.front`."""
    ground = ground_of(bound(modules))
    run = Run(ground.deferring_all() if lazy else ground, (), {})
    run.import_all(starts or ("main",))
    return tuple(run.found)


def lazy_python(shared: Shared) -> str:
    """Give a Python that evaluates annotations when asked, with pydantic; skip where there is none."""
    tool = interpreter("3.14")
    if tool is None:
        pytest.skip("there is no Python 3.14 here")
    return str(shared.environment("pydantic>=2.14,<3\n", tool))


def python_refuses(
    modules: Mapping[str, str], folder: Path, *starts: str, python: str = sys.executable
) -> bool:
    """Write the modules and import `starts` for real: the oracle of every test."""
    for name, text in modules.items():
        place = folder / f"{name.replace('.', '/')}.py"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    code = "".join(f"import {name}\n" for name in starts or ("main",))
    done = subprocess.run(
        [python, "-I", "-c", f"import sys; sys.path.insert(0, '.')\n{code}"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    expected = (
        "NameError",
        "ImportError",
        "AttributeError",
        "TypeError",
        "ValueError",
        "pydantic.",
    )
    ends = (line for line in done.stderr.splitlines() if line.startswith(expected))
    assert not done.returncode or any(ends), done.stderr
    return done.returncode != 0
