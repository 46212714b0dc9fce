"""Declarations that only running the code could follow: each is said once, with a code of its own."""

from pathlib import Path

import pytest

from dialects.programs import compiled, errors
from flashc.codes import CATALOGUE, changes, dynamic
from flashc.diagnostic import Code, Diagnostic
from flashc.pipeline import Compilation

REMOTE = """\
import functools, importlib, itertools, os, sys
import tetra_rp
from tetra_rp import LiveLoadBalancer, LiveServerless, remote

api = LiveLoadBalancer(name="api")


@remote(api, method="GET", path="/fine")
def fine(): ...


def f(): ...
def g(): ...
def decorator(*given): return lambda function: function
"""
ENDPOINT = """\
import contextlib, functools, importlib, itertools, os, sys
import runpod_flash
from runpod_flash import Endpoint

api = Endpoint(name="api")


@api.get("/fine")
def fine(): ...


def f(): ...
def g(): ...
def decorator(*given): return lambda function: function
"""
# A function that runs on the resource `r`.
ON_R = '@remote(r, method="GET", path="/r")\ndef on_r(): ...\n'
ROUTE = 'remote(api, method="GET", path="/a")'
ON_E = '@e.get("/e")\ndef on_e(): ...\n'
H = "def h(): ...\n"


def said(folder: Path, source: str) -> list[str]:
    return [d.code.number for d in compiled(folder, source).diagnostics]


def in_body(head: str, text: str) -> str:
    return head + "\n" + "".join(f"    {line}\n" for line in text.splitlines())


OF_REMOTE = {
    # Functions.
    "FC240": [
        in_body("for p in 'ab':", f"@{ROUTE}\n@{ROUTE}\n{H}"),
        in_body("while len('a'):", f"@{ROUTE}\n{H}"),
        in_body("if f:", in_body("for p in 'ab':", f"@{ROUTE}\n{H}")),
        "q = LiveServerless(name='q')\n" + in_body("for p in 'ab':", "@remote(q)\n" + H),
    ],
    "FC241": [
        in_body("def make():", f"@{ROUTE}\n{H}"),
        in_body("async def make():", f"@{ROUTE}\n{H}"),
        in_body("def make(name):", f"r = LiveLoadBalancer(name=name)\n{ON_R}return on_r"),
        in_body("class A:", in_body("def fill(self):", f"@{ROUTE}\n{H}")),
        in_body(
            "def make():",
            "from tetra_rp import remote as r\n@r(api, method='GET', path='/a')\n" + H,
        ),
        in_body("def make():", in_body("for p in 'ab':", f"@{ROUTE}\n{H}")),
    ],
    "FC208": [
        in_body("class A:", f"@{ROUTE}\n{H}"),
        in_body("if f:", f"@{ROUTE}\n{H}"),
        in_body("match f:", in_body("case 1:", f"@{ROUTE}\n{H}")),
    ],
    # Resources.
    "FC242": [
        "for n in 'ab':\n  r = LiveLoadBalancer(name=n)\n" + ON_R,
        "for r in (LiveLoadBalancer(name='a'), LiveLoadBalancer(name='b')): ...\n" + ON_R,
        "for n in 'ab':\n  r = LiveLoadBalancer(name='a')\nelse:\n  r = LiveLoadBalancer(name='b')\n"
        + ON_R,
        "rs = {n: LiveLoadBalancer(name=n) for n in 'ab'}\n" + ON_R.replace("(r,", "(rs['a'],"),
        "rs = list(map(lambda n: LiveLoadBalancer(name=n), 'ab'))\n"
        + ON_R.replace("(r,", "(rs[0],"),
        "r, other = [LiveLoadBalancer(name=n) for n in 'ab']\n" + ON_R,
        "r, other = tuple(LiveLoadBalancer(name=n) for n in 'ab')\n" + ON_R,
    ],
    "FC243": [
        "rs = map(LiveLoadBalancer, 'ab')\n" + ON_R.replace("(r,", "(next(rs),"),
        "def make(): return LiveLoadBalancer(name='m')\nr = make()\n"
        + ON_R
        + ON_R.replace("/r", "/s").replace("on_r", "on_s"),
        "def make(): return LiveLoadBalancer(name='m')\n" + ON_R.replace("(r,", "(make(),"),
        "def make(): return LiveLoadBalancer(name='m'), 1\nr, other = make()\n" + ON_R,
        "make = lambda: LiveLoadBalancer(name='m')\nr = make()\n" + ON_R,
        "class F:\n  def make(self): return LiveLoadBalancer(name='m')\nr = F().make()\n" + ON_R,
        "make = functools.partial(LiveLoadBalancer, workersMax=2)\nr = make(name='m')\n" + ON_R,
        "def start():\n  global r\n  r = LiveLoadBalancer(name='m')\n" + ON_R,
    ],
    "FC239": [
        "def make(n): return LiveLoadBalancer(name=n)\nr = make('m')\n"
        + ON_R
        + "s = make('s')\n"
        + ON_R.replace("(r,", "(s,").replace("on_r", "on_s"),
        "def make(n): return LiveLoadBalancer(name='a-' + n)\n"
        + ON_R.replace("(r,", "(make('m'),"),
        "class F:\n  @staticmethod\n  def make(n): return LiveLoadBalancer(name=n)\nr = F.make('m')\n"
        + ON_R,
    ],
    "FC238": [
        "globals()['r'] = LiveLoadBalancer(name='m')\n" + ON_R,
        "globals().update(r=LiveLoadBalancer(name='m'))\n" + ON_R,
        "vars(sys.modules[__name__])['r'] = LiveLoadBalancer(name='m')\n" + ON_R,
        "setattr(sys.modules[__name__], 'r', LiveLoadBalancer(name='m'))\n" + ON_R,
        "sys.modules[__name__].r = LiveLoadBalancer(name='m')\n" + ON_R,
        "this = sys.modules[__name__]\nthis.r = LiveLoadBalancer(name='m')\n" + ON_R,
        f"globals()['h'] = {ROUTE}(f)\n",
        f"for n in 'ab':\n  globals()[n] = {ROUTE}(f)\n",
    ],
    # Routes that are put on functions by calls.
    "FC244": [
        f"for each in (f, g):\n  {ROUTE}(each)\n",
        f"kept = [{ROUTE}(each) for each in (f, g)]\n",
        f"kept = list(map(lambda each: {ROUTE}(each), (f, g)))\n",
        f"kept = list(map({ROUTE}, (f, g)))\n",
        in_body("for p in 'ab':", f"route = {ROUTE}\n@route\n{H}"),
    ],
    "FC245": [
        f"def register(each): return {ROUTE}(each)\n",
        f"register = lambda each: {ROUTE}(each)\n",
        f"@(lambda each: {ROUTE}(each))\n{H}",
        f"def route(path): return remote(api, method='GET', path=path)\n@route('/a')\n{H}",
        in_body("def register():", f"route = {ROUTE}\n@route\n{H}"),
    ],
    "FC215": [
        f"kept = {ROUTE}(f)\n",
        f"@({ROUTE} if f else decorator())\n{H}",
        f"@decorator({ROUTE})\n{H}",
        f"@functools.partial(remote, api)(method='GET', path='/a')\n{H}",
        f"if f:\n  route = {ROUTE}\nelse:\n  route = decorator()\n@route\n{H}",
        f"def default(x={ROUTE}(f)): ...\n",
        f"for x in [{ROUTE}(f)]: ...\n",
        f"TABLE = {{'r': remote}}\n@TABLE['r'](api, method='GET', path='/a')\n{H}",
        f"class A:\n  def m(self): ...\n  m = {ROUTE}(m)\n",
    ],
    # The SDK itself.
    "FC227": [
        "tetra_rp.remote = decorator\n",
        "setattr(tetra_rp, 'remote', decorator)\n",
        "LiveLoadBalancer.workersMax = 3\n",
        "sys.modules['tetra_rp'] = None\n",
        "try:\n  sys.modules['tetra_rp'] = None\nfinally: ...\n",
        "del tetra_rp.remote\n",
    ],
    "FC226": [
        "from tetra_rp import LiveLoadBalancr\nr = LiveLoadBalancr(name='m')\n" + ON_R,
        "r = tetra_rp.LiveLoadBalancr(name='m')\n" + ON_R,
        f"@tetra_rp.remot(api, method='GET', path='/a')\n{H}",
        "from tetra_rp import Endpoint\n",
    ],
    "FC246": [
        "class My(LiveLoadBalancer): ...\nr = My(name='m')\n" + ON_R,
        "class My(tetra_rp.LiveLoadBalancer): ...\nclass Mine(My): ...\nr = Mine(name='m')\n"
        + ON_R,
    ],
    "FC247": [
        f"exec('@{ROUTE}\\n{H[:-1]}')\n",
        f"for n in 'ab':\n  exec(f'@{ROUTE}\\ndef {{n}}(): ...')\n",
        f"TEXT = '''@{ROUTE}\n{H}'''\nexec(TEXT % ())\n",
        f"exec(compile('@{ROUTE}', 'h', 'exec'))\n",
        "h = eval('remote')(api, method='GET', path='/a')(f)\n",
        in_body(
            "def late():",
            f"text = \"@{ROUTE}\"\nexec(text + 'def h(): ...')\n".replace('"GET"', "'GET'").replace(
                '"/a"', "'/a'"
            ),
        ),
    ],
    "FC248": [
        "exec(open('routes.py').read())\n",
        "exec(compile(open('r.py').read(), 'r', 'exec'))\n",
    ],
    "FC249": [
        f"@getattr(tetra_rp, 'remote')(api, method='GET', path='/a')\n{H}",
        f"@importlib.import_module('tetra_rp').remote(api, method='GET', path='/a')\n{H}",
        "sdk = __import__('tetra_rp')\n",
        "sdk = importlib.import_module('tetra_rp.client')\n",
        "for kind in ('LiveLoadBalancer',):\n  getattr(tetra_rp, kind)(name='m')\n",
    ],
    "FC250": ["api.workersMax = 3\n", "api.env['A'] = 'b'\n", "setattr(api, 'workersMax', 3)\n"],
}
OF_ENDPOINT = {
    "FC240": [
        in_body("for p in 'ab':", f"@api.get('/' + p)\n@api.put('/' + p)\n{H}"),
        in_body("for n in 'ab':", f"@Endpoint(name=n)\n{H}"),
    ],
    "FC241": [
        in_body("def make():", f"@api.get('/a')\n{H}"),
        in_body("def make(n):", f"@Endpoint(name=n)\n{H}"),
        in_body("class A:", in_body("def fill(self):", f"@api.get('/a')\n{H}")),
    ],
    "FC208": [
        in_body("class A:", f"@api.get('/a')\n{H}"),
        in_body("if os.environ.get('EXTRA'):", f"@api.get('/a')\n{H}"),
    ],
    "FC236": [
        in_body("for n in 'ab':", f"e = Endpoint(name=n)\n{ON_E}"),
        "es = [Endpoint(name=n) for n in 'ab']\n",
        "es = list(map(Endpoint, 'ab'))\n",
        "es = list(itertools.starmap(Endpoint, [('a',)]))\n",
        "es = list(map(lambda _: Endpoint(name='a'), 'ab'))\n",
    ],
    "FC237": [
        "def make(): return Endpoint(name='e')\ne = make()\n" + ON_E,
        "make = lambda: Endpoint(name='e')\ne = make()\n" + ON_E,
        in_body("def make():", f"from runpod_flash import Endpoint as E\ne = E(name='e')\n{ON_E}"),
        "class A:\n  def __init__(self):\n    self.e = Endpoint(name='e')\n    self.e.get('/a')(f)\n",
    ],
    "FC239": [
        in_body("def make(n):", f"e = Endpoint(name=n)\n{ON_E}return e"),
        "make = lambda n: Endpoint(name=n)\ne = make('e')\n" + ON_E,
        "es = list(map(lambda n: Endpoint(name=n), 'ab'))\n",
    ],
    "FC238": [
        "globals()['e'] = Endpoint(name='e')\n",
        "globals().update({n: Endpoint(name=n) for n in 'ab'})\n",
        "setattr(sys.modules[__name__], 'e', Endpoint(name='e'))\n",
        "sys.modules[__name__].e = Endpoint(name='e')\n",
    ],
    "FC220": [
        "if f:\n  e = Endpoint(name='e')\n",
        "e = Endpoint(name='e') if f else None\n",
        "with contextlib.nullcontext(Endpoint(name='e')) as e:\n  e.get('/a')(f)\n",
        "for e in [Endpoint(name='e')]:\n  e.get('/a')(f)\n",
        "def default(e=Endpoint(name='e')): ...\n",
        "KINDS = {'e': Endpoint}\ne = KINDS['e'](name='e')\n" + ON_E,
        "class Fake: ...\nE = Endpoint if f else Fake\ne = E(name='e')\n" + ON_E,
        "make = functools.partial(Endpoint, workers=2)\ne = make(name='e')\n" + ON_E,
        "My = type('My', (Endpoint,), {})\ne = My(name='e')\n" + ON_E,
        "if (e := Endpoint(name='e')): ...\n" + ON_E,
    ],
    "FC244": [
        "for p in 'ab':\n  api.get('/' + p)(f)\n",
        "get = api.get\nfor p in 'ab':\n  get('/' + p)(f)\n",
        "kept = [api.get('/' + p)(f) for p in 'ab']\n",
        "kept = list(map(lambda p: api.get('/' + p)(f), 'ab'))\n",
        "kept = list(map(api.get, 'ab'))\n",
        in_body("for p in 'ab':", f"route = api.get('/' + p)\n@route\n{H}"),
        in_body("for each in (api,):", f"@each.get('/a')\n{H}"),
        "ALL = {'a': api}\n" + in_body("for each in ALL.values():", f"@each.get('/a')\n{H}"),
    ],
    "FC245": [
        "def register(path): api.get(path)(f)\n",
        "register = lambda path: api.get(path)(f)\n",
        "def register(on): on.get('/a')(f)\nregister(api)\n",
        "def register(on): on.get('/a')(f)\nfor each in (api,): register(each)\n",
        "register = lambda on: on.get('/a')(f)\nregister(api)\n",
        in_body("if f:", "register = lambda on: on.get('/a')(f)\nregister(api)\n"),
        in_body("def late():", "e = api\ne.get('/a')(f)\n"),
        in_body("def late():", "es = [api]\nfor e in es:\n  e.get('/a')(f)\n"),
        in_body("def late():", "def register(on): on.get('/a')(f)\nregister(api)\n"),
        f"def route(path): return api.get(path)\n@route('/a')\n{H}",
    ],
    "FC221": [
        "if f:\n  api.get('/a')(f)\n",
        f"@(api.get('/a') if f else decorator())\n{H}",
        f"@decorator(api.get('/a'))\n{H}",
        f"@getattr(api, 'get')('/a')\n{H}",
        "def default(x=api.get('/a')(f)): ...\n",
        f"ALL = [api]\n@decorator(ALL[0].get('/a'))\n{H}",
    ],
    "FC227": [
        "Endpoint.get = decorator\n",
        "runpod_flash.Endpoint = object\n",
        "runpod_flash.__dict__['Endpoint'] = object\n",
    ],
    "FC226": [
        "e = runpod_flash.Enpoint(name='e')\n" + ON_E,
        f"@runpod_flash.Enpoint(name='e')\n{H}",
        "from runpod_flash import Enpoint\ne = Enpoint(name='e')\n" + ON_E,
        f"@api.gett('/a')\n{H}",
    ],
    "FC246": ["class My(Endpoint): ...\ne = My(name='e')\n" + ON_E],
    "FC247": [
        f"exec('@api.get(\"/a\")\\n{H[:-1]}')\n",
        "exec('e = Endpoint(name=\"e\")')\n",
        "eval('api.get(\"/a\")(f)')\n",
    ],
    "FC249": [
        "e = getattr(runpod_flash, 'Endpoint')(name='e')\n" + ON_E,
        "e = importlib.import_module('runpod_flash').Endpoint(name='e')\n" + ON_E,
        "e = __import__('runpod_flash').Endpoint(name='e')\n" + ON_E,
    ],
    "FC250": ["api.get = decorator\n", "api.name = 'other'\n"],
}


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
