"""Targets of every form bind names, attributes and members: Python itself is asked in every test."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from closure.folders import compiled, messages
from startup.importing import python_refuses, reported

SERVICE = """
from runpod_flash import Endpoint
api = Endpoint(name="api", cpu="cpu3c-1-2")
@api.get("/a")
def a() -> int:
    return 1
"""
STATE = "class State:\n    kept = {}\nstate = State\n"
LIMITS = "class Limits:\n    if (top := 5):\n        low = top\n    cache = [n := 3]\n"
SLOT = "class Slot:\n    __slots__ = ('a', 'b')\n"

ACCEPTED: dict[str, str] = {
    "starred names": "first, *others = [1, 2, 3]\nx = (first, others)\n",
    "starred names inside of others": "(a, [b, *c]), *d = ((1, [2, 3]), 4)\n[*e, f] = a, b\n"
    "x = (c, d, e, f)\n",
    "starred names of a class": "class K:\n    a, *b = 1, 2\n    c = b\nx = (K.a, K.b)\n",
    "a starred member of an enum": "import enum\nclass E(enum.Enum):\n    A, *_B = 1, 2\nx = E.A\n",
    "starred attributes and items": STATE + "a, *State.b = 1, 2\n*State.kept['c'], d = 1, 2\n"
    "x = State.b\n",
    "attributes in a tuple": STATE + "State.host, (State.port, [State.way]) = 'a', (1, [2])\n"
    "x = (State.host, State.port, State.way)\n",
    "an attribute after with": STATE + "with open(__file__) as State.handle:\n    pass\n"
    "with open(__file__) as (State.one, *State.more):\n    pass\n"
    "x = (State.handle, State.one, State.more)\n",
    "an attribute after for": STATE + "for State.last in range(3):\n    pass\n"
    "for a, *State.rest in [(1, 2)]:\n    pass\nx = (State.last, State.rest)\n",
    "an attribute of a comprehension": STATE + "x = [0 for State.last in range(3)]\n"
    "y = {0 for a, (\n    State.one, *State.more\n) in [(1, (2, 3))]}\n"
    "z = (State.last, State.one, State.more)\n",
    "what a class method sets": "class A:\n    @classmethod\n    def f(cls):\n"
    "        cls.low, *cls.high = 1, 2\nA.f()\nx = (A.low, A.high)\n",
    "an attribute with an annotation": STATE + "State.size: int = 3\nx = State.size\n",
    "an attribute that is added to": STATE + "State.n, a = 1, 2\nState.n += 1\nx = State.n\n",
    "walruses of a class": LIMITS + "x = (Limits.top, Limits.low, Limits.n)\n",
    "walruses of a base class": LIMITS + "class More(Limits): ...\nx = More.top\n",
    "walruses that their class reads": "class A:\n    a = [n := 3]\n    b = n\n"
    "    def f(self, x=(m := n)): ...\n    c = m\n    assert (k := 1)\n    d = k\nx = (A.m, A.k)\n",
    "slots": SLOT + "x = (Slot.a, Slot.b)\n",
    "slots of a base class": SLOT
    + "class More(Slot):\n    __slots__ = 'cd'\nx = (More.a, More.cd)\n",
    "slots that are computed": "N = ['a']\nclass A:\n    __slots__ = (*N, 'b')\n"
    "class B:\n    __slots__ = ('c',) + ('d',)\nclass C:\n    __slots__ = {'e': 'said'}\n"
    "class D:\n    __slots__ = N\nx = (A.a, A.b, B.d, C.e, D.a)\n",
}

REFUSED: dict[str, tuple[str, str]] = {
    "what a starred name is given": ("a, *b = [nothing]\n", "FC618"),
    "what a starred target sets": ("a, *nothing.b = 1, 2\n", "FC618"),
    "where a starred target puts it": ("a, *{}[nothing] = 1, 2\n", "FC618"),
    "what a tuple sets": ("a, (nothing.b, c) = 1, (2, 3)\n", "FC618"),
    "an attribute that stands in a target": (STATE + "State.a[State.b] = 1\n", "FC620"),
    "an attribute of another name": (STATE + "State.a, b = 1, 2\nx = State.c\n", "FC620"),
    "an attribute that is deleted": (STATE + "del State.a\nx = State.b\n", "FC620"),
    "a name of another walrus": (LIMITS + "x = Limits.tpo\n", "FC620"),
    "a walrus of a class, outside": (LIMITS + "x = n\n", "FC618"),
    "a name that is no slot": (SLOT + "x = Slot.c\n", "FC620"),
}


@pytest.mark.parametrize("name", ACCEPTED)
def test_what_a_target_binds_is_there(name: str, tmp_path: Path) -> None:
    modules = {"main": ACCEPTED[name]}
    assert not python_refuses(modules, tmp_path)
    assert reported(modules) == ()


@pytest.mark.parametrize("name", ACCEPTED)
def test_a_function_may_read_it_as_well(name: str, tmp_path: Path) -> None:
    *lines, last = ACCEPTED[name].splitlines()
    reader = f"def read():\n    return {last.partition(' = ')[2]}\n"
    text = "\n".join([*lines, reader, SERVICE])
    assert messages(compiled(tmp_path, {"main.py": text})) == []


def test_a_function_that_reads_what_no_target_binds_is_named(tmp_path: Path) -> None:
    text = LIMITS + SLOT + "def read():\n    return (Limits.top, Limits.tpo, Slot.a, Slot.c)\n"
    assert messages(compiled(tmp_path, {"main.py": text + SERVICE})) == [
        "FC708 class `Limits` has no `tpo`",
        "FC708 class `Slot` has no `c`",
    ]


@pytest.mark.parametrize("name", REFUSED)
def test_what_no_target_binds_is_not(name: str, tmp_path: Path) -> None:
    text, code = REFUSED[name]
    assert python_refuses({"main": text}, tmp_path)
    assert {one.code.number for one in reported({"main": text})} == {code}


def test_the_members_that_are_named_are_those_of_the_class() -> None:
    text = SLOT + "    a1 = 1\ndef f():\n    return (inner := 1)\nx = Slot.c\n"
    (found,) = reported({"main": text})
    assert found.notes == ("it has: `a1`, `a`, `b`",)


# --- What functions alone import ---

LATE = "import os\nHERE = os.getcwdd()\n"
INNER = "def f():\n    import late\n"
ERROR, WARNING, NOTHING = [True], [False], list[bool]()


@pytest.mark.parametrize(
    ("files", "ends_start", "found"),
    [
        ({"main": "import late\n"}, True, ERROR),
        ({"main": "import between\n", "between": "import late\n"}, True, ERROR),
        ({"main": "class A:\n    import late\n"}, True, ERROR),
        ({"main": "try:\n    import late\nexcept ImportError:\n    late = None\n"}, True, ERROR),
        ({"main": "import importlib\nimportlib.import_module('late')\n"}, True, ERROR),
        ({"main": INNER + "import late\n"}, True, ERROR),
        ({"main": INNER}, False, WARNING),
        ({"main": "class A:\n    def f(self):\n        import late\n"}, False, WARNING),
        ({"main": "def f():\n    import between\n", "between": "import late\n"}, False, WARNING),
        ({"main": "def f():\n    import between\n", "between": INNER}, False, WARNING),
        (
            {
                "main": "def f():\n    try:\n        import late\n    except Exception:\n        pass\n"
            },
            False,
            NOTHING,
        ),
        ({"main": "try:\n    import late\nexcept Exception:\n    late = None\n"}, False, NOTHING),
        (
            {"main": "import sys\nif sys.platform == 'win32':\n    import late\n"},
            False,
            NOTHING,
        ),
    ],
)
def test_what_ends_a_call_only_is_a_warning_of_the_library_too(
    tmp_path: Path, files: Mapping[str, str], ends_start: bool, found: list[bool]
) -> None:
    modules = {**files, "late": LATE}
    (tmp_path / "python").mkdir()
    assert python_refuses(modules, tmp_path / "python") is ends_start
    written = {f"{name}.py": text for name, text in modules.items()}
    written["main.py"] += SERVICE
    (tmp_path / "project").mkdir()
    diagnostics = compiled(tmp_path / "project", written).diagnostics
    assert [one.is_error for one in diagnostics] == found
    for one in diagnostics:
        assert one.message == "module `os` has no `getcwdd`"
        is_said = any(note.startswith("only functions import this") for note in one.notes)
        assert is_said is not one.is_error


@pytest.mark.parametrize("first", ["one", "two"])
def test_what_one_worker_imports_at_its_start_is_an_error_once(tmp_path: Path, first: str) -> None:
    other = SERVICE.replace('"api"', '"other"')
    second = "two" if first == "one" else "one"
    files = {f"{first}.py": INNER + SERVICE, f"{second}.py": "import late\n" + other}
    (found,) = compiled(tmp_path, {**files, "late.py": LATE}).diagnostics
    assert (found.code.number, found.is_error) == ("FC620", True)
