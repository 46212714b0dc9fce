"""Ways to write a declaration that only running the code could follow, by the code that each gets."""

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
