"""Names in functions: what nothing binds is reported, and Python agrees; all else stays quiet."""

from pathlib import Path

import pytest

from closure.folders import compiled, messages
from flashc.ir.settings import Options, Settings
from flashc.passes.lint.unbound import lint_unbound
from flashc.pipeline import compile_project
from flashc.project import load
from flashc.project.typeshed import Typeshed
from passes.front import Modules, bound


def reported(modules: Modules) -> list[str]:
    bindings = bound(modules)
    return [one.message for one in lint_unbound(bindings, bindings.modules, Typeshed())]


TONE = "from enum import Enum\nclass Tone(Enum):\n    LOW = 1\n"
# Each raises when `call()` runs: `NameError`, or `AttributeError`.
FAILS = {
    "a name": "def call():\n    return wrod\n",
    "a name in a call": "def call():\n    print(len(wrod))\n",
    "a module that is not imported": "def call():\n    return json.dumps(1)\n",
    "in a nested function": "def call():\n    def inner():\n        return wrod\n    return inner()\n",
    "in a method": "class A:\n    def f(self):\n        return wrod\ndef call():\n    A().f()\n",
    "a name of the class, in a method": (
        "class A:\n    wrod = 1\n    def f(self):\n        return wrod\ndef call():\n    A().f()\n"
    ),
    "in a comprehension": "def call():\n    return [wrod for _ in range(1)]\n",
    "the target of a comprehension, after it": (
        "def call():\n    found = [wrod for wrod in range(1)]\n    return found, wrod\n"
    ),
    "in an f-string": "def call():\n    return f'{wrod}'\n",
    "in a condition": "def call():\n    if wrod:\n        return 1\n",
    "under a condition": "def call():\n    if len('x'):\n        return wrod\n",
    "in a loop's header": "def call():\n    for each in wrod:\n        return each\n",
    "in a `try` that expects something else": (
        "def call():\n    try:\n        return wrod\n    except ValueError:\n        return 1\n"
    ),
    "a local name of another function": "def other():\n    wrod = 1\ndef call():\n    return wrod\n",
    "a member of an enum": f"{TONE}def call():\n    return Tone.HIGH\n",
    "an attribute of a class": "class A:\n    x = 1\ndef call():\n    return A.y\n",
    "in `raise`": "def call():\n    raise wrod('x')\n",
    "in the cause of `raise`": "def call():\n    raise ValueError('x') from wrod\n",
    "in `assert`": "def call():\n    assert wrod\n",
    "in the default of a nested function": "def call():\n    def inner(x=wrod): ...\n",
    "in the decorator of a nested function": "def call():\n    @wrod\n    def inner(): ...\n",
    "in the base of a nested class": "def call():\n    class A(wrod): ...\n",
    "in a handler": (
        "def call():\n    try:\n        int('x')\n    except ValueError:\n        return wrod\n"
    ),
    "in a function that is made under a condition": (
        "if len('x'):\n    def call():\n        return wrod\n"
    ),
}
QUIET = {
    "a builtin": "def call():\n    return len('x')\n",
    "a name that comes later": "def call():\n    return later\nlater = 1\n",
    "a parameter": "def call(a=1, *b, c=2, **d):\n    return a, b, c, d\n",
    "a name around": "def call():\n    x = 1\n    def inner():\n        return x\n    return inner()\n",
    "`nonlocal`": (
        "def call():\n    x = 1\n    def inner():\n        nonlocal x\n        x = 2\n"
        "        return x\n    return inner()\n"
    ),
    "`global`": "def call():\n    global made\n    made = 1\n    return made\n",
    "a loop": "def call():\n    for i, (j, *k) in [(1, (2, 3))]:\n        print(i, j, k)\n",
    "`with`": "import io\ndef call():\n    with io.StringIO() as a:\n        return a\n",
    "`except`": (
        "def call():\n    try:\n        int('x')\n    except ValueError as error:\n        return error\n"
    ),
    "`match`": (
        "def call():\n    match {'a': [1, 2]}:\n        case {'a': [first, *rest], **more}:\n"
        "            return first, rest, more\n        case str() as text:\n            return text\n"
    ),
    "`:=`": "def call():\n    if (n := 1) and [m := 2 for _ in 'x']:\n        return n, m\n",
    "a comprehension": "def call():\n    return [x for y in [[1]] for x in y if x]\n",
    "a lambda": "def call():\n    return (lambda x, *y, z=1: (x, y, z))(1)\n",
    "an import inside": "def call():\n    import os.path as p, json\n    return p, json\n",
    "a class inside": "def call():\n    class A:\n        x = 1\n        y = x\n    return A\n",
    "`__class__`": "class A:\n    def f(self):\n        return __class__\ndef call():\n    A().f()\n",
    "names of modules": "def call():\n    return __name__, __file__, __doc__\n",
    "a `try` that expects it": (
        "def call():\n    try:\n        return unicode\n    except NameError:\n        return str\n"
    ),
    "`hasattr`": ("class A: pass\ndef call():\n    return A.y if hasattr(A, 'y') else 1\n"),
    "a `try` that expects anything, around an attribute": (
        "class A: pass\ndef call():\n    try:\n        return A.y\n    except Exception:\n"
        "        return 1\n"
    ),
    "`suppress`": (
        "from contextlib import suppress\nclass A: pass\ndef call():\n"
        "    with suppress(AttributeError, NameError):\n        return A.y, wrod\n"
    ),
    "what is put on a class by its type": (
        "class A: pass\ntype.__setattr__(A, 'y' + '', 1)\ndef call():\n    return A.y\n"
    ),
    "what `assert` says when it does not": "def call():\n    assert 1, str(2)\n",
    "an attribute that is set": "class A: pass\nA.y = 1\ndef call():\n    return A.y\n",
    "a name in `globals()`": "globals()['wrod'] = 1\ndef call():\n    return wrod\n",
    "a method of an enum": f"{TONE}def call():\n    return Tone.LOW.name, Tone.__members__\n",
    "a local name that hides a class": (
        "class A: pass\ndef call():\n    A = __import__('types').SimpleNamespace(y=1)\n    return A.y\n"
    ),
    "what is put on an object": "import builtins\nbuiltins.shout = 1\ndef call():\n    return shout\n",
}


def raises(text: str) -> bool:
    """Run `call()` for real: the oracle."""
    names: dict[str, object] = {"__name__": "m", "__file__": "m.py"}
    exec(compile(text, "m.py", "exec"), names)  # noqa: S102  (it is our own)
    call = names["call"]
    assert callable(call)
    try:
        call()
    except (NameError, AttributeError):
        return True
    return False


@pytest.mark.parametrize("text", FAILS.values(), ids=FAILS)
def test_what_no_call_finds_is_reported_once(text: str) -> None:
    assert raises(text)
    assert len(reported({"m": text})) == 1


@pytest.mark.parametrize("text", QUIET.values(), ids=QUIET)
def test_what_a_call_finds_is_not_reported(text: str) -> None:
    assert not raises(text)
    assert reported({"m": text}) == []


@pytest.mark.parametrize(
    "text",
    [
        "def call[T](x: T) -> T:\n    y: list[T] = [x]\n    return T\n",
        "class A[T]:\n    def f(self):\n        return T\n",
        "def call():\n    type Pair[T] = tuple[T, T]\n    return Pair\n",
        "if __name__ == '__main__':\n    import json\n    def main():\n        return json.dumps(1)\n",
    ],
)
def test_newer_syntax_and_what_no_worker_runs_are_not_reported(text: str) -> None:
    assert reported({"m": text}) == []


def test_a_name_is_missed_in_a_try_that_expects_anything() -> None:
    text = "def call():\n    try:\n        return wrod\n    except Exception:\n        return 1\n"
    assert reported({"m": text}) == ["`wrod` is not defined"]


def test_long_rows_of_star_imports_are_followed() -> None:
    row = {f"m{i}": f"from m{i + 1} import *\n" for i in range(2000)}
    last = "word = 1\ndef call():\n    return wrod\n"
    assert reported({**row, "m2000": last}) == ["`wrod` is not defined"]


@pytest.mark.parametrize(
    ("line", "advice"),
    [
        ("json.dumps(1)", "write `import json` at the top of the module"),
        ("datetime.now()", "write `from datetime import datetime` at the top of the module"),
        ("datetime.timedelta(1)", "write `import datetime` at the top of the module"),
        ("HTTPException(404)", "write `from fastapi import HTTPException`, as `other` does"),
        ("np.zeros(1)", "write `import numpy as np`, as `other` does"),
        ("prize(1)", "write `from other import prize`"),
        ("totl", "did you mean `total`?"),
        ("wanted_exception()", "define or import `wanted_exception`"),
        ("pd.read_csv()", "define or import `pd`"),
        ("Tone.LO", "did you mean `LOW`?"),
        ("Tone.QUIET", "correct the name, or define it there"),
    ],
)
def test_the_help_says_what_to_write(line: str, advice: str) -> None:
    other = "import numpy as np\nfrom fastapi import HTTPException\ndef prize(x): ...\n"
    text = f"{TONE}def call(n, total):\n    return {line}\n"
    bindings = bound({"other": other, "m": text})
    (found,) = lint_unbound(bindings, ["m"], Typeshed())
    assert found.help == advice


def test_names_that_another_module_hands_on_are_there() -> None:
    library = {"shared": "word = 1\n_hidden = 2\n"}
    text = "from shared import *\ndef call():\n    return word, {}\n"
    assert reported({**library, "m": text.format("_hidden")}) == ["`_hidden` is not defined"]
    assert reported({**library, "m": text.format("1")}) == []
    unknown = "from library import *\ndef call():\n    return anything\n"
    assert reported({"m": unknown}) == []
    assert reported({"m": "from a import *\n" + text, "a": unknown, **library}) == []


def test_an_attribute_of_another_module_is_there() -> None:
    modules = {"store": "def mean(): ...\n", "m": "import store\ndef call():\n    store.maen()\n"}
    assert reported(modules) == ["module `store` has no `maen`"]


ENDPOINT = """import os
from runpod_flash import Endpoint
DEV = os.getenv("DEV")
if DEV:
    import json
api = Endpoint(name="api", cpu="cpu3c-1-2")
@api.get("/a")
def a() -> str:
    return json.dumps({})
"""


def test_a_branch_that_a_definition_leaves_out_still_binds(tmp_path: Path) -> None:
    # The function asks for itself whether it may use the name; that is not followed.
    (tmp_path / "one.py").write_text(ENDPOINT, encoding="utf-8")
    settings = Settings(options=Options(defines={"DEV": ""}))
    compilation = compile_project(load([tmp_path], root=tmp_path, exclude=[]), settings)
    assert messages(compilation) == []


LATER = {
    "one.py": (
        "from runpod_flash import Endpoint\n"
        'api = Endpoint(name="api", cpu="cpu3c-1-2")\n'
        '@api.get("/a")\ndef a() -> int:\n    import later\n    return later.one()\n'
    ),
    "later.py": "@wraped\ndef one() -> int:\n    return 1\n",
}


def test_a_module_that_a_function_imports_in_vain_is_a_warning(tmp_path: Path) -> None:
    (found,) = compiled(tmp_path, LATER).diagnostics
    assert (found.code.number, found.is_error) == ("FC618", False)
    assert found.notes[-1].startswith("only functions import this module")


def test_a_module_that_another_worker_imports_at_its_start_is_an_error(tmp_path: Path) -> None:
    two = LATER["one.py"].replace('"api"', '"two"').replace("    import later\n", "")
    files = {**LATER, "two.py": f"import later\n{two}"}
    (found,) = compiled(tmp_path, files).diagnostics
    assert (found.code.number, found.is_error) == ("FC618", True)


def test_a_module_that_a_function_tries_to_import_is_its_own_affair(tmp_path: Path) -> None:
    tried = "    try:\n        import later\n    except Exception:\n        return 0\n"
    one = LATER["one.py"].replace("    import later\n", tried)
    assert messages(compiled(tmp_path, {**LATER, "one.py": one})) == []
