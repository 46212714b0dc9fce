"""The wheel and the editable install, each in an environment that has nothing else."""

import os
import subprocess
import tomllib
import zipfile
from pathlib import Path

import pytest

from environments import REPOSITORY, create_environment, install, uv
from flashc.passes.requirements.lines import EXECUTE, FORMS, RUNTIME
from golden.compiling import compile_accepted
from golden.fixtures import named
from work import HANGING_SECONDS

EXAMPLE = named("user_service")
OURS = ("flashc", "flashc_emitters", "flashc_runtime", "tetra_rp", "runpod_flash")
# Names of folders in the checkout: none may become a package on somebody's machine.
FOLDERS = ("compiler", "emitters", "runtime_shim", "tests", "fixtures", "golden")


def run(environment: Path, *command: str, cwd: Path) -> str:
    """Run a program of the environment, with nothing of the checkout's around it."""
    done = subprocess.run(
        [str(environment / "bin" / command[0]), *command[1:]],
        cwd=cwd,
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=False,
        timeout=HANGING_SECONDS,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
    return done.stdout


def importable(environment: Path, names: tuple[str, ...], cwd: Path) -> list[str]:
    """Return those of the names that Python finds there."""
    code = f"import importlib.util as u; print(*[n for n in {names!r} if u.find_spec(n)])"
    return run(environment, "python", "-c", code, cwd=cwd).split()


@pytest.fixture(scope="module", params=["wheel", "editable"])
def installed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give an environment with flashc, as a user or as a developer has it."""
    folder = tmp_path_factory.mktemp(request.param)
    create_environment(folder / "environment")
    if request.param == "wheel":
        install(folder / "environment", str(build_wheel(folder)))
    else:
        install(folder / "environment", "--editable", str(REPOSITORY))
    return folder / "environment"


def build_wheel(folder: Path) -> Path:
    """Build the wheel of the checkout."""
    uv("build", "--quiet", "--wheel", "--out-dir", str(folder / "dist"), str(REPOSITORY))
    (wheel,) = (folder / "dist").glob("*.whl")
    return wheel


def test_the_command_compiles_what_the_checkout_compiles(installed: Path, tmp_path: Path) -> None:
    expected = compile_accepted(EXAMPLE, tmp_path / "checkout").files()
    (tmp_path / "installed").mkdir()
    arguments = (str(EXAMPLE.source), "-o", "build")
    shown = run(installed, "flashc", *arguments, cwd=tmp_path / "installed")
    assert shown == "user-service  6 routes  build/user-service  created\n"
    for path, content in expected.items():
        assert (tmp_path / "installed/build" / path).read_bytes() == content


def test_only_prefixed_names_are_installed(installed: Path, tmp_path: Path) -> None:
    assert importable(installed, (*OURS, *FOLDERS), tmp_path) == list(OURS)


def test_the_stand_in_is_there_for_the_sdks_import(installed: Path, tmp_path: Path) -> None:
    # Neither FastAPI nor anything else of a worker's is installed.
    code = (
        "import tetra_rp, runpod_flash; from tetra_rp import remote, LiveLoadBalancer; "
        "print(tetra_rp.__file__, runpod_flash.__file__)"
    )
    places = run(installed, "python", "-c", code, cwd=tmp_path).split()
    assert [Path(place).parts[-3] for place in places] == ["flashc_stand_ins"] * 2


def test_functions_are_called_directly_without_a_server(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "live.py").write_text(
        "import asyncio\n"
        "from tetra_rp import LiveLoadBalancer, remote\n"
        "api = LiveLoadBalancer(name='example-api')\n"
        "@remote(api, method='POST', path='/api/greet')\n"
        "async def greet_user(name: str):\n"
        "    return {'message': f'Hello, {name}!'}\n"
        "print(asyncio.run(greet_user('Alice')))\n",
        encoding="utf-8",
    )
    assert run(installed, "python", "live.py", cwd=tmp_path) == "{'message': 'Hello, Alice!'}\n"


def test_a_real_sdk_wins_while_it_is_installed(tmp_path: Path) -> None:
    create_environment(tmp_path / "environment")
    install(tmp_path / "environment", str(build_wheel(tmp_path)))
    where = "import sysconfig; print(sysconfig.get_path('purelib'))"
    packages = run(tmp_path / "environment", "python", "-c", where, cwd=tmp_path).strip()
    sdk = Path(packages) / "tetra_rp"
    sdk.mkdir()
    (sdk / "__init__.py").write_text("remote = 'the real one'\n", encoding="utf-8")
    code = "from tetra_rp import remote; print(remote)"
    assert run(tmp_path / "environment", "python", "-c", code, cwd=tmp_path) == "the real one\n"
    # What is emitted has our stand-in all the same.
    arguments = ("flashc", str(EXAMPLE.source), "-o", "build")
    run(tmp_path / "environment", *arguments, cwd=tmp_path)
    shipped = tmp_path / "build/user-service/src/tetra_rp/__init__.py"
    ours = REPOSITORY / "runtime_shim/flashc_stand_ins/tetra_rp/__init__.py"
    assert shipped.read_bytes() == ours.read_bytes()


def test_the_wheel_holds_the_packages_and_nothing_else(tmp_path: Path) -> None:
    with zipfile.ZipFile(build_wheel(tmp_path)) as wheel:
        names = wheel.namelist()
    tops = {name.split("/")[0] for name in names}
    metadata = {top for top in tops if top.endswith(".dist-info")}
    assert len(metadata) == 1
    assert tops - metadata == {
        *("flashc", "flashc_emitters", "flashc_runtime", "flashc_stand_ins"),
        "flashc_stand_ins.pth",
    }
    assert {"flashc/py.typed", "flashc_runtime/py.typed"} <= set(names)
    assert "flashc_emitters/templates/Dockerfile.jinja" in names
    assert [name for name in names if "__pycache__" in name or name.endswith(".pyc")] == []


def test_what_the_tests_run_is_what_workers_install() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    tested = {line.replace("'", '"') for line in project["optional-dependencies"]["runtime"]}
    emitted = {line for line in (*RUNTIME, *FORMS, *EXECUTE) if not line.startswith("packaging")}
    assert tested == emitted
