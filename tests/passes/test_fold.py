"""Folding: what an expression is worth without running it, and why not."""

import pytest

from flashc.ir.facts import Construction, Reference
from passes.front import reason_of, value_of


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("'a'", "a"),
        ("b'a'", b"a"),
        ("1_000", 1000),
        ("1.5", 1.5),
        ("True", True),
        ("None", None),
        ("-1", -1),
        ("+1", 1),
        ("not True", False),
        ("'a' 'b'", "ab"),
        ("'a' + 'b' + 'c'", "abc"),
        ("'é' + r'\\d' + '😀'", "é\\d😀"),
        ("60 * 1000 - 1", 59999),
        ("('a', 'b')", ("a", "b")),
        ("['a', *['b'], *('c',)]", ("a", "b", "c")),
        ("['a'] + ['b']", ("a", "b")),
        ("{'a'}", ("a",)),
        ("{'a': 1, 'b': [2]}", {"a": 1, "b": (2,)}),
        ("{'a': 1, **{'a': 2, 'b': 3}}", {"a": 2, "b": 3}),
        ("{'a': 1} | {'b': 2} | {'a': 3}", {"a": 3, "b": 2}),
        ("{'a': {'b': 1}}['a']['b']", 1),
        ("['a', 'b'][-1]", "b"),
        ("f'a{1}b{\"c\"}{{}}'", "a1bc{}"),
        ("f'{True}'", "True"),
        ("' A '.strip().lower()", "a"),
        ("'/a/'.removeprefix('/').removesuffix('/')", "a"),
        ("'a-b'.replace('-', '_').upper()", "A_B"),
        ("'/'.join(['a', 'b'])", "a/b"),
        ("'/{}/{0}'.replace('{0}', 'x').format('a')", "/a/x"),
        ("'{0}{1}{0}'.format('a', 1)", "a1a"),
        ("list(('a',))", ("a",)),
        ("dict({'a': 1}, b=2)", {"a": 1, "b": 2}),
        ("dict(**{'a': 1}, b=2)", {"a": 1, "b": 2}),
        ("['a'].copy()", ("a",)),
        ("str(1)", "1"),
        ("'a' if x else 'a'", "a"),
    ],
)
def test_an_expression_of_literals_has_its_value(text: str, value: object) -> None:
    found = value_of("", text)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("f()", "call"),
        ("x", "not defined"),
        ("1j", "complex"),
        ("[a for a in b]", "list comprehension"),
        ("lambda: 1", "lambda"),
        ("a and b", "boolean operator"),
        ("'a' == 'b'", "comparison operator"),
        ("...", "not a constant"),
        ("'a' if x else 'b'", "depends on a condition"),
        ("1 if x else True", "depends on a condition"),
        ("'a' * 3", "computed with `*`"),
        ("'a' % 3", "computed with `%`"),
        ("'a' + 1", "computed with `+`"),
        ("2 ** 999999999", "computed with `**`"),
        ("1 << 999999999", "computed with `<<`"),
        ("~1", "computed with `~`"),
        ("-True", "computed with `-`"),
        ("f'{1!r}'", "formatted"),
        ("f'{1:>999999999}'", "formatted"),
        ("f'{1=}'", "formatted"),
        ("f'{1.5}'", "formatted"),
        ("f'{0x" + "f" * 9000 + "}'", "formatted"),
        ("f'{x}'", "not defined"),
        ("'{:>999999999}'.format('a')", "call"),
        ("'{a.__class__}'.format('a')", "call"),
        ("'{}'.format()", "call"),
        ("'{'.format('a')", "call"),
        ("'a'.join('b')", "call"),
        ("'a'.replace('a')", "call"),
        ("'a'.strip(1)", "call"),
        ("'a'.zfill(999999999)", "call"),
        ("list('ab')", "call"),
        ("['a'][1]", "looked up"),
        ("['a'][0:1]", "slice"),
        ("{'a': 1}['b']", "looked up"),
        ("{'a': 1}[0]", "looked up"),
        ("{1: 'a'}", "key"),
        ("{**['a']}", "dictionary"),
        ("[*'ab']", "sequence"),
        ("[*{'a': 1}]", "sequence"),
        ("{'a': 1} | ['b']", "computed with `|`"),
    ],
)
def test_what_is_left_to_run_time_says_why(text: str, why: str) -> None:
    assert why in reason_of("", text)


def test_what_libraries_make_is_kept_as_it_is_made() -> None:
    text = "import lib\nfrom lib import Thing as T\nARGS = {'b': 2}\n"
    assert value_of(text, "lib.GROUP.ONE") == Reference(name="lib.GROUP.ONE")
    made = value_of(text, "T('a', size=1, **ARGS, **x)")
    assert isinstance(made, Construction)
    assert made.name == "lib.Thing"
    assert [(name, type(fact).__name__) for name, fact in made.keywords] == [
        ("size", "Known"),
        ("b", "Known"),
        ("**", "Unknown"),
    ]


def test_the_environment_is_known_only_where_the_worker_runs() -> None:
    text = "import os\nfrom os import environ\n"
    for written in ("os.environ['A']", "environ['A']", "os.environ.get('A')"):
        made = value_of(text, written)
        assert isinstance(made, Construction)
        assert made.name == ("os.environ.get" if "get" in written else "os.environ")
    assert isinstance(value_of(text, "os.getenv('A', 'b')"), Construction)
    assert "formatted" in reason_of(text, "f'{os.environ}'")


def test_a_value_that_holds_another_twice_at_every_level_is_too_long() -> None:
    levels = "".join(f'E{i} = {{"x": E{i - 1}, "y": E{i - 1}}}\n' for i in range(1, 30))
    text = 'E0 = {"A": "b"}\n' + levels
    assert "is too long for a constant" in reason_of(text, "E29")
    assert value_of(text, "E2") == {
        "x": {"x": {"A": "b"}, "y": {"A": "b"}},
        "y": {"x": {"A": "b"}, "y": {"A": "b"}},
    }
