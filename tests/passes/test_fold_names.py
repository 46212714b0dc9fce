"""Folding: what a name is worth, through modules, classes and enums."""

import pytest

from flashc.ir.facts import Known, Reference, Unknown
from passes.front import folded, reason_of, source_of, value_of


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("X = 'a'", "a"),
        ("X: str = 'a'", "a"),
        ("from typing import Final\nX: Final = 'a'", "a"),
        ("import typing\nX: typing.Final[str] = 'a'", "a"),
        ("A = B = 'a'\nX = A + B", "aa"),
        ("A, X = 'a', 'b'", "b"),
        ("(X) = 'a'", "a"),
        ("A = 'a'\nB = A\nX = B", "a"),
        ("X = A + 'b'\nA = 'a'", "ab"),
        ("if w: X = 'a'\nelse: X = 'a'", "a"),
        ("if w: X = 'a'\nelif v: X = 'a'\nelse: X = 'a'", "a"),
        ("try: X = 'a'\nexcept E: X = 'a'", "a"),
        ("try: X = 'a'\nfinally: pass", "a"),
        ("try: pass\nfinally: X = 'a'", "a"),
        ("X = 'a'\nif w: X = 'a'", "a"),
        ("with w: X = 'a'", "a"),
        ("X = 'a'\nif __name__ == '__main__': X = 'b'", "a"),
        ("X = 'a'\ndef f():\n  X = 'b'", "a"),
        ("X = 'a'\nclass K:\n  X = 'b'", "a"),
        ("A = {'a': 1, 'b': 2}\nX = {**A, 'b': 3} | {'c': 4}", {"a": 1, "b": 3, "c": 4}),
        ("A = ['a']\nX = [*A, 'b']\ndef f():\n  A = []\n  A.append('c')", ("a", "b")),
    ],
)
def test_a_constant_has_the_value_that_it_was_given(text: str, value: object) -> None:
    assert value_of(text) == value


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("X = 'a'\nX = 'b'", "bound 2 times"),
        ("X = 'a'\nX = 'a'", "bound 2 times"),
        ("if w: X = 'a'", "under a condition"),
        ("if w: X = 'a'\nelse: X = 'b'", "bound 2 times"),
        ("if w: X = 1\nelse: X = True", "bound 2 times"),
        ("if w: X = [1]\nelse: X = [True]", "bound 2 times"),
        ("while w: X = 'a'", "under a condition"),
        ("for w in v: X = 'a'\nelse: X = 'a'", "bound 2 times"),
        ("X = 'a'\nX += 'b'", "bound 2 times"),
        ("X = X + 'a'", "in terms of itself"),
        ("X = f'{X}'", "in terms of itself"),
        ("X = [Y]\nY = [X]", "in terms of itself"),
        ("X = ['a']\nX.append('b')", "changed in place"),
        ("X = {'a': 1}\nX['b'] = 2", "changed in place"),
        ("X = {'a': {}}\nX['a']['b'] = 2", "changed in place"),
        ("A = ['a']\nX = [*A]\ndef f(): A.append('b')", "changed in place"),
        ("A = ['a']\nX = A\nX.append('b')", "changed in place"),
        ("def X(): pass", "is a function"),
        ("class X: pass", "is a class"),
        ("import X.y", "not a constant"),
    ],
)
def test_a_name_that_could_be_something_else_is_unknown(text: str, why: str) -> None:
    if text.startswith("import"):
        assert value_of(text) == Reference(name="X")
        return
    assert why in reason_of(text)


MODULES = {
    "conf.__init__": "from .base import ROOT as ROOT\nfrom .more import *\n",
    "conf.base": "ROOT = '/api'\n",
    "conf.more": "from . import base\nV = 2\nPREFIX = f'{base.ROOT}/v{V}'\n",
    "m": """
        import conf
        import conf.more as more
        from conf import PREFIX, ROOT as R
        from conf.base import ROOT
    """,
}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("PREFIX + '/x'", "/api/v2/x"),
        ("f'{R}{ROOT}'", "/api/api"),
        ("conf.PREFIX", "/api/v2"),
        ("conf.base.ROOT", "/api"),
        ("more.PREFIX.upper()", "/API/V2"),
    ],
)
def test_constants_are_followed_through_modules(text: str, value: str) -> None:
    assert value_of(MODULES, text) == value


def test_a_value_stands_where_it_was_written() -> None:
    fact = folded({"n": "é = '😀'; A = 'a'\n", "m": "from n import A\n"}, "A")
    assert isinstance(fact, Known)
    assert fact.span.path == "n.py"
    assert source_of("é = '😀'; A = 'a'\n").slice(fact.span) == "'a'"


CLASSES = """
    from enum import Enum, IntEnum, StrEnum
    BASE = "/module"
    class Paths:
        BASE = "/class"
        USERS = BASE + "/users"
        LIST: list = [USERS]
    class Child(Paths):
        MORE = f"{Paths.USERS}/more"
        OTHER = BASE
    class Plain(Enum):
        A = "/a"
        B = A
        C = BASE + "/c"
    class Text(str, Enum):
        A = "/a"
    class Strings(StrEnum):
        A = "/a"
    class Numbers(IntEnum):
        A = 1
    class Deeper(Text): pass
    ALIAS = Text.A
    VALUE = Plain.A.value
"""


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Paths.USERS", "/class/users"),
        ("Paths.LIST", ("/class/users",)),
        ("Child.USERS", "/class/users"),
        ("Child.MORE", "/class/users/more"),
        ("Child.OTHER", "/module"),
        ("Plain.A.value", "/a"),
        ("Plain.C.value", "/module/c"),
        ("VALUE + 'x'", "/ax"),
        ("Text.A", "/a"),
        ("Text.A.value", "/a"),
        ("ALIAS", "/a"),
        ("ALIAS.value", "/a"),
        ("Strings.A + '/b'", "/a/b"),
        ("f'{Strings.A}'", "/a"),
        ("f'{Text.A.value}'", "/a"),
        ("Numbers.A", 1),
        ("f'{Numbers.A}'", "1"),
        ("Deeper.A", "/a"),
    ],
)
def test_class_attributes_and_members_of_enums_are_constants(text: str, value: object) -> None:
    assert value_of(CLASSES, text) == value


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Plain.A", "`.value`"),
        ("f'{Plain.A}'", "`.value`"),
        ("f'{Text.A}'", "formatted"),
        ("Plain.A.name", "attribute of the object"),
        ("Paths.NONE", "not defined in class"),
    ],
)
def test_members_that_are_not_their_value_are_unknown(text: str, why: str) -> None:
    assert why in reason_of(CLASSES, text)


@pytest.mark.parametrize(
    "text",
    [
        "class K:\n  X = K.X",
        "class K:\n  X = X",
        "class K:\n  A = B\n  B = A\nX = K.A",
        "class A(B):\n  X = B.X\nclass B(A): pass\nX = A.X",
    ],
)
def test_circles_through_classes_end(text: str) -> None:
    assert reason_of(text, "X" if "\nX" in text else "K.X")


def test_what_comes_from_a_broken_module_says_so_once() -> None:
    fact = folded({"n": "x = (", "m": "from n import A\nX = [A + 'b']"})
    assert isinstance(fact, Unknown)
    assert fact.broken
