"""Names of the standard library: none that a Python has is reported, and misspelt ones are."""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from flashc.passes.check.standard_names import (
    MOST_QUESTIONS,
    PROVEN,
    STATED,
    UNSTATED,
    Absences,
)
from flashc.passes.slips import slip_of
from flashc.project.typeshed import Typeshed
from passes.interpreters import interpreter

LIBRARY = Typeshed()


class Asked(Typeshed):
    """Counts what costs something."""

    def __init__(self) -> None:
        self.modules: list[str] = []

    def names(self, module: str, python: str, platform: str) -> frozenset[str] | None:
        """Ask, and keep for which module."""
        self.modules.append(module)
        return super().names(module, python, platform)


ALL_NAMES = Path(__file__).with_name("all_names.py")


def names_of(python: str) -> Mapping[str, list[str]]:
    """Give the public names of all public modules of an installed Python, by module."""
    tool = interpreter(python)
    if tool is None:
        pytest.skip(f"Python {python} is not installed")
    # Without `site`: setuptools puts a distutils of its own in the place of Python's.
    command = [tool, "-I", "-S", str(ALL_NAMES)]
    run = subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL, check=True)
    found: dict[str, list[str]] = json.loads(run.stdout)
    return {
        module: [name for name in names if name[:1] != "_"]
        for module, names in found.items()
        if not any(part.startswith("_") for part in module.split("."))
    }


@pytest.mark.skipif(sys.platform != "linux", reason="workers run on Linux, and so must these names")
@pytest.mark.parametrize("python", PROVEN)
def test_no_name_that_a_python_has_is_reported(python: str) -> None:
    there = names_of(python)
    assert len(there) > 400
    reported = [
        f"{module}.{name}"
        for module, names in there.items()
        for name in names
        if Absences(LIBRARY).of_name(module, name, python)
    ]
    assert reported == []
    assert [module for module in there if Absences(LIBRARY).of_module(module, python)] == []


def test_every_exception_is_needed_by_some_python() -> None:
    missing = set(UNSTATED)
    for python in PROVEN:
        there = names_of(python)
        missing -= {
            name
            for module, names in there.items()
            for name in names
            if name in UNSTATED and name not in (LIBRARY.names(module, python, "linux") or ())
        }
    assert missing == set()


@pytest.mark.parametrize(
    ("module", "name", "near"),
    [
        ("json", "lods", "loads"),
        ("typing", "Optionall", "Optional"),
        ("collections.abc", "Mappping", "Mapping"),
        ("os.path", "joine", "join"),
        ("dataclasses", "dataclas", "dataclass"),
        ("concurrent.futures", "ThreadPoolExecuter", "ThreadPoolExecutor"),
        # Words of few letters, and letter case.
        *(("math", "asim", "asin"), ("math", "aisn", "asin"), ("math", "floo", "floor")),
        *(("math", "PI", "pi"), ("datetime", "utc", "UTC")),
        *(("typing", "any", "Any"), ("typing", "dict", "Dict"), ("pathlib", "path", "Path")),
        *(("uuid", "uid4", "uuid4"), ("time", "slep", "sleep"), ("os", "gtenv", "getenv")),
    ],
)
def test_a_misspelt_name_is_reported_with_the_likely_one(module: str, name: str, near: str) -> None:
    for python in PROVEN:
        absent = Absences(LIBRARY).of_name(module, name, python)
        assert absent is not None and absent.help == f"did you mean `{near}`?"
        assert Absences(LIBRARY).of_name(module, near, python) is None


def test_a_module_that_imports_nothing_has_no_name_that_its_stub_lacks() -> None:
    for python in PROVEN:
        for module, name in (("math", "frobnicate"), ("math", "random"), ("time", "datetime")):
            absent = Absences(LIBRARY).of_name(module, name, python)
            assert absent is not None and absent.help == "correct the name, or remove the import"
    for module in sorted(STATED):
        assert LIBRARY.names(module, PROVEN[-1], "linux"), module


@pytest.mark.parametrize(
    ("word", "known", "near"),
    [
        ("asim", ["asin", "sin"], "asin"),
        ("aisn", ["asin"], "asin"),
        ("sn", ["sin"], None),
        ("PI", ["pi"], "pi"),
        ("sim", ["sin", "sum"], None),
        ("sinn", ["sin"], "sin"),
        ("sin", ["sinh"], "sinh"),
        ("cosine", ["cos"], None),
        ("abcd", ["badc"], None),
    ],
)
def test_a_slip_is_one_letter_and_leads_to_one_word(
    word: str, known: list[str], near: str | None
) -> None:
    assert slip_of(word, known) == near


@pytest.mark.parametrize(
    ("module", "name", "python", "label"),
    [
        ("typing", "override", "3.11", "Python 3.12 was the first with `override` in `typing`"),
        ("pty", "slave_open", "3.14", None),
        ("typing", "override", "3.12", None),
        ("locale", "resetlocale", "3.13", "Python 3.12 was the last with `resetlocale`"),
        ("locale", "resetlocale", "3.12", None),
        ("os", "startfile", "3.12", "`os` has `startfile` on Windows; workers run on Linux"),
        ("os", "fork", "3.12", None),
        ("collections", "Mapping", "3.11", "Python 3.9 was the last with `Mapping`"),
        ("collections", "Callable", "3.13", "Python 3.9 was the last with `Callable`"),
        ("collections", "UserDict", "3.11", None),
        ("collections", "abc", "3.13", None),
        ("collections.abc", "Mapping", "3.11", None),
    ],
)
def test_a_name_of_another_version_or_system_is_reported(
    module: str, name: str, python: str, label: str | None
) -> None:
    absent = Absences(LIBRARY).of_name(module, name, python)
    assert (absent is None) if label is None else (absent and absent.label.startswith(label))


@pytest.mark.parametrize(
    ("module", "name"),
    [
        # What a module imports for itself, submodules, private names, and what is like nothing.
        ("json", "codecs"),
        ("concurrent", "futures"),
        ("os", "_exi"),
        ("logging", "Template"),
        ("json", "frobnicate"),
        ("numpy", "arrray"),
        ("distutils", "coree"),
    ],
)
def test_what_may_be_there_is_not_reported(module: str, name: str) -> None:
    assert Absences(LIBRARY).of_name(module, name, "3.12") is None


def test_what_most_programs_import_needs_no_parser() -> None:
    common = {
        "typing": "Any Optional Union TypeVar Protocol Literal Annotated NamedTuple TYPE_CHECKING cast",
        "collections.abc": "Callable Iterator Mapping Sequence AsyncIterator",
        "dataclasses": "dataclass field replace asdict",
        "datetime": "datetime timedelta timezone date",
        "pathlib": "Path PurePosixPath",
        "enum": "Enum IntEnum auto",
        "functools": "lru_cache partial wraps cache",
        "collections": "defaultdict Counter OrderedDict deque namedtuple",
        "asyncio": "gather sleep run Lock",
        "concurrent.futures": "ThreadPoolExecutor as_completed",
        "os": "environ getenv path",
        "uuid": "uuid4 UUID",
        "decimal": "Decimal",
        "contextlib": "contextmanager asynccontextmanager suppress",
        "json": "loads dumps JSONDecodeError",
        "urllib.parse": "quote urlparse urljoin",
        "abc": "ABC abstractmethod",
    }
    for module, names in common.items():
        assert set(names.split()) - LIBRARY.always(module) == set(), module
    asked = Asked()
    assert Absences(asked).of_name("os.environ", "get", "3.12") is None
    assert Absences(asked).of_name("os", "getcwd", "3.12") is None
    assert asked.modules == []
    assert Absences(asked).of_name("os", "getcwdd", "3.12") is not None
    assert "os" in asked.modules


@pytest.mark.parametrize(
    ("target", "near"),
    [
        ("os.pathh", "os.path"),
        ("xml.etre.ElementTree", "xml.etree"),
        ("concurrent.futurs", "concurrent.futures"),
        ("json.codecs", None),
        ("os.path", None),
        ("jsonn.decoder", None),
        ("collections.abc", None),
    ],
)
def test_a_misspelt_module_below_one_of_the_library_is_reported(
    target: str, near: str | None
) -> None:
    absent = Absences(LIBRARY).of_module(target, "3.12")
    assert (absent.help if absent else None) == (near and f"did you mean `{near}`?")


def test_a_doubtful_name_is_looked_into_once_however_often_it_is_asked_for() -> None:
    asked = Asked()
    absences = Absences(asked)
    first = absences.of_name("os", "getcwdd", "3.12")
    before = len(asked.modules)
    assert first is not None and before
    assert [absences.of_name("os", "getcwdd", "3.12") for _ in range(9)] == [first] * 9
    assert len(asked.modules) == before


def test_of_more_doubtful_names_than_programs_have_nothing_is_claimed() -> None:
    asked = Asked()
    absences = Absences(asked)
    known = absences.of_name("json", "lods", "3.12")
    for i in range(MOST_QUESTIONS - 2):
        absences.of_module(f"concurrent.thing{i}", "3.12")
    assert absences.of_name("os", "getcwdd", "3.12") is not None
    before = len(asked.modules)
    assert absences.of_name("os", "getpidd", "3.12") is None
    assert absences.of_module("os.pathh", "3.12") is None
    assert absences.of_name("json", "lods", "3.12") == known is not None
    assert len(asked.modules) == before
