"""Statements: what is kept of them, and where it stands."""

import pytest

from flashc.ir import expressions as ex
from flashc.ir import syntax as ir
from passes.front import parsed, under

P = ir.ParameterKind


def first(text: str) -> ir.Statement:
    return parsed(text).body[0]


def function(text: str) -> ir.Function:
    found = first(text)
    assert isinstance(found, ir.Function)
    return found


def imported(text: str) -> ir.ImportFrom:
    found = first(text)
    assert isinstance(found, ir.ImportFrom)
    return found


def block(text: str) -> ir.Block:
    found = first(text)
    assert isinstance(found, ir.Block)
    return found


def names(targets: tuple[ex.Expression, ...]) -> list[str]:
    return [target.id for target in targets if isinstance(target, ex.Name)]


def test_parameters_of_every_kind_keep_their_kinds() -> None:
    found = function("def f(a, b=1, /, c: int = 2, *d: str, e, g: int = 3, **h: bytes): pass\n")
    kinds = {parameter.name: parameter.kind for parameter in found.parameters}
    assert kinds == {
        "a": P.POSITIONAL_ONLY,
        "b": P.POSITIONAL_ONLY,
        "c": P.POSITIONAL_OR_KEYWORD,
        "d": P.VAR_POSITIONAL,
        "e": P.KEYWORD_ONLY,
        "g": P.KEYWORD_ONLY,
        "h": P.VAR_KEYWORD,
    }
    assert [p.name for p in found.parameters if p.default is None] == ["a", "d", "e", "h"]
    assert [p.name for p in found.parameters if p.annotation is None] == ["a", "b", "e"]


def test_a_bare_star_makes_what_follows_keyword_only() -> None:
    found = function("def f(a, *, b): pass\n")
    assert [p.kind for p in found.parameters] == [P.POSITIONAL_OR_KEYWORD, P.KEYWORD_ONLY]


def test_an_unpacked_annotation_of_star_args_is_read() -> None:
    found = function("def f(*args: *Shape): pass\n")
    assert isinstance(found.parameters[0].annotation, ex.Starred)


def test_comments_between_parameters_are_no_parameters() -> None:
    found = function("def f(\n  a,  # one\n  # two\n  b=1,  # three\n): pass\n")
    assert [p.name for p in found.parameters] == ["a", "b"]


def test_places_of_a_definition_cover_its_names_and_its_header() -> None:
    text = "é = 1\r\n@ d.e('😀')  # why\r\n# more\r\nasync def naïve(ñ: 'str', b=2) -> x:\r\n  pass\r\n"
    found = parsed(text).body[1]
    assert isinstance(found, ir.Function)
    assert found.is_async
    assert under(text, found.span) == "async def naïve(ñ: 'str', b=2) -> x"
    assert under(text, found.name_span) == "naïve"
    assert under(text, found.parameters[0].name_span) == "ñ"
    assert under(text, found.parameters[0].span) == "ñ: 'str'"
    assert [under(text, d.span) for d in found.decorators] == ["@ d.e('😀')"]


def test_decorators_with_comments_and_blank_lines_between_them_are_all_kept() -> None:
    text = "@a\n\n# one\n@b  # two\n\n@c(1)\nclass K(B, m=M, *C, **D): pass\n"
    found = parsed(text).body[0]
    assert isinstance(found, ir.Class)
    assert [under(text, d.span) for d in found.decorators] == ["@a", "@b", "@c(1)"]
    assert [under(text, base.span) for base in found.bases] == ["B", "*C"]
    assert [keyword.name for keyword in found.keywords] == ["m", None]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("yield", True),
        ("return (yield 1)", True),
        ("x = [(yield)]", True),
        ("yield from x", True),
        ("if a:\n    for b in c:\n      yield b", True),
        ("return 1", False),
        ("def g():\n    yield", False),
        ("async def g():\n    yield", False),
        ("g = lambda: (yield)", False),
        ("class K:\n    def g(self):\n      yield", False),
        ("@d((yield))\n  def g(): pass", True),
        ("def g(x=(yield)): pass", True),
        ("g = lambda x=(yield): 1", True),
    ],
)
def test_a_yield_makes_a_generator_of_its_own_function_only(body: str, expected: bool) -> None:
    found = function(f"def f():\n  {body}\n")
    assert found.is_generator is expected


@pytest.mark.parametrize(
    ("text", "module", "level"),
    [
        ("from a import x", "a", 0),
        ("from a . b import x", "a.b", 0),
        ("from . import x", "", 1),
        ("from .. import x", "", 2),
        ("from ... import x", "", 3),
        ("from .... import x", "", 4),
        ("from . .. a import x", "a", 3),
        ("from .a.b import x", "a.b", 1),
        ("from .\\\na import x", "a", 1),
        ("from __future__ import annotations", "__future__", 0),
    ],
)
def test_the_dots_of_a_from_import_are_counted(text: str, module: str, level: int) -> None:
    found = imported(f"{text}\n")
    assert (found.module, found.level) == (module, level)


def test_names_and_aliases_of_imports() -> None:
    found = imported("from a import (b, c as d,  # why\n  e as é,)\n")
    assert [(n.name, n.alias) for n in found.names] == [("b", None), ("c", "d"), ("e", "é")]
    assert imported("from a import *\n").star
    plain = first("import a . b as c, d, e.f\n")
    assert isinstance(plain, ir.Import)
    assert [(m.module, m.alias) for m in plain.modules] == [
        ("a.b", "c"),
        ("d", None),
        ("e.f", None),
    ]


def test_assignments_of_every_form() -> None:
    chained = first("a = b.c = d, *e = x\n")
    assert isinstance(chained, ir.Assign)
    assert len(chained.targets) == 3
    annotated = first("a: 'int' = 1\n")
    assert isinstance(annotated, ir.Assign)
    assert annotated.annotation is not None
    bare = first("a: int\n")
    assert isinstance(bare, ir.Assign)
    assert bare.value is None
    augmented = first("a |= 1\n")
    assert isinstance(augmented, ir.Assign)
    assert augmented.augmented
    assert names(augmented.targets) == ["a"]


def test_statements_on_one_line_are_all_kept() -> None:
    assert len(parsed("import a; b = 1; c()\n").body) == 3
    assert len(parsed("if a: b = 1; c = 2\n").body[0].arms[0].body) == 2  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("text", "roles", "bound"),
    [
        ("if a: pass\nelif b: pass\nelse: pass\n", ["if", "elif", "else"], []),
        ("for a, (b, *c) in x: pass\nelse: pass\n", ["for", "else"], ["a", "b", "c"]),
        ("while a: pass\nelse: pass\n", ["while", "else"], []),
        (
            "try: pass\nexcept A: pass\nexcept (B, C) as e: pass\nelse: pass\nfinally: pass\n",
            ["try", "except", "except", "else", "finally"],
            ["e"],
        ),
        ("try: pass\nexcept* A as e: pass\n", ["try", "except"], ["e"]),
        ("with a as b, c as (d, [e, *f]): pass\n", ["with"], ["b", "d", "e", "f"]),
        ("with (a as b, c,): pass\n", ["with"], ["b"]),
        ("match x:\n  case 1: pass\n  case _: pass\n", ["case", "case"], []),
        (
            "match x:\n  case A(b, c=d): pass\n  case {'k': e, **f} if g: pass\n",
            ["case", "case"],
            ["b", "d", "e", "f"],
        ),
        ("match x:\n  case [a, *b], (c): pass\n", ["case"], ["a", "b", "c"]),
        ("match x:\n  case a.b | 'c' | -1 | None: pass\n", ["case"], []),
        ("match x:\n  case int() as a: pass\n", ["case"], ["a"]),
    ],
)
def test_blocks_have_an_arm_a_branch_and_the_names_of_their_headers(
    text: str, roles: list[str], bound: list[str]
) -> None:
    found = block(text)
    assert [arm.role for arm in found.arms] == roles
    assert sorted(names(found.binds)) == bound


def test_an_asynchronous_block_has_the_role_of_a_plain_one() -> None:
    found = function("async def f():\n  async for a in b: pass\n  async with c as d: pass\n")
    roles = [statement.arms[0].role for statement in found.body if isinstance(statement, ir.Block)]
    assert roles == ["for", "with"]


def test_soft_keywords_are_names_too() -> None:
    text = "match = 1\ncase = 2\ntype = 3\n_ = 4\nprint = type(match, case)\nmatch(x)\n"
    assert len(parsed(text).body) == 6


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("if (a := f()): pass", "a"),
        ("x = [y for y in z if (a := y)]", "a"),
        ("print(b, (a := 1))", "a"),
        ("class K(B, k=(a := 1)): pass", "a"),
        ("def f(x=(a := 1)): pass", "a"),
        ("@d(a := 1)\ndef f(): pass", "a"),
        ("f = lambda x=(a := 1): x", "a"),
        ("def f():\n  global a\n  a = 1", "a"),
        ("class K:\n  def f(self):\n    global a\n    a = 1", "a"),
    ],
)
def test_what_expressions_and_functions_bind_in_the_module_is_kept(text: str, name: str) -> None:
    found = [s.name.id for s in parsed(f"{text}\n").body if isinstance(s, ir.Bind)]
    assert found == [name]


@pytest.mark.parametrize(
    "text",
    ["f = lambda: (a := 1)", "def f():\n  return (a := 1)", "class K:\n  x = (a := 1)"],
)
def test_what_belongs_to_another_scope_binds_nothing_in_the_module(text: str) -> None:
    assert not [s for s in parsed(f"{text}\n").body if isinstance(s, ir.Bind)]


@pytest.mark.parametrize(
    ("text", "docstring"),
    [
        ('"a"\n', "a"),
        ("'''a\n b'''\nx = 1\n", "a\n b"),
        ('# c\n\n"a" "b"\n', "ab"),
        ('("a")\n', "a"),
        ('r"\\d"\n', "\\d"),
        ('f"a"\n', None),
        ('b"a"\n', None),
        ('"a", "b"\n', None),
        ('x = 1\n"a"\n', None),
        ("", None),
        ("# only a comment", None),
    ],
)
def test_docstrings_are_what_python_takes_for_them(text: str, docstring: str | None) -> None:
    assert parsed(text).docstring == docstring


def test_a_bom_a_form_feed_and_tabs_move_no_place() -> None:
    text = "\x0c\ndef f():\n\tif a:\n\t\tb = '😀'; c = d\n\x0c"
    found = function(text)
    inner = found.body[0]
    assert isinstance(inner, ir.Block)
    assert [under(text, s.span) for s in inner.arms[0].body] == ["b = '😀'", "c = d"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_end_as_python_ends_them(end: str) -> None:
    text = end.join(["import a", "# c", "def f():", "  b = 1", "", "c = d", ""])
    body = parsed(text).body
    assert [under(text, s.span).strip() for s in body] == ["import a", "def f()", "c = d"]
