"""What certainly fails while a worker imports its modules: Python itself is asked in every test."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from environments import Shared
from startup.importing import IS_LAZY, lazy_python, python_refuses, reported

Modules = Mapping[str, str]

GUARDED = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from decimal import Decimal\n"
ENUM = "import enum\nclass Tone(enum.Enum):\n    LOW = 1\n    HIGH = 2\n"

REFUSED: dict[str, tuple[Modules, str]] = {
    "a name of nobody": ({"main": "x = nothing + 1\n"}, "FC618"),
    "a name of nobody in another module": ({"main": "import b\n", "b": "x = [nothing]\n"}, "FC618"),
    "an annotation": ({"main": "def f(x: Nothing): ...\n"}, "FC618"),
    "what a function returns": ({"main": "def f() -> Nothing: ...\n"}, "FC618"),
    "a default": ({"main": "def f(x=nothing): ...\n"}, "FC618"),
    "a decorator": ({"main": "@nothing\ndef f(): ...\n"}, "FC618"),
    "a base class": ({"main": "class A(Nothing): ...\n"}, "FC618"),
    "a class body": ({"main": "class A:\n    x = nothing\n"}, "FC618"),
    "a field": ({"main": "class A:\n    x: Nothing\n"}, "FC618"),
    "a method's annotation": ({"main": "class A:\n    def f(self, x: Nothing): ...\n"}, "FC618"),
    "a constant before its value": ({"main": "x = y\ny = 1\n"}, "FC618"),
    "a call before the function": ({"main": "x = f()\ndef f(): ...\n"}, "FC618"),
    "a class before its base": ({"main": "class A(B): ...\nclass B: ...\n"}, "FC618"),
    "an import for type checkers": ({"main": GUARDED + "def f(x: Decimal): ...\n"}, "FC618"),
    "a deleted name": ({"main": "x = 1\ndel x\ny = x\n"}, "FC618"),
    "a forgotten exception": (
        {"main": "try:\n    1 / 0\nexcept ZeroDivisionError as e:\n    pass\nx = e\n"},
        "FC618",
    ),
    "adding to nothing": ({"main": "x += 1\n"}, "FC618"),
    "setting an attribute of nothing": ({"main": "x.y = 1\n"}, "FC618"),
    "a condition": ({"main": "if nothing:\n    x = 1\n"}, "FC618"),
    "an iterable": ({"main": "for x in nothing:\n    pass\n"}, "FC618"),
    "a first iterable": ({"main": "x = [y for y in nothing]\n"}, "FC618"),
    "an f-string": ({"main": "x = f'{nothing!r:>3}'\n"}, "FC618"),
    "a private name behind a star": (
        {"main": "from b import *\nx = _y\n", "b": "_y = 1\n"},
        "FC618",
    ),
    "a name that a star leaves out": (
        {"main": "from b import *\nx = y\n", "b": "__all__ = ['z']\ny = 1\nz = 2\n"},
        "FC618",
    ),
    "a try without except": ({"main": "try:\n    x = nothing\nfinally:\n    y = 1\n"}, "FC618"),
    "what a try around the import does not catch": (
        {"main": "try:\n    import b\nexcept ImportError:\n    b = None\n", "b": "x = nothing\n"},
        "FC618",
    ),
    "what a try does not catch": (
        {"main": "try:\n    x = nothing\nexcept (KeyError, ImportError) as e:\n    x = None\n"},
        "FC618",
    ),
    "a name after a main guard": (
        {"main": "if __name__ == '__main__':\n    x = 1\ny = x\n"},
        "FC618",
    ),
    "two that need one another": (
        {"main": "from b import y\nx = 1\n", "b": "from main import x\ny = 1\n"},
        "FC619",
    ),
    "three that need one another": (
        {"main": "import b\nx = 1\n", "b": "import c\n", "c": "from main import x\n"},
        "FC619",
    ),
    "an attribute of what is half imported": (
        {"main": "import b\nx = 1\n", "b": "import main\ny = main.x\n"},
        "FC619",
    ),
    "a package and its own module": (
        {
            "p.__init__": "from p.a import y\nx = 1\n",
            "p.a": "from p import x\ny = 1\n",
            "main": "import p\n",
        },
        "FC619",
    ),
    "a relative import of what is half imported": (
        {
            "p.__init__": "from . import a\nx = 1\n",
            "p.a": "from . import x\n",
            "main": "import p\n",
        },
        "FC619",
    ),
    "a member of an enum": ({"main": ENUM + "x = Tone.MIDDLE\n"}, "FC620"),
    "a member of an imported enum": (
        {"main": "from b import Tone\ndef f(x=Tone.MIDDLE): ...\n", "b": ENUM},
        "FC620",
    ),
    "an attribute of a class": ({"main": "class A:\n    x = 1\ny = A.z\n"}, "FC620"),
    "an attribute of a derived class": (
        {"main": "class A:\n    x = 1\nclass B(A):\n    y = 2\nz = B.x + B.z\n"},
        "FC620",
    ),
    "a module that nobody imports": (
        {"main": "import p\nx = p.a.y\n", "p.__init__": "", "p.a": "y = 1\n"},
        "FC620",
    ),
    "a name that __all__ lists and nobody binds": (
        {"main": "from b import *\n", "b": "__all__ = ['y', 'z']\nz = 1\n"},
        "FC620",
    ),
    "an attribute of a module": ({"main": "import b\nx = b.y\n", "b": "z = 1\n"}, "FC620"),
}

ACCEPTED: dict[str, Modules] = {
    "builtins and names of the module itself": {
        "main": "x = (len, PermissionError, __file__, __name__, __doc__, NotImplemented)\n"
    },
    "names of functions' bodies": {"main": "def f():\n    return nothing + later()\n"},
    "lambdas and what they default to": {"main": "y = 1\nx = lambda a, b=y: nothing\n"},
    "comprehensions": {
        "main": "x = [a + b for a, (b, *c) in [(1, (2, 3))] if c for d in c]\n"
        "y = {k: v for k, v in {}.items()}\nz = list(q for q in [] if nothing)\n"
    },
    "a comprehension in a class": {
        "main": "class A:\n    n = 3\n    x = [i for i in range(n)]\n    def f(self, x=n): ...\n"
    },
    "quoted annotations": {"main": "def f(x: 'Nothing') -> 'list[Nothing]': ...\n"},
    "postponed annotations": {
        "main": "from __future__ import annotations\ndef f(x: Nothing): ...\nclass A:\n    x: Nothing\n"
    },
    "branches that may not run": {
        "main": "import sys\nif sys.platform == 'win95':\n    x = nothing\n"
        "y = nothing if sys.platform == 'win95' else 1\nz = False and nothing\n"
    },
    "names that a branch binds": {
        "main": "import sys\nif sys.argv:\n    x = 1\nelse:\n    x = 2\ny = x\n"
    },
    "a try that expects failure": {
        "main": "try:\n    x = nothing\nexcept NameError:\n    x = None\n"
        "try:\n    from b import y\nexcept ImportError:\n    y = 1\n",
        "b": "",
    },
    "a try that expects more than names": {
        "main": "import b\ntry:\n    import c\nexcept b.Any:\n    c = 1\n"
        "try:\n    x = nothing\nexcept (KeyError, Exception):\n    x = 1\n"
        "try:\n    x = nothing\nexcept:\n    x = 1\n",
        "b": "Any = Exception\n",
        "c": "y = nothing\n",
    },
    "what is tried after something that may fail": {
        "main": "try:\n    import no_such_library\n    x = nothing\nexcept ImportError:\n    x = 1\n"
    },
    "an exception used where it is caught": {
        "main": "try:\n    1 / 0\nexcept ZeroDivisionError as e:\n    x = str(e)\ny = x\n"
    },
    "an exception's name that has another value": {
        "main": "e = 1\ntry:\n    pass\nexcept ZeroDivisionError as e:\n    pass\nx = e\n"
    },
    "with, for, match and the walrus bind": {
        "main": "import io\nwith io.StringIO() as a, io.StringIO() as (b):\n    pass\n"
        "for c, *d in [(1, 2)]:\n    pass\nmatch [1, 2]:\n    case [e, *f]:\n        g = e\n"
        "if (h := 1) > 0:\n    pass\nx = (a, b, c, d, e, f, g, h)\n"
    },
    "what a function declares global": {
        "main": "def f():\n    global x\n    x = 1\nf()\ny = x\n",
    },
    "what globals() binds": {"main": "globals()['x'] = 1\ny = x\n"},
    "a main guard": {"main": "if __name__ == '__main__':\n    nothing()\n"},
    "a star": {"main": "from b import *\nx = y\n", "b": "y = 1\n"},
    "a star of a star": {
        "main": "from b import *\nx = y\n",
        "b": "from c import *\n",
        "c": "y = 1\n",
    },
    "a star with a computed list": {
        "main": "from b import *\nx = y\n",
        "b": "__all__ = ['y'] + []\ny = 1\n",
    },
    "a star of a library": {"main": "from math import *\nx = pi\n"},
    "modules that only name each other": {
        "main": "import b\nx = 1\n",
        "b": "import main\ndef f():\n    return main.x\n",
    },
    "an import after what the other needs": {
        "main": "x = 1\nfrom b import y\n",
        "b": "from main import x\ny = x\n",
    },
    "a package that imports its modules": {
        "p.__init__": "from p import a\nfrom .b import y\n",
        "p.a": "from p import b\nx = b.y\n",
        "p.b": "y = 1\n",
        "main": "import p.a\nz = p.a.x\n",
    },
    "the other order": {
        "main": "import a\nimport b\n",
        "a": "import b\nx = 1\n",
        "b": "y = 1\ndef f():\n    from a import x\n",
    },
    "members and methods of enums": {
        "main": ENUM + "class Word(enum.StrEnum):\n    A = 'a'\n"
        "x = (Tone.LOW.value, Tone.__members__, Tone['LOW'], Word.upper, list(Tone), Tone.mro)\n"
    },
    "members of unique enums": {
        "main": "import enum\n@enum.unique\nclass A(enum.Enum):\n    X = 1\ny = A.X\n"
    },
    "attributes set from outside": {
        "main": "import b\nclass A: ...\nA.x = 1\nb.y = A.x\nz = b.y\n",
        "b": "",
    },
    "attributes of decorated classes": {
        "main": "def d(c):\n    c.x = 1\n    return c\n@d\nclass A: ...\ny = A.x\n"
    },
    "attributes of a metaclass": {
        "main": "class M(type):\n    x = 1\nclass A(metaclass=M): ...\ny = A.x\n"
    },
    "attributes of a base of a library": {
        "main": "import collections\nclass A(collections.OrderedDict): ...\nx = A.fromkeys\n"
    },
    "module attributes by __getattr__": {
        "main": "import b\nx = b.y\n",
        "b": "def __getattr__(name):\n    return name\n",
    },
    "a submodule that somebody else imports": {
        "main": "import p\nimport q\nx = p.a.y\n",
        "p.__init__": "",
        "p.a": "y = 1\n",
        "q": "import p.a\n",
    },
    "a submodule that a function imports": {
        "main": "import p\ndef f():\n    import p.a\nf()\nx = p.a.y\n",
        "p.__init__": "",
        "p.a": "y = 1\n",
    },
    "a submodule that is imported by its text": {
        "main": "import importlib\nimport p\nimportlib.import_module('.a', 'p')\nx = p.a.y\n",
        "p.__init__": "",
        "p.a": "y = 1\n",
    },
    "modules and names that __all__ lists": {
        "main": "from p import *\nx = (a.y, z)\n",
        "p.__init__": "__all__ = ['a', 'z', '__doc__', 'w', 'v']\nz = 1\n"
        "if z:\n    w = 1\ndef f():\n    global v\n    v = 1\nf()\n",
        "p.a": "y = 1\n",
    },
    "a list that nobody asks for with a star": {
        "main": "import b\nfrom b import z\n",
        "b": "__all__ = ['y']\nz = 1\n",
    },
    "a name of a class that a module has too": {
        "main": "import b\nclass A:\n    class b:\n        y = 1\n    x = b.y\n",
        "b": "",
    },
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_python_refuses_is_reported(name: str, tmp_path: Path) -> None:
    modules, code = REFUSED[name]
    assert python_refuses(modules, tmp_path) is bool(reported(modules, lazy=IS_LAZY))
    found = reported(modules)
    assert [one.code.number for one in found][:1] == [code]
    assert all(one.help and one.primary for one in found)


@pytest.mark.parametrize("name", ACCEPTED)
def test_what_python_accepts_is_not(name: str, tmp_path: Path) -> None:
    assert not python_refuses(ACCEPTED[name], tmp_path)
    assert reported(ACCEPTED[name]) == ()


@pytest.mark.parametrize("name", REFUSED)
def test_for_a_lazy_python_only_what_it_refuses_is_reported(
    name: str, tmp_path: Path, shared: Shared
) -> None:
    modules, _ = REFUSED[name]
    refused = python_refuses(modules, tmp_path, python=lazy_python(shared))
    assert refused is bool(reported(modules, lazy=True))


def test_the_worker_decides_which_module_comes_first(tmp_path: Path) -> None:
    modules = {"a": "from b import y\nx = 1\n", "b": "import a\ny = 1\nz = a\n"}
    assert (python_refuses(modules, tmp_path, "a", "b"), reported(modules, "a", "b")) == (False, ())
    assert python_refuses(modules, tmp_path, "b", "a")
    assert [one.code.number for one in reported(modules, "b", "a")] == ["FC619"]


def test_from_python_3_14_on_annotations_are_evaluated_on_demand() -> None:
    modules = {"main": "def f(x: Nothing): ...\nclass A:\n    y: Later\n"}
    assert len(reported(modules)) == 2
    assert reported(modules, lazy=True) == ()


def test_type_parameters_and_aliases_are_no_names_of_the_module() -> None:
    text = (
        "def f[T](x: T) -> T: ...\nclass A[K, *V](dict[K, int]):\n    x: K\ntype B[Q] = Later[Q]\n"
    )
    assert reported({"main": text}) == ()


def test_a_failure_is_said_once_where_it_begins() -> None:
    (one,) = reported({"main": "x = nothing.a.b(nothing.c)[0]\n"})[:1]
    assert one.message == "`nothing` is not defined"
    assert len(reported({"main": "import b\nx = b.y.z.q\n", "b": ""})) == 1
