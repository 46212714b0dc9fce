"""What compiles can be imported, and what is refused for failing at import does fail."""

import json
import os
import random
import subprocess
import sys
from collections import Counter
from pathlib import Path

from flashc.compilation import Compilation
from flashc.ir.settings import Options, Settings
from flashc.pipeline import compile_project
from flashc.project import load
from flashc_emitters import emit_all
from inventing import many
from programs.modules import program

START = Path(__file__).with_name("start.py")
SEEN_AT_IMPORT = frozenset({"FC618", "FC619", "FC620", "FC621"})
NUMBER = 300
# Starting a worker takes as long as importing a hundred of these programs.
STARTED = 30
# What is imported here is compiled for the Python that imports it: when annotations are evaluated
# depends on it.
FOR_THIS_PYTHON = Settings(
    options=Options(python=f"{sys.version_info.major}.{sys.version_info.minor}")
)


def test_a_program_that_compiles_starts_and_one_that_is_refused_does_not(
    light_path: Path, seed: int
) -> None:
    count = many(NUMBER)
    green: list[tuple[Path, Compilation]] = []
    refused: list[Path] = []
    codes: Counter[str] = Counter()
    for number in range(seed, seed + count):
        source = light_path / str(number) / "src"
        for path, text in program(random.Random(number)).items():
            (source / path).parent.mkdir(parents=True, exist_ok=True)
            (source / path).write_text(text, encoding="utf-8")
        result = compile_project(load([source], root=source, exclude=[]), FOR_THIS_PYTHON)
        found = {one.code.number for one in result.diagnostics if one.is_error}
        codes.update(found)
        if not found:
            green.append((source, result))
        elif found <= SEEN_AT_IMPORT:
            refused.append(source)
    assert min(len(green), len(refused)) > count // 4, codes
    assert {"FC618", "FC619"} <= codes.keys()
    for source, is_refused in zip(refused, imported(refused), strict=True):
        assert is_refused, f"{source}: Python accepts\n{sources(source.parent)}"
    for (source, _), is_refused in zip(green, imported([one for one, _ in green]), strict=True):
        assert not is_refused, f"{source}: Python refuses\n{sources(source.parent)}"
    workers = [
        written(result, source.parent / "worker") for source, result in green[: many(STARTED)]
    ]
    for worker, said in zip(workers, started(workers), strict=True):
        assert said is None, f"{worker}: {said}\n{sources(Path(worker).parent)}"


def written(result: Compilation, folder: Path) -> str:
    (tree,) = emit_all(result.plans)
    for file in tree.files:
        place = folder / file.path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(file.content)
    return str(folder)


def started(workers: list[str]) -> list[str | None]:
    done = subprocess.run(
        [sys.executable, str(START)],
        input=json.dumps([(worker, "invented_worker") for worker in workers]),
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: list[str | None] = json.loads(done.stdout)
    return found


IMPORT = """
import json, os, sys
import fastapi, pydantic, tetra_rp
def fails(folder):
    child = os.fork()
    if child:
        return os.waitpid(child, 0)[1] != 0
    sys.path.insert(0, folder)
    try:
        import alpha
    except (NameError, ImportError, AttributeError):
        os._exit(1)
    os._exit(0)
json.dump([fails(folder) for folder in json.load(sys.stdin)], sys.stdout)
"""


def imported(folders: list[Path]) -> list[bool]:
    """Tell for each folder whether Python refuses to import its module `alpha`."""
    shim = Path(__file__).parents[2] / "runtime_shim"
    paths = os.pathsep.join(map(str, (shim, shim / "flashc_stand_ins")))
    done = subprocess.run(
        [sys.executable, "-c", IMPORT],
        input=json.dumps([str(folder) for folder in folders]),
        env={**os.environ, "PYTHONPATH": paths, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: list[bool] = json.loads(done.stdout)
    return found


def sources(folder: Path) -> str:
    return "".join(
        f"# {file.relative_to(folder)}\n{file.read_text(encoding='utf-8')}\n"
        for file in sorted(folder.glob("src/**/*.py"))
    )
