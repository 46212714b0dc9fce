"""Names: what a name or dotted name leads to, through the modules of a project."""

import pytest

from flashc.ir.bindings import Defined, External, ModuleSymbol, Symbol, Unresolved
from passes.front import Modules, bound, expression, leads_to


def external(modules: Modules | str, written: str, module: str = "m") -> str:
    found = leads_to(modules, written, module)
    assert isinstance(found, External), found
    return found.name


def defined(modules: Modules | str, written: str, module: str = "m") -> tuple[str, str]:
    found = leads_to(modules, written, module)
    assert isinstance(found, Defined), found
    return found.module, found.name


def reason(modules: Modules | str, written: str, module: str = "m") -> str:
    found = leads_to(modules, written, module)
    assert isinstance(found, Unresolved), found
    return found.reason


@pytest.mark.parametrize(
    ("text", "written", "name"),
    [
        ("from tetra_rp import remote", "remote", "tetra_rp.remote"),
        ("from tetra_rp import remote as r", "r", "tetra_rp.remote"),
        ("import tetra_rp", "tetra_rp.remote", "tetra_rp.remote"),
        ("import tetra_rp as t", "t.remote", "tetra_rp.remote"),
        ("import tetra_rp.stubs.x", "tetra_rp.remote", "tetra_rp.remote"),
        ("import tetra_rp.stubs as s", "s.x", "tetra_rp.stubs.x"),
        ("from tetra_rp import *", "remote", "tetra_rp.remote"),
        ("import tetra_rp\nt = tetra_rp\nr = t.remote", "r", "tetra_rp.remote"),
        ("with x:\n  from tetra_rp import remote", "remote", "tetra_rp.remote"),
        ("if x:\n  from tetra_rp import remote", "remote", "tetra_rp.remote"),
        ("", "int", "builtins.int"),
        ("", "dict.fromkeys", "builtins.dict.fromkeys"),
    ],
)
def test_names_of_libraries_are_found_however_they_are_imported(
    text: str, written: str, name: str
) -> None:
    assert external(text, written) == name


GUARDS = {
    "a fallback to none": "try:\n  from a import x\nexcept ImportError:\n  x = None\n",
    "another library": "try:\n  from a import x\nexcept ImportError:\n  from b import x\n",
    "a chain": """
        try:
            from a import x
        except ImportError:
            try:
                from b import x
            except ImportError:
                x = None
    """,
    "a default before": "x = None\ntry:\n  from a import x\nexcept ImportError:\n  pass\n",
    "for type checkers": """
        from typing import TYPE_CHECKING
        if TYPE_CHECKING:
            from a import x
        else:
            x = object
    """,
    "a function": "try:\n  from a import x\nexcept ImportError:\n  def x(): pass\n",
    "the same twice": "if w:\n  from a import x\nelse:\n  from a import x\n",
    "only the main guard again": 'from a import x\nif __name__ == "__main__":\n  x = 1\n',
}


@pytest.mark.parametrize("text", GUARDS.values(), ids=GUARDS)
def test_an_import_guard_leads_to_what_it_prefers(text: str) -> None:
    assert external(text, "x") == "a.x"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("x = 1\nx = 2", "bound 2 times"),
        ("from a import x\nx = 2", "bound 2 times"),
        ("x = 2\nfrom a import x", "bound 2 times"),
        ("from a import x\nfrom b import x", "bound 2 times"),
        ("if w:\n  from a import x\nelse:\n  from b import x", "bound 2 times"),
        ("if w:\n  x = 1", "under a condition"),
        ("for x in y: pass", "bound by a `loop`"),
        ("with y as x: pass", "bound by a `with`"),
        ("try: pass\nexcept E as x: pass", "bound by a `try`"),
        ("match y:\n  case [*x]: pass", "bound by a `match`"),
        ("x = 1\nx += 1", "bound 2 times"),
        ("x = 1\ndel x", "bound 2 times"),
        ("a, *x = y", "unpacking"),
        ("def f():\n  global x\n  x = 1", "global"),
        ("x = 1\ndef f():\n  global x\n  x = 2", "bound 2 times"),
        ("print(x := 1)", "`:=`"),
        ("", "not defined"),
        ("def f():\n  x = 1", "not defined"),
        ("class K:\n  x = 1", "not defined"),
        ("x: int", "not defined"),
        ("y.x = 1", "not defined"),
        ("x = x", "in terms of itself"),
        ("x = y\ny = x", "in terms of itself"),
        ("x = y.a\ny = x.b", "in terms of itself"),
        ("def f(): pass\nx = f.a", "attribute of the function"),
        ("o = g()\nx = o.a", "attribute of the object"),
        ("from .. import x", "above the import root"),
        ("from ...a import x", "above the import root"),
    ],
)
def test_what_is_not_certain_is_unresolved_and_says_why(text: str, why: str) -> None:
    assert why in reason(text, "x")


def test_unpacking_of_what_is_written_out_binds_one_by_one() -> None:
    assert defined("x, y = 1, 2", "y") == ("m", "y")
    assert defined("(x, y), z = (1, 2), 3", "z") == ("m", "z")


PROJECT = {
    "app.__init__": "from .config import settings as conf\nfrom . import routes, sub\nV = 1\n",
    "app.config": "from app.sub.deep import LIMIT\nsettings = 1\n",
    "app.routes": """
        from . import V, conf
        from .config import LIMIT
        from .sub import deep, deep as d
        import app.sub.deep
        import app.sub.deep as ad
        from app import sub
    """,
    "app.sub.__init__": "from .deep import LIMIT\nfrom ..config import settings\n",
    "app.sub.deep": "LIMIT = 3\nfrom .. import V\nfrom ..sub import settings\nfrom ... import x\n",
    "main": "import app\nimport app.routes\nfrom app import *\nfrom app.nothing import y\n",
}


@pytest.mark.parametrize(
    ("module", "written", "expected"),
    [
        ("app.routes", "V", ("app", "V")),
        ("app.routes", "conf", ("app.config", "settings")),
        ("app.routes", "LIMIT", ("app.sub.deep", "LIMIT")),
        ("app.routes", "deep.LIMIT", ("app.sub.deep", "LIMIT")),
        ("app.routes", "d.LIMIT", ("app.sub.deep", "LIMIT")),
        ("app.routes", "ad.LIMIT", ("app.sub.deep", "LIMIT")),
        ("app.routes", "app.sub.deep.LIMIT", ("app.sub.deep", "LIMIT")),
        ("app.routes", "app.sub.LIMIT", ("app.sub.deep", "LIMIT")),
        ("app.routes", "sub.settings", ("app.config", "settings")),
        ("app.sub.deep", "V", ("app", "V")),
        ("app.sub.deep", "settings", ("app.config", "settings")),
        ("main", "app.conf", ("app.config", "settings")),
        ("main", "app.routes.conf", ("app.config", "settings")),
        ("main", "conf", ("app.config", "settings")),
        ("main", "routes.LIMIT", ("app.sub.deep", "LIMIT")),
    ],
)
def test_names_are_followed_through_packages(
    module: str, written: str, expected: tuple[str, str]
) -> None:
    assert defined(PROJECT, written, module) == expected


def test_a_relative_import_above_the_root_is_unresolved() -> None:
    assert "above the import root" in reason(PROJECT, "x", "app.sub.deep")


def test_a_submodule_is_a_module_unless_the_package_binds_its_name() -> None:
    assert leads_to(PROJECT, "app.routes", "main") == ModuleSymbol(module="app.routes")
    texts = {"p.__init__": "part = 1\n", "p.part": "", "m": "from p import part\n"}
    assert defined(texts, "part") == ("p", "part")


def test_builtins_are_not_the_names_of_other_modules() -> None:
    texts = {"config": "", "m": "from config import list\nimport config\n"}
    assert "not defined" in reason(texts, "list")
    assert "not defined" in reason(texts, "config.int")


CIRCLES = {
    "two modules": {"m": "from n import x", "n": "from m import x"},
    "one module": {"m": "from m import x"},
    "stars": {
        "m": "from n import *\nfrom o import *",
        "n": "from m import *\nfrom o import *",
        "o": "from m import *\nfrom n import *",
    },
    "many stars": {
        f"m{'' if n == 0 else n}": "\n".join(
            f"from m{'' if k == 0 else k} import *" for k in range(12)
        )
        for n in range(12)
    },
    "attributes": {"m": "import n\nx = n.x", "n": "import m\nx = m.x"},
    "classes": {"m": "class A(B): pass\nclass B(A): pass\nx = A.y"},
    "a class of its own": {"m": "class A(A): pass\nx = A.y"},
    "modules by themselves": {"m": "import m\nx = m.m.m.m.x"},
}


@pytest.mark.parametrize("texts", CIRCLES.values(), ids=CIRCLES)
def test_circles_end(texts: Modules) -> None:
    assert reason(texts, "x")


STARS = {
    "lib": "__all__ = ['shown', '_shown']\nshown = _shown = hidden = 1\n",
    "plain": "open_ = _closed = 1\nfrom lib import shown as again\n",
    "computed": "__all__ = ['a'] + names()\na = b = 1\n",
}


@pytest.mark.parametrize(
    ("text", "written", "expected"),
    [
        ("from lib import *", "shown", ("lib", "shown")),
        ("from lib import *", "_shown", ("lib", "_shown")),
        ("from plain import *", "open_", ("plain", "open_")),
        ("from plain import *", "again", ("lib", "shown")),
        ("from computed import *", "b", ("computed", "b")),
        ("from lib import *\nfrom plain import *", "shown", ("lib", "shown")),
        ("from lib import *\nshown = 2", "shown", ("m", "shown")),
    ],
)
def test_star_imports_bring_what_the_module_offers(
    text: str, written: str, expected: tuple[str, str]
) -> None:
    assert defined({**STARS, "m": text}, written) == expected


def test_star_imports_do_not_bring_the_rest() -> None:
    assert "not defined" in reason({**STARS, "m": "from lib import *"}, "hidden")
    assert "not defined" in reason({**STARS, "m": "from plain import *"}, "_closed")


def test_a_star_import_behind_a_name_hides_it() -> None:
    assert "`import *`" in reason({**STARS, "m": "shown = 2\nfrom lib import *"}, "shown")
    assert defined({**STARS, "m": "mine = 2\nfrom lib import *"}, "mine") == ("m", "mine")


def test_a_librarys_star_import_does_not_hide_what_the_module_binds() -> None:
    assert defined("x = 1\nfrom tetra_rp import *", "x") == ("m", "x")
    assert external("from tetra_rp import *", "print") == "builtins.print"


CLASSES = """
    class Base:
        PREFIX = "/v1"
        class Inner:
            DEEP = 1
    class Child(Base):
        OWN = 2
    class Twice(Unknown, Child[int]): pass
    class Loose:
        if a:
            X = 1
        Y = 1
        Y = 2
"""


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Base.PREFIX", "Base.PREFIX"),
        ("Child.PREFIX", "Base.PREFIX"),
        ("Child.OWN", "Child.OWN"),
        ("Child.Inner.DEEP", "Base.Inner.DEEP"),
        ("Twice.PREFIX", "Base.PREFIX"),
    ],
)
def test_class_attributes_are_found_through_bases(written: str, name: str) -> None:
    assert defined(CLASSES, written) == ("m", name)


def test_class_attributes_that_are_not_certain_are_unresolved() -> None:
    assert "under a condition" in reason(CLASSES, "Loose.X")
    assert "bound 2 times" in reason(CLASSES, "Loose.Y")
    assert "not defined in class" in reason(CLASSES, "Child.NONE")


def test_what_leads_to_a_broken_module_says_so_once() -> None:
    found = leads_to({"n": "x = (", "m": "from n import x\ny = x.z"}, "y")
    assert isinstance(found, Unresolved)
    assert found.broken


def test_what_is_changed_in_place_is_known_by_its_module_and_name() -> None:
    texts = {
        "lists": "A = []\nB = []\nC = {}\nD = []\nE = []\nF = {'k': {}}\nG = []\nH = []\n"
        "class K:\n  L = []\n",
        "m": """
            import lists
            from lists import A, B as b, E, H
            A.append(1)
            b += [1]
            lists.C["x"] = 1
            def f(E):
                E.append(1)
                lists.D.extend([])
            lists.F["k"]["l"] = 1
            lists.K.L.clear()
            def g():
                G = []
                G.append(1)
                del H[0]
            print(lists.E.index(1))
        """,
    }
    changed = sorted(name for _, name in bound(texts).changes)
    assert changed == ["A", "C", "D", "F", "H", "K.L"]


def test_a_bare_name_is_needed() -> None:
    symbol: Symbol = leads_to("", "f().x")
    assert isinstance(symbol, Unresolved)
    assert expression("f().x")
