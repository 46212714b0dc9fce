"""Names: what a name or dotted name leads to within a module."""

import pytest

from flashc.ir.bindings import Symbol, Unresolved
from passes.front import expression, leads_to
from passes.symbols import defined, external, reason


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


def test_a_bare_name_is_needed() -> None:
    symbol: Symbol = leads_to("", "f().x")
    assert isinstance(symbol, Unresolved)
    assert expression("f().x")
