"""Declarations that only running the code could follow: each is said once, with a code of its own."""

from pathlib import Path

import pytest

from dialects.programs import compiled, errors
from dialects.spellings import (
    ENDPOINT,
    OF_ENDPOINT,
    OF_REMOTE,
    ON_E,
    ON_R,
    REMOTE,
    ROUTE,
    H,
    in_body,
)
from flashc.codes import CATALOGUE, changes, dynamic
from flashc.compilation import Compilation
from flashc.diagnostic import Code, Diagnostic


def said(folder: Path, source: str) -> list[str]:
    return [d.code.number for d in compiled(folder, source).diagnostics]


@pytest.mark.parametrize(
    ("number", "text"), [(number, text) for number, texts in OF_REMOTE.items() for text in texts]
)
def test_what_remote_cannot_follow_is_one_finding(tmp_path: Path, number: str, text: str) -> None:
    assert said(tmp_path, REMOTE + text) == [number]


@pytest.mark.parametrize(
    ("number", "text"), [(number, text) for number, texts in OF_ENDPOINT.items() for text in texts]
)
def test_what_an_endpoint_cannot_follow_is_one_finding(
    tmp_path: Path, number: str, text: str
) -> None:
    assert said(tmp_path, ENDPOINT + text) == [number]


QUIET = [
    REMOTE + f"route = {ROUTE}\n@route\n{H}",
    REMOTE + "LIMIT = eval('3')\nexec('x = 1')\n",
    REMOTE + "def sandbox(code): exec(code)\n",
    REMOTE + "version = getattr(tetra_rp, '__version__', '')\n",
    REMOTE + "found = importlib.import_module('json').dumps\n",
    REMOTE + "def hidden(api):\n  api.workersMax = 3\n",
    REMOTE + "if __name__ == '__main__':\n  api.workersMax = 3\n  exec(input())\n",
    REMOTE + "names = [api.name for _ in 'ab']\n",
    REMOTE + "class Volume(tetra_rp.NetworkVolume): ...\n",
    REMOTE + "def local(remote):\n  return remote(1)\n",
    REMOTE + "try:\n  from tetra_rp import Newer\nexcept ImportError:\n  Newer = None\n",
    REMOTE + "version = tetra_rp.__version__\n",
    REMOTE + "@remote(api, local=True)\ndef here(): ...\n",
    ENDPOINT
    + "from typing import Callable, Optional\nA = Optional[Endpoint]\nB = Callable[[Endpoint], int]\n",
    ENDPOINT + "def check(x: Endpoint = None) -> Endpoint: return isinstance(x, (Endpoint, int))\n",
    ENDPOINT + "clients = [Endpoint(id=x) for x in 'ab']\nfor c in clients: c.runsync\n",
    ENDPOINT + "ALL = [api]\nfor each in ALL: print(each.name)\n",
    ENDPOINT + "get = api.get\n@get('/a')\ndef a(): ...\n",
    ENDPOINT + "def hidden(api): return api.get('/a')\n",
    ENDPOINT + "def hidden():\n  api = {}\n  return api.get('/a')\n",
    ENDPOINT
    + "class Client: ...\ndef hidden():\n  api = Client()\n  api.headers['A'] = 'b'\n  api.get('/a')\n",
    ENDPOINT + "def hidden():\n  for api in ({},): api.get('/a')\n",
    ENDPOINT + "def hidden():\n  return [api.get('/a') for api in ({},)]\n",
    ENDPOINT + "def show(on): print(on)\ndef late():\n  e = api\n  show(e)\n  return e.name\n",
    ENDPOINT + "client = Endpoint(id='a')\nasync def ask(): return await client.get('/x')\n",
    ENDPOINT + "E = Endpoint\ne = E(name='e')\n" + ON_E,
    ENDPOINT + "client = Endpoint(id='a')\nclient.note = 'mine'\n",
]


@pytest.mark.parametrize("source", QUIET)
def test_what_can_be_followed_is_left_alone(tmp_path: Path, source: str) -> None:
    assert [number for number in said(tmp_path, source) if number != "FC209"] == []


@pytest.mark.parametrize(
    ("text", "reported"),
    [("exec(source())\n", True), ("exec(source())  # flashc: ignore[FC248]\n", False)],
)
def test_text_that_is_not_known_is_a_warning_that_a_line_can_end(
    tmp_path: Path, text: str, reported: bool
) -> None:
    found = compiled(tmp_path, REMOTE + "def source(): return ''\n" + text)
    assert errors(found) == []
    assert len(found.plans) == 1
    assert ("FC248" in [d.code.number for d in found.diagnostics]) is reported


CLIENT = "class Client: ...\n"
LOCAL = f"@api.post('/local')\n{H}"
OWN = [
    ENDPOINT + CLIENT + in_body("def fake():", "api = Client()\n" + LOCAL),
    ENDPOINT
    + CLIENT
    + in_body("def fake():", "with Client() as api:\n  @api.post('/local')\n  " + H),
    ENDPOINT + CLIENT + in_body("def fake():", "api = Client()\n" + in_body("def more():", LOCAL)),
    ENDPOINT + CLIENT + in_body("def fake(api):", in_body("def more():", "api = f()\n" + LOCAL)),
    ENDPOINT + CLIENT + in_body("class Holder:", "api = Client()\n" + LOCAL),
    ENDPOINT + in_body("class Holder:", "from types import SimpleNamespace as api\n" + LOCAL),
    ENDPOINT + in_body("class Holder:", "def api(self): ...\n" + f"@api\n{H}"),
    ENDPOINT + in_body("def fake():", f"Endpoint = functools.partial\n@Endpoint(print)\n{H}"),
    REMOTE + in_body("def fake():", f"remote = functools.partial\n@remote\n{H}"),
    REMOTE + in_body("def fake():", f"remote = functools.partial\n@remote(api)\n{H}"),
    REMOTE + in_body("def fake():", f"from functools import partial as remote\n@remote\n{H}"),
    REMOTE + in_body("class Holder:", f"remote = functools.partial\n@remote\n{H}"),
]


@pytest.mark.parametrize("source", OWN)
def test_a_decorator_on_a_name_of_its_own_scope_is_none_of_the_modules(
    tmp_path: Path, source: str
) -> None:
    found = compiled(tmp_path, source)
    assert [d.code.number for d in found.diagnostics] == []
    assert len(found.plans) == 1


HOLDER = "class Holder:"
MODULES = [
    # What is a class's own is unknown to its methods, before it is bound, and where it may not be.
    (ENDPOINT + in_body(HOLDER, "api = f()\n" + in_body("def m(self):", LOCAL)), "FC241"),
    (ENDPOINT + in_body(HOLDER, LOCAL + "api = f()\n"), "FC208"),
    (ENDPOINT + in_body(HOLDER, "if f:\n  api = f()\n" + LOCAL), "FC208"),
    # A caller may pass the object itself.
    (ENDPOINT + in_body("def late(api):", LOCAL), "FC241"),
    (REMOTE + in_body("def late(remote):", f"@{ROUTE}\n{H}"), "FC241"),
    # The name of the resource is no name that the decorator hangs on.
    (REMOTE + in_body("def late():", f"api = f()\n@{ROUTE}\n{H}"), "FC241"),
    # Names of its own for the same.
    (ENDPOINT + in_body("def late():", "mine = api\n@mine.get('/x')\n" + H), "FC245"),
    (ENDPOINT + in_body(HOLDER, "mine = api\n@mine.get('/x')\n" + H), "FC221"),
    (
        ENDPOINT
        + in_body("def late():", f"from runpod_flash import Endpoint\n@Endpoint(name='z')\n{H}"),
        "FC241",
    ),
    (ENDPOINT + in_body(HOLDER, "api = Endpoint(name='own')\n" + LOCAL), "FC220"),
    (REMOTE + in_body("def late():", f"from tetra_rp import remote\n@{ROUTE}\n{H}"), "FC241"),
    (REMOTE + in_body("def late():", f"remote = tetra_rp.remote\n@{ROUTE}\n{H}"), "FC245"),
    (REMOTE + in_body(HOLDER, f"remote = tetra_rp.remote\n@{ROUTE}\n{H}"), "FC215"),
]


@pytest.mark.parametrize(("source", "number"), MODULES)
def test_a_decorator_that_may_be_the_modules_is_still_one_error(
    tmp_path: Path, source: str, number: str
) -> None:
    assert said(tmp_path, source) == [number]


def test_a_name_that_a_function_declares_global_is_the_modules(tmp_path: Path) -> None:
    text = in_body("def late():", f"global remote\nremote = tetra_rp.remote\n@{ROUTE}\n{H}")
    assert errors(compiled(tmp_path, REMOTE + text)) != []


def test_an_object_that_a_function_imports_is_seen_too(tmp_path: Path) -> None:
    found = compiled(
        tmp_path,
        {
            "shared": ENDPOINT,
            "late": "def register():\n  from shared import api\n  api.get('/late')(print)\n",
            "more": "def register():\n  import shared\n  @shared.api.get('/more')\n  def more(): ...\n",
        },
    )
    places = [
        (d.code.number, d.primary and Path(d.primary.span.path).name) for d in found.diagnostics
    ]
    assert places == [("FC245", "late.py"), ("FC245", "more.py")]


@pytest.mark.parametrize(
    "text",
    [
        "api.get('/a')(lambda: 1)\n",
        "for p in 'ab':\n  api.get('/' + p)(f)\n",
        "def register(on): on.get('/a')(f)\nregister(api)\n",
        in_body("def make():", f"@api.get('/a')\n{H}"),
    ],
)
def test_an_endpoint_whose_routes_are_reported_is_not_called_unused(
    tmp_path: Path, text: str
) -> None:
    head = "from runpod_flash import Endpoint\napi = Endpoint(name='api')\ndef f(): ...\n"
    numbers = said(tmp_path, head + text)
    assert "FC209" not in numbers
    assert len([number for number in numbers if number != "FC201"]) == 1


# --- Conditions that the command line decides ---

DECIDED = [
    (in_body("if os.getenv('X'):", f"@{ROUTE}\n{H}"), ["X"]),
    (in_body("if os.environ['X'] == '1':", f"@{ROUTE}\n{H}"), ["X"]),
    ("X = bool(os.environ.get('X'))\n" + in_body("if not X:", f"@{ROUTE}\n{H}"), ["X"]),
    (
        "if os.getenv('A') == '1': ...\n" + in_body("elif os.getenv('B'):", f"@{ROUTE}\n{H}"),
        ["A", "B"],
    ),
    (in_body("if os.getenv('A') != 'x' and os.getenv('B'):", f"@{ROUTE}\n{H}"), ["A", "B"]),
    ("if os.getenv('A'): ...\n" + in_body("else:", f"@{ROUTE}\n{H}"), ["A"]),
    (in_body("if os.getenv('A'):", in_body("if os.getenv('B'):", f"@{ROUTE}\n{H}")), ["A", "B"]),
    (f"@({ROUTE} if os.getenv('X') else decorator())\n{H}", ["X"]),
    ("if os.getenv('X'):\n  r = LiveLoadBalancer(name='r')\n" + ON_R, ["X"]),
    (
        (
            "DEV = os.getenv('X')\nif DEV:\n  r = LiveLoadBalancer(name='r')\n"
            "else:\n  r = LiveLoadBalancer(name='s')\n" + ON_R
        ),
        ["X"],
    ),
    ("r = LiveLoadBalancer(name='r' if os.getenv('X') else 's')\n" + ON_R, ["X"]),
    ("a = LiveLoadBalancer(name='a')\nr = a if os.getenv('X') else api\n" + ON_R, ["X"]),
]
OPEN = [
    in_body("if f:", f"@{ROUTE}\n{H}"),
    in_body("if os.getenv('X'):", in_body("if f:", f"@{ROUTE}\n{H}")),
    in_body("if os.getenv('X'):", in_body("for _ in 'ab':", f"@{ROUTE}\n{H}")),
    in_body("def late():", in_body("if os.getenv('X'):", f"@{ROUTE}\n{H}")),
    in_body("match os.getenv('X'):", in_body("case '1':", f"@{ROUTE}\n{H}")),
    in_body("if os.getenv('X') == f():", f"@{ROUTE}\n{H}"),
    in_body("if os.getenv('X') and f():", f"@{ROUTE}\n{H}"),
    "if f:\n  r = LiveLoadBalancer(name='r')\n" + ON_R,
]
OF_ENDPOINTS = [
    ("if os.getenv('X'):\n  e = Endpoint(name='e')\n", ["X"]),
    ("e = Endpoint(name='e') if os.getenv('X') else None\n", ["X"]),
    ("if os.getenv('X'):\n  api.get('/x')(f)\n", ["X"]),
    (in_body("if os.environ.get('EXTRA'):", f"@api.get('/x')\n{H}"), ["EXTRA"]),
]


def advice(diagnostic: Diagnostic) -> str:
    return diagnostic.help or ""


def defined(compilation: Compilation) -> str:
    (error,) = errors(compilation)
    return advice(error)


@pytest.mark.parametrize(
    ("source", "variables"),
    [(REMOTE + text, names) for text, names in DECIDED]
    + [(ENDPOINT + text, names) for text, names in OF_ENDPOINTS],
)
def test_the_definitions_that_decide_are_shown(
    tmp_path: Path, source: str, variables: list[str]
) -> None:
    assert " ".join(f"--define {name}=..." for name in variables) in defined(
        compiled(tmp_path, source)
    )


@pytest.mark.parametrize("text", OPEN)
def test_no_definition_is_shown_where_none_would_help(tmp_path: Path, text: str) -> None:
    assert "--define" not in defined(compiled(tmp_path, REMOTE + text))


# --- The catalogue ---


DYNAMIC = [v for m in (changes, dynamic) for v in vars(m).values() if isinstance(v, Code)]


@pytest.mark.parametrize("code", DYNAMIC, ids=lambda code: code.number)
def test_the_explanation_shows_what_to_write_instead(code: Code) -> None:
    assert code in CATALOGUE
    before, separator, after = code.explanation.partition("Instead of\n\n    ")
    assert before
    assert separator
    # The code that was written, and after it words and code to write.
    assert "\n\n" in after
    assert "`" in after or "\n    " in after.partition("\n\n")[2]
