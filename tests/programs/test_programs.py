"""Invented programs: what a worker answers is what the function gives when it is called directly."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given

from flashc.pipeline import compile_project
from flashc.project import load
from flashc.render.text import render_text
from flashc_emitters import emit_all
from flashc_emitters.tree import WorkerTree
from inventing import invented
from programs.invent import Program, programs

ASK = Path(__file__).with_name("ask.py")


@invented(30, unchecked=HealthCheck)
@given(programs())
def test_a_worker_answers_what_its_functions_give(program: Program) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        source = Path(scratch, "src")
        source.mkdir()
        (source / "service.py").write_text(program.text, encoding="utf-8", newline="")
        (tree,) = emit_all(compiled(source))
        assert tree.name == program.endpoint
        answers = ask(tree, Path(scratch, "worker"), program)
        for request, (status, answer, direct) in zip(program.requests, answers, strict=True):
            assert (status, answer) == (200, direct), f"{request}\n{program.text}"


def compiled(source: Path) -> tuple[Any, ...]:
    """Compile a folder that must have no error."""
    result = compile_project(load([source], root=None, exclude=[]))
    errors = [d for d in result.diagnostics if d.is_error]
    shown = "".join(render_text(error, result.sources, color=False) for error in errors)
    assert not errors, f"{shown}\n{(source / 'service.py').read_text(encoding='utf-8')}"
    return result.plans


def ask(tree: WorkerTree, folder: Path, program: Program) -> list[list[Any]]:
    """Write the worker's modules and have its application and its functions answer."""
    for file in tree.files:
        path = folder / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.content)
    (package,) = (path.parent.name for path in folder.glob("src/*_worker/app.py"))
    environment = {**os.environ, "PYTHONPATH": str(folder / "src"), "PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, "-W", "error", str(ASK), package, "service"],
        input=json.dumps(program.requests),
        env=environment,
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, f"{done.stderr}\n{program.text}"
    answers: list[list[Any]] = json.loads(done.stdout)
    return answers
