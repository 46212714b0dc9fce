"""Names: packages, submodules, circles and star imports between the modules of a project."""

import pytest

from flashc.ir.bindings import ModuleSymbol, Unresolved
from passes.front import Modules, bound, leads_to
from passes.symbols import defined, external, reason

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
