"""Expressions, against what the host's own parser makes of them."""

import ast
import dataclasses
import warnings
from collections.abc import Iterator

import pytest

from flashc.ir import expressions as ex
from flashc.source import SourceFile, Span
from passes.front import expression, parsed, source_of, under
from passes.oracle import PLACES_IN_FORMATTED, Oracle, comparable

# Each line is one expression that every host reads.
EXPRESSIONS = r"""
None, True, False, ..., 0, 1_000, 0xFF, 0o17, 0b11, 1e3, 1.5, .5, 5., 1j, 00
"a" 'b' "c", u"f", U'g', "", '', '''a"b''', "\n\t\\\"\x41\u00e9\U0001F600\N{BULLET}\101\0", '\'', "\d"
r"\n", R'\"', r"\\", b"a\x00\n", rb"\n", Rb'\x', bR"q", b"a" b'b'
f"", f"a", f"{a}", f"{a}{b}", f"a{b}c{d}e", f"{{}}", f"{{{a}}}", f"}}{a}{{", f'{a["b"]}'
f"{a!r}", f"{a!s:>10}", f"{a:{b}.{c}}", f"{a:%Y-%m}", rf"\d{a}\n", Rf"{a}\\", fR'{a}'
f"\n{a}\t{b}\N{BULLET}", f"a\{b}", f"\x41{a}\\{b}", "p" f"q{r}" "s" 't', f"{a}" f"{b}"
f"{a if b else c}", f"{(lambda: a)()}", f"{a, b}", f"{*a, b}", f"{ {'a': b}['a'] }", f"a\n\{b}"
a, a.b, a.b.c, a . b, a[b], a[b, c], a[b,], a[b:c], a[::b], a[b:c, ...], a[*b], a[(b, c)]
a(), a(b), a(b, c), a(b,), a(*b), a(**b), a(b, *c, d, e=f, **g), a(b=c), a(b = c), a()()()
(a), ((a)), (a,), (), [], [a], [a,], {a}, {a, b}, {*a}, [*a, b], (*a, b), {}, {a: b}, {a: b, **c}
-a, +a, ~a, not a, - -a, not not a, -a ** -b, -1, -1.5
a + b, a - b - c, a * b + c, a + b * c, (a + b) * c, a @ b, a / b // c % d, a ** b ** c
a << b >> c, a | b, a & b, a ^ b, a | b | c, a or b, a and b or c, a < b, a < b < c, a is not b
a if b else c, a if b else c if d else e, (a if b else c) if d else e
lambda: a, lambda b, *c, d=1, **e: b, [a for b in c if d for e in f], {a: b for c in d}
(a for b in c), [*a.b(), *c[0], *d.e], {*a.b(c)}, [*a + b, *c | d], (*a.b, c), print(*a.b(c), *d or e)
(a := 1), [b := 2, c], a(b := 3), a[b := 4]
é, ñ.ü, ﬁ, 变量.名, "é😀", f"😀{é}😀{ñ}", a["😀"].b(é="ü"), "\ud800"
"""
LINES = EXPRESSIONS.splitlines()[1:]


@pytest.mark.parametrize("line", LINES)
def test_an_expression_is_what_the_host_reads_at_the_same_place(line: str) -> None:
    _agrees(f"é = '😀'; x = {line}\n")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_places_hold_whatever_ends_the_lines(end: str) -> None:
    text = end.join(
        ["é = [", "  '😀',", "  a.b(c,", "    d=1)]", "f(x, '''1", "2''', \\", " y)", ""]
    )
    _agrees(text)


def test_comments_and_blanks_anywhere_change_nothing() -> None:
    _agrees(
        "x = f(a,  # one, two\n\n  # three\n  b=1,  # four\n\t d=c)[d,  # e\n ]\n\x0cy = (\n  # z\n  1)\n"
    )


def test_annotations_with_unions_nest_as_python_nests_them() -> None:
    _agrees(
        'def f(a: list["C"] | "C" | None = None, b: (A | (B | C)) | D = 2) -> dict[str, X[A] | Y | Z]: return\n'
    )
    _agrees("x: list[str] | os.PathLike[str] | None = None\n")


def test_a_nested_format_is_not_plain() -> None:
    formatted = expression('f"{a}{b!r}{c:>3}{d=}{ e }"')
    assert isinstance(formatted, ex.FormattedString)
    plain = [part.plain for part in formatted.parts if isinstance(part, ex.Interpolation)]
    assert plain == [True, False, False, False, True]


def test_line_ends_inside_a_literal_are_what_python_makes_of_them() -> None:
    assert _value("'''a\r\nb\rc'''") == "a\nb\nc"
    assert _value("r'''a\r\n\\b'''") == "a\n\\b"
    assert _value("'''a\\\r\nb'''") == "ab"
    formatted = expression("f'''a\r\n{b}\\\r\nc'''")
    assert isinstance(formatted, ex.FormattedString)
    assert [part for part in formatted.parts if isinstance(part, str)] == ["a\n", "c"]


def test_a_template_string_is_never_text() -> None:
    # The host may be older than t-strings: read without the gate.
    from ast_grep_py import SgRoot

    from flashc.passes.parse.expressions import ExpressionReader

    node = SgRoot('t"a{b}" "c"', "python").root().child(0)
    assert node is not None
    read = ExpressionReader("m.py").read(node.child(0))
    assert isinstance(read, ex.Opaque)
    assert read.kind == "template_string"
    assert read.parts == (ex.Name(id="b", span=Span("m.py", 4, 5)),)


def test_names_are_compared_as_python_compares_them() -> None:
    name = expression("ﬁle")
    assert isinstance(name, ex.Name)
    assert name.id == "file"
    attribute = expression("a.Ⅷ")
    assert isinstance(attribute, ex.Attribute)
    assert attribute.name == "VIII"


def test_the_place_of_a_keyword_and_of_an_attribute_covers_the_name_alone() -> None:
    text = "x = é.ü(😀_ := 1, ñame = '😀')\n".replace("😀_ := 1, ", "")
    call = parsed(text).body[0].value  # type: ignore[union-attr]
    assert isinstance(call, ex.Call)
    assert under(text, call.keywords[0].name_span) == "ñame"
    assert under(text, call.keywords[0].span) == "ñame = '😀'"
    assert isinstance(call.function, ex.Attribute)
    assert under(text, call.function.name_span) == "ü"


@pytest.mark.parametrize("number", ["0x" + "f" * 9000, "9" * 4000])
def test_numbers_of_any_length_are_read(number: str) -> None:
    assert _value(number) == int(number, 0)


def test_a_number_longer_than_python_reads_is_refused() -> None:
    from passes.front import refused

    assert refused(f"x = {'9' * 5000}\n").code.number == "FC104"


def _value(text: str) -> object:
    constant = expression(text)
    assert isinstance(constant, ex.Constant)
    return constant.value


def _agrees(text: str) -> None:
    """Every expression that we read is one that the host reads, at the same place, and back."""
    source = source_of(text)
    hosts = _by_host(source)
    ours = list(_ours(parsed(text).body))
    assert ours
    for one in ours:
        if isinstance(one, ex.Opaque) or _is_hidden(one, ours):
            continue
        at = (one.span.start, one.span.end)
        assert comparable(one) in hosts.get(at, []), f"{source.slice(one.span)!r} is not the host's"
    read = {(one.span.start, one.span.end) for one in ours}
    missed = [source.text[start:end] for start, end in hosts if (start, end) not in read]
    assert not missed


def _is_hidden(one: ex.Expression, ours: list[ex.Expression]) -> bool:
    """Tell what the host gives no place: the inside of f-strings before 3.12, lambda's parameters."""
    for around in ours:
        is_around = around.span.start <= one.span.start and one.span.end <= around.span.end
        is_formatted = isinstance(around, ex.FormattedString) and not PLACES_IN_FORMATTED
        is_lambda = isinstance(around, ex.Opaque) and around.kind == "lambda"
        if around is not one and is_around and (is_formatted or is_lambda):
            return True
    return False


def _by_host(source: SourceFile) -> dict[tuple[int, int], list[object]]:
    oracle, found = Oracle(source), {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        tree = ast.parse(source.text)
    hidden = set(_without_place(tree))
    for node in ast.walk(tree):
        if isinstance(node, ast.expr) and not isinstance(node, _LEFT_OUT) and node not in hidden:
            span = oracle.span(node)
            found.setdefault((span.start, span.end), []).append(comparable(oracle.read(node)))
    return found


def _without_place(tree: ast.AST) -> Iterator[ast.AST]:
    """Yield the parts of f-strings that are no expressions, and before Python 3.12 all of them."""
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            parts = ast.walk(node) if not PLACES_IN_FORMATTED else node.values
            yield from (part for part in parts if part is not node)
        elif isinstance(node, ast.FormattedValue) and node.format_spec is not None:
            yield from ast.walk(node.format_spec)


_LEFT_OUT = (ast.FormattedValue, ast.Slice, ast.BoolOp, ast.Compare, ast.GeneratorExp)


def _ours(value: object) -> Iterator[ex.Expression]:
    if isinstance(value, tuple) and not isinstance(value, Span):
        for item in value:
            yield from _ours(item)
    elif dataclasses.is_dataclass(value) and not isinstance(value, SourceFile):
        if isinstance(value, ex.Expression):
            yield value
        for field in dataclasses.fields(value):
            yield from _ours(getattr(value, field.name))
