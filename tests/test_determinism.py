"""The same sources give the same bytes, whatever the machine, the shell and the Python."""

import json
import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest

from environments import REPOSITORY, Shared
from golden.fixtures import ACCEPT, REJECT, named, read_tree
from work import HANGING_SECONDS

ROOTS = ("compiler", "emitters", "runtime_shim", "runtime_shim/flashc_stand_ins")

# Compiles every folder below the working folder, and prints the digest of all that comes out.
COMPILE_ALL = """
import contextlib, hashlib, io, json, os, sys
from pathlib import Path
from flashc.cli import main
found = {}
for folder in sorted(Path.cwd().iterdir()):
    os.chdir(folder)
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main(["src", "-o", "build"])
    digest = hashlib.sha256(f"{code}{out.getvalue()}{err.getvalue()}".encode())
    for path in sorted(Path("build").rglob("*")):
        if path.is_file():
            digest.update(path.as_posix().encode() + path.read_bytes())
    found[folder.name] = digest.hexdigest()
sys.stdout.write(json.dumps(found))
"""
# Their texts quote the host's Python, whose words for a syntax error change.
HOST_WORDS = {"FC104_syntax_error"}
NOT_ASCII = {
    fixture.name
    for fixture in (*ACCEPT, *REJECT)
    if any(not path.name.isascii() for path in fixture.source.rglob("*"))
}


def environment(extra: Mapping[str, str]) -> dict[str, str]:
    path = os.pathsep.join(str(REPOSITORY / root) for root in ROOTS)
    return {"PATH": os.environ["PATH"], "PYTHONPATH": path, **extra}


def compile_all(folder: Path, *python: str, **extra: str) -> dict[str, str]:
    """Compile all fixtures in one process, from copies below `folder`."""
    fixtures = [one for one in (*ACCEPT, *REJECT) if one.name not in HOST_WORDS]
    for fixture in fixtures:
        shutil.copytree(fixture.source, folder / fixture.name / "src")
    run = subprocess.run(
        [*(python or (sys.executable,)), "-c", COMPILE_ALL],
        cwd=folder,
        env=environment(extra),
        capture_output=True,
        text=True,
        check=False,
        timeout=HANGING_SECONDS,
    )
    assert run.returncode == 0, run.stderr
    digests: dict[str, str] = json.loads(run.stdout)
    assert len(digests) == len(fixtures)
    return digests


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Give the digests under plain circumstances."""
    return compile_all(tmp_path_factory.mktemp("reference"), PYTHONHASHSEED="0", LC_ALL="C.UTF-8")


@pytest.mark.parametrize(
    "shell",
    [
        {"PYTHONHASHSEED": "1"},
        {"PYTHONHASHSEED": "4242", "TZ": "Pacific/Kiritimati"},
        {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0", "TZ": "America/St_Johns"},
        {"LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8", "LANGUAGE": "tr"},
        {"PYTHONOPTIMIZE": "2", "SOURCE_DATE_EPOCH": "1", "HOME": "/nonexistent", "USER": "nobody"},
        {"PYTHONWARNINGS": "error", "PYTHONDEVMODE": "1", "NO_COLOR": "1"},
    ],
    ids="+".join,
)
def test_the_environment_changes_nothing(
    shell: dict[str, str], light_path: Path, reference: dict[str, str]
) -> None:
    found = compile_all(light_path, **shell)
    if shell.get("PYTHONUTF8") == "0":
        # Here flashc runs inside a process that cannot read such names; see the next test.
        assert len(NOT_ASCII) < len(found)
        found |= {name: reference[name] for name in NOT_ASCII}
    assert found == reference


def test_names_of_files_are_utf8_in_every_locale(tmp_path: Path) -> None:
    fixture = next(one for one in REJECT if one.name == "FC622_path_twins")
    shutil.copytree(fixture.source, tmp_path / "src")
    said = [
        subprocess.run(
            [sys.executable, "-m", "flashc", "check", "src"],
            cwd=tmp_path,
            env=environment(shell),
            capture_output=True,
            check=False,
            timeout=HANGING_SECONDS,
        )
        for shell in (
            {"LC_ALL": "C.UTF-8"},
            {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
        )
    ]
    assert "straße.py" in said[0].stderr.decode()
    assert said[1].stderr == said[0].stderr


def test_the_folder_changes_nothing(light_path: Path, reference: dict[str, str]) -> None:
    deep = light_path / "a folder with spaces" / "ünïcode" / "[brackets]"
    deep.mkdir(parents=True)
    assert compile_all(deep) == reference


@pytest.mark.parametrize("minor", [11, 12, 13])
def test_the_python_that_runs_flashc_changes_nothing(
    minor: int, light_path: Path, reference: dict[str, str], shared: Shared
) -> None:
    if sys.version_info[:2] == (3, minor):
        pytest.skip(f"Python 3.{minor} runs these tests")
    python = find_python(minor)
    if python is None:
        pytest.skip(f"no Python 3.{minor} beside {sys.base_prefix} or on PATH")
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
    requirements = "".join(f"{one}\n" for one in project["project"]["dependencies"])
    assert compile_all(light_path, str(shared.environment(requirements, python))) == reference


@cache
def find_python(minor: int) -> str | None:
    """Look for another Python: where version managers keep them side by side, then on PATH."""
    name = f"python3.{minor}"
    beside = sorted(Path(sys.base_prefix).parent.glob(f"*3.{minor}*/bin/{name}"), reverse=True)
    on_path = shutil.which(name)
    for candidate in (*map(str, beside), *([on_path] if on_path else [])):
        # What a version manager puts on PATH may be a script that refuses.
        command = [candidate, "-c", "import sys; print(*sys.version_info[:2])"]
        run = subprocess.run(command, capture_output=True, text=True, check=False)
        if run.stdout == f"3 {minor}\n":
            return candidate
    return None


SPELLINGS = {
    "relative": ("{fixture}", ["src"]),
    "with a dot": ("{fixture}", ["./src"]),
    "with a slash": ("{fixture}", ["src/"]),
    "through a parent": ("{fixture}", ["../{name}/src/."]),
    "absolute": ("{fixture}", ["{fixture}/src"]),
    "from inside": ("{fixture}/src", ["."]),
    "from elsewhere": ("{fixture}/..", ["{name}/src"]),
    "file by file": ("{fixture}", ["src/shop/orders.py", "src/shop/endpoint.py", "--root", "src"]),
    "files the other way round": (
        "{fixture}",
        ["src/main.py", "src/shop/stock.py", "src/shop/orders.py", "src/main.py", "--root", "src"],
    ),
}


@pytest.fixture(scope="module")
def plainly_spelled(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Give the files of a package, compiled by its folder's name."""
    return compile_spelled(tmp_path_factory.mktemp("spelling"), "relative")


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_the_spelling_of_paths_changes_nothing(
    spelling: str, light_path: Path, plainly_spelled: dict[str, bytes]
) -> None:
    assert compile_spelled(light_path, spelling) == plainly_spelled


def compile_spelled(folder: Path, spelling: str) -> dict[str, bytes]:
    """Compile a package, naming its sources in a certain way; return the files of its worker."""
    fixture = named("constants_and_resource_live_in_other_modules")
    shutil.copytree(fixture.source, folder / "project/src")
    names = {"fixture": str(folder / "project"), "name": "project"}
    where, words = SPELLINGS[spelling]
    sources = [word.format(**names) for word in words]
    run = subprocess.run(
        [sys.executable, "-m", "flashc", *sources, "-o", str(folder / "out")],
        cwd=where.format(**names),
        env=environment({}),
        capture_output=True,
        text=True,
        check=False,
        timeout=HANGING_SECONDS,
    )
    assert run.returncode == 0, run.stderr
    return read_tree(folder / "out/shop-eu")
