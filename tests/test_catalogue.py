"""Codes: each is reported somewhere, shown by a fixture, explained, and never renumbered."""

import ast
import re
import subprocess
import sys
import tokenize
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from environments import REPOSITORY
from flashc import codes
from flashc.codes import CATALOGUE
from flashc.diagnostic import Code, Severity
from golden.fixtures import REJECT
from golden.test_reject import code_of
from work import HANGING_SECONDS

COMPILER = REPOSITORY / "compiler"

# Codes without a fixture in fixtures/reject, each with the reason and with the test that shows it.
WITHOUT_FIXTURE = {
    "FC102": (
        "permissions and failing disks do not survive a checkout",
        "tests/test_catalogue.py::test_an_unreadable_file_is_named_with_its_reason",
    ),
    "FC105": (
        "depends on the Python that runs flashc, which its text names",
        "tests/test_catalogue.py::test_syntax_of_a_later_python_is_doubted_and_compiled",
    ),
    "FC615": (
        "takes uv and an index to ask",
        "tests/dependencies/test_lock.py::test_what_cannot_be_resolved_is_one_error",
    ),
}


def names_of_codes() -> dict[str, Code]:
    return {name: value for name, value in vars(codes).items() if isinstance(value, Code)}


def test_numbers_are_unique() -> None:
    repeated = [n for n, count in Counter(c.number for c in CATALOGUE).items() if count > 1]
    assert repeated == []


def test_numbers_are_literals_in_order_of_their_families() -> None:
    texts = [file.read_text(encoding="utf-8") for file in (COMPILER / "flashc/codes").glob("*.py")]
    literal = [n for text in texts for n in re.findall(r'^    "(FC\d{3})",$', text, re.MULTILINE)]
    assert sorted(literal) == [code.number for code in CATALOGUE]


def test_the_catalogue_holds_every_code() -> None:
    assert sorted(c.number for c in names_of_codes().values()) == [c.number for c in CATALOGUE]


def test_every_error_that_may_be_a_warning_is_known_to_have_a_level() -> None:
    """What is said of shipped modules is said of those of queues too, one step milder."""
    passes = COMPILER / "flashc/passes"
    shipping = (COMPILER / "flashc/shipping.py").read_text(encoding="utf-8")
    pipeline = (COMPILER / "flashc/pipeline.py").read_text(encoding="utf-8")
    takes = re.search(r"^TAKES\b.*?^\)", pipeline, re.MULTILINE | re.DOTALL)
    assert takes is not None
    checks = {
        *re.findall(r"passes\.check\.(\w+)", shipping),
        *re.findall(r"check_(\w+),", takes[0]),
    }
    assert len(checks) > 10
    files = [passes / f"check/{name}.py" for name in checks] + [passes / "unemitted.py"]
    for folder in ("requirements", "startup", "closure"):
        files += (passes / folder).glob("*.py")
    known = names_of_codes()
    named = {
        name
        for file in files
        for name in re.findall(r"\bcodes\.([A-Z_]+)", file.read_text(encoding="utf-8"))
    }
    assert len(named) > 30
    assert sorted(name for name in named if not known[name].has_level) == []


def test_every_code_is_reported_somewhere() -> None:
    used: set[str] = set()
    for path in COMPILER.rglob("*.py"):
        if path.parent.name != "codes":
            used |= attributes_of_codes(path)
    assert sorted(names_of_codes().keys() - used) == []


def attributes_of_codes(path: Path) -> set[str]:
    with tokenize.open(path) as file:
        tree = ast.parse(file.read())
    return {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "codes"
    }


def test_every_code_has_a_fixture_or_a_reason() -> None:
    shown = {code_of(fixture) for fixture in REJECT}
    assert shown & WITHOUT_FIXTURE.keys() == set()
    assert sorted(shown | WITHOUT_FIXTURE.keys()) == [code.number for code in CATALOGUE]


def test_fixtures_are_named_after_their_codes() -> None:
    for fixture in REJECT:
        assert re.fullmatch(r"FC\d{3}(_[a-z]+)+", fixture.name), fixture


@pytest.mark.parametrize("code", CATALOGUE, ids=lambda code: code.number)
def test_every_code_is_explained_with_something_to_do(code: Code) -> None:
    assert code.title == code.title.strip().rstrip(".")
    assert code.explanation.strip().endswith((".", "`", ":"))
    assert all(len(line) <= 120 for line in code.explanation.splitlines())


@pytest.mark.parametrize("number", sorted(WITHOUT_FIXTURE))
def test_the_test_that_stands_for_a_fixture_exists(number: str) -> None:
    _, reference = WITHOUT_FIXTURE[number]
    file, _, name = reference.partition("::")
    assert f"def {name}(" in (REPOSITORY / file).read_text(encoding="utf-8")


SOURCE = """\
from tetra_rp import LiveLoadBalancer, remote

api = LiveLoadBalancer(name="api")


@remote(api, method="GET", path="/a")
def a():
    return 1
"""


def flashc(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    roots = ("compiler", "emitters", "runtime_shim", "runtime_shim/flashc_stand_ins")
    return subprocess.run(
        [sys.executable, "-m", "flashc", *arguments],
        cwd=folder,
        env={"PYTHONPATH": ":".join(str(REPOSITORY / root) for root in roots)},
        capture_output=True,
        text=True,
        check=False,
        timeout=HANGING_SECONDS,
    )


def test_an_unreadable_file_is_named_with_its_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from flashc.cli import main

    (tmp_path / "src").mkdir()
    for name in ("fine", "locked"):
        (tmp_path / f"src/{name}.py").write_text(SOURCE, encoding="utf-8")
    open_it = Path.open

    def refuse(path: Path, *arguments: Any, **keywords: Any) -> Any:
        # The superuser, who runs many a test, may read whatever its permissions say.
        if path.name == "locked.py":
            raise PermissionError(13, "Permission denied")
        return open_it(path, *arguments, **keywords)

    monkeypatch.setattr(Path, "open", refuse)
    monkeypatch.chdir(tmp_path)
    assert main(["src", "-o", "build"]) == 1
    assert "error[FC102]: cannot read `src/locked.py`: Permission denied" in capsys.readouterr().err
    assert not (tmp_path / "build").exists()


def test_syntax_of_a_later_python_is_doubted_and_compiled(tmp_path: Path) -> None:
    (tmp_path / "newer.py").write_text(SOURCE + '\n\nLATER = t"{a}"\n', encoding="utf-8")
    run = flashc(tmp_path, "newer.py", "-o", "build", "--python", "3.14")
    expected = sys.version_info >= (3, 14)
    assert run.returncode == 0, run.stderr
    assert ("warning[FC105]" in run.stderr) is not expected
    assert (tmp_path / "build/api/src/newer.py").exists()


def test_the_specifications_words_stand_in_the_goldens() -> None:
    said = "".join(
        (fixture.expected / "diagnostics.txt").read_text(encoding="utf-8") for fixture in REJECT
    )
    for words in (
        "requires both 'method' and 'path'",
        "Invalid HTTP method 'PTACH' must be one of: GET, POST, PUT, DELETE, PATCH",
        "path must start with '/'",
        "Route conflict detected: POST /api/process defined twice",
        "Function 'process_data' not found in executed code",
        "Cannot import module 'user_service'",
        "path '/ping' is reserved",
        "path '/execute' is reserved",
    ):
        assert words in said, words


def test_severities_are_as_the_exit_code_says() -> None:
    assert {code.severity for code in CATALOGUE} == set(Severity)
