"""What properties invent: the same in every run, and with `--endurance` whatever a seed gives."""

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

from environments import REPOSITORY

TESTS = REPOSITORY / "tests"
ROOTS = ("compiler", "emitters", "runtime_shim", "runtime_shim/flashc_stand_ins", "tests")
# Prints a digest of what two properties invent.
PROPERTY = """
import hashlib, importlib, sys
import inventing
seed, *modules = sys.argv[1:]
inventing.invent_freely() if seed else inventing.invent_alike()
for module in modules:
    importlib.import_module(module)
from hypothesis import core, given, strategies as st
from emitters.drawn import plans
core.global_force_seed = seed or None
seen = []

@inventing.invented(200, factor=2)
@given(st.text(), st.integers(), st.floats(), st.sets(st.text()))
def values(text, number, fraction, words):
    seen.append(ascii((text, number, fraction, sorted(words))))

@inventing.invented(5, factor=2)
@given(plans())
def whole_plans(plan):
    seen.append(ascii(plan))

values()
whole_plans()
print(len(seen), hashlib.sha256("".join(seen).encode()).hexdigest())
"""
# Words that Hypothesis would draw from, in a module that only some processes have imported.
CONSTANTS = "\n".join(
    f"A{number} = ('word{number}', {number + 1}001, {number}.125)" for number in range(99)
)


def invented(folder: Path, *arguments: str, **variables: str) -> list[str]:
    """Say how many examples a new process invents, and a digest of them."""
    folder.mkdir(exist_ok=True)
    (folder / "properties.py").write_text(PROPERTY, encoding="utf-8")
    (folder / "constants.py").write_text(CONSTANTS, encoding="utf-8")
    path = os.pathsep.join(str(REPOSITORY / root) for root in ROOTS)
    run = subprocess.run(
        [sys.executable, "properties.py", *arguments],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": path, **variables},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return run.stdout.split()


def test_the_gate_invents_the_same_in_every_process(tmp_path: Path) -> None:
    first = invented(tmp_path / "one", "", PYTHONHASHSEED="1")
    assert int(first[0]) >= 200
    modules = ("constants", "flashc.pipeline", "flashc_runtime")
    assert invented(tmp_path / "two", "", *modules, PYTHONHASHSEED="2", CI="true") == first
    # Not even what the first run left in its folder changes the second one.
    assert invented(tmp_path / "one", "", PYTHONHASHSEED="3", LC_ALL="C", TZ="Asia/Tokyo") == first


def test_an_endurance_run_invents_what_its_seed_says(tmp_path: Path) -> None:
    first = invented(tmp_path, "5", PYTHONHASHSEED="1")
    assert int(first[0]) >= 400
    assert invented(tmp_path, "5", "constants", PYTHONHASHSEED="2", CI="true") == first
    assert invented(tmp_path, "6", PYTHONHASHSEED="1") != first


def test_an_endurance_run_says_how_to_repeat_it() -> None:
    command = [sys.executable, "-m", "pytest", "-q", "--collect-only", "-p", "no:cacheprovider"]
    run = subprocess.run(
        [*command, "--endurance", "0.5", "tests/test_inventing.py"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=True,
    )
    [line] = [line for line in run.stdout.splitlines() if line.startswith("examples are invented")]
    assert re.search(r"pytest --endurance 0\.5 --hypothesis-seed \d+$", line), line


@pytest.mark.skipif("config.getoption('endurance')", reason="an endurance run invents freely")
def test_properties_without_settings_of_their_own_invent_the_same_too() -> None:
    usual = hypothesis.settings()
    assert (usual.derandomize, usual.database, usual.deadline) == (True, None, None)
    assert usual.suppress_health_check == (hypothesis.HealthCheck.too_slow,)


def nodes() -> Iterator[tuple[str, ast.AST]]:
    """Yield every piece of syntax of the tests, with its place."""
    for path in sorted(TESTS.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_bytes())):
            place = f"{path.relative_to(TESTS).as_posix()}:{getattr(node, 'lineno', 0)}"
            yield place, node


def test_no_property_has_settings_that_do_not_come_from_here() -> None:
    own = []
    for place, node in nodes():
        if isinstance(node, ast.ImportFrom) and node.module == "hypothesis":
            own += [place for alias in node.names if alias.name in {"settings", "seed"}]
        elif isinstance(node, ast.Attribute):
            own += [place] if ast.unparse(node).startswith("hypothesis.settings") else []
    assert {place.partition(":")[0] for place in own} == {"inventing.py", "test_inventing.py"}


# What gives something else in every process.
CHANCE = {
    *("random.SystemRandom", "uuid.uuid1", "uuid.uuid4", "os.urandom", "os.getrandom"),
    *(f"secrets.{name}" for name in ("token_hex", "token_bytes", "token_urlsafe", "choice")),
}


def test_no_test_takes_chance_values_but_from_a_seed() -> None:
    found = []
    for place, node in nodes():
        if isinstance(node, ast.Call):
            name = ast.unparse(node.func)
            module, _, function = name.partition(".")
            drawn = module == "random" and function != "Random"
            unseeded = name == "random.Random" and not node.args
            found += [f"{place} {name}"] if drawn or unseeded or name in CHANCE else []
    # A run with `--endurance` that is given no seed chooses one, and says which.
    assert {one.partition(":")[0] for one in found} == {"inventing.py"}
