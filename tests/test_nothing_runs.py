"""Compiling runs nothing of what it compiles."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from environments import REPOSITORY
from golden.compiling import compile_accepted
from golden.fixtures import named
from work import HANGING_SECONDS

HOSTILE = named("importing_it_would_write_wait_connect_and_exit")
ROOTS = ("compiler", "emitters", "runtime_shim", "runtime_shim/flashc_stand_ins")

# Prints what a compile imported, opened for writing below the sources, connected to and started.
AUDITED = """
import json, sys
events = []
def watch(name, arguments):
    if name.split(".")[0] in {"socket", "subprocess", "os.system", "os.exec", "os.fork"}:
        events.append([name, repr(arguments)])
    elif name == "exec" and "hostile" in arguments[0].co_filename:
        events.append([name, arguments[0].co_filename])
sys.addaudithook(watch)
from flashc.cli import main
code = main(["src", "-o", "build"])
imported = sorted({"hostile", "a_package_that_nobody_has", "tetra_rp"} & sys.modules.keys())
print(json.dumps({"code": code, "events": events, "imported": imported}))
"""


def test_a_module_that_harms_whoever_imports_it_compiles_without_harm(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    slept: list[float] = []
    # The module would sleep for an hour, then end this process.
    monkeypatch.setattr(time, "sleep", slept.append)
    compiled = compile_accepted(HOSTILE, tmp_path)
    assert slept == []
    assert "hostile" not in sys.modules
    assert list(home.iterdir()) == []
    assert list(tmp_path.rglob("it-ran")) == []
    assert [worker.name for worker in compiled.workers] == ["hostile"]


def test_a_compile_opens_no_connection_starts_no_process_and_executes_no_source(
    tmp_path: Path,
) -> None:
    shutil.copytree(HOSTILE.source, tmp_path / "src")
    path = os.pathsep.join(str(REPOSITORY / root) for root in ROOTS)
    run = subprocess.run(
        [sys.executable, "-c", AUDITED],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": path, "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
        timeout=HANGING_SECONDS,
    )
    assert run.returncode == 0, run.stderr
    assert run.stdout.splitlines()[-1] == '{"code": 0, "events": [], "imported": []}'
