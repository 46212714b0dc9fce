"""TOML, JSON, shell, Dockerfile and Markdown hold exactly the user's text, or refuse it."""

import json
import re
import shlex
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emitters.texts import hostile
from flashc_emitters.code import PlanError
from flashc_emitters.literals import dockerfile, json_text, markdown, shell, toml
from inventing import invented

MANY = invented(300)
without_surrogates = hostile.map(lambda text: re.sub("[\ud800-\udfff]", "", text))
json_values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), hostile),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(tuple), st.dictionaries(hostile, inner, max_size=3)
    ),
    max_leaves=8,
)


@MANY
@given(without_surrogates)
def test_toml_reads_back(text: str) -> None:
    assert tomllib.loads(f"x = {toml.string(text)}") == {"x": text}


def test_toml_refuses_a_lone_surrogate() -> None:
    with pytest.raises(PlanError):
        toml.string("\ud800")


@MANY
@given(hostile)
def test_json_reads_back_and_is_printable_ascii(text: str) -> None:
    printed = json_text.compact(text)
    assert json.loads(printed) == text
    assert printed.isascii() and printed.isprintable()


@MANY
@given(json_values)
def test_indented_json_is_what_python_reads(value: object) -> None:
    printed = json_text.indented(value)  # type: ignore[arg-type]
    assert printed.endswith("\n")
    assert json.loads(printed) == json.loads(json.dumps(_plain(value)))


def _plain(value: object) -> object:
    if isinstance(value, float) and value in (float("inf"), float("-inf")):
        return float.__repr__(value)
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return value


@MANY
@given(hostile.filter(lambda text: "\0" not in text))
def test_a_shell_reads_one_word(text: str) -> None:
    assert shlex.split(shell.word(text)) == [text]


def test_a_shell_word_refuses_nul() -> None:
    with pytest.raises(PlanError):
        shell.word("a\0b")


@pytest.mark.parametrize(
    ("text", "word"),
    [("a/b:1", "a/b:1"), ("", "''"), ("it's", "'it'\\''s'"), ("$(id)", "'$(id)'"), ("~", "'~'")],
)
def test_shell_words_are_quoted_only_where_needed(text: str, word: str) -> None:
    assert shell.word(text) == word


@MANY
@given(hostile)
def test_a_dockerfile_value_is_one_line_in_which_nothing_is_expanded(text: str) -> None:
    if re.search(r"[\x00-\x1f\x7f]", text):
        with pytest.raises(PlanError):
            dockerfile.quoted(text)
    else:
        quoted = dockerfile.quoted(text)
        assert re.fullmatch(r'"([^"\\$]|\\["\\$])*"', quoted)
        assert re.sub(r"\\(.)", r"\1", quoted[1:-1]) == text


def test_a_command_is_a_json_array() -> None:
    assert dockerfile.exec_form(("a", 'b"')) == '["a", "b\\""]'


@MANY
@given(hostile)
def test_a_table_cell_stays_in_its_cell(text: str) -> None:
    for cell in (markdown.text(text), markdown.code(text)):
        assert "\n" not in cell and "\r" not in cell
        assert not re.search(r"(?<!\\)(\\\\)*\|", cell)
        assert not re.search("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", cell)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Create a user.", "Create a user."),
        ("snake_case and _emphasis_", "snake_case and \\_emphasis\\_"),
        ("<b>*x* [y](z) `w`", "\\<b>\\*x\\* \\[y\\](z) \\`w\\`"),
        ("two\nlines", "two lines"),
        ("caf\u00e9 \u65e5\u672c \U0001f600 \u202e", "caf\u00e9 \u65e5\u672c \U0001f600 \\\\u202e"),
    ],
)
def test_markdown_text_shows_the_characters(text: str, shown: str) -> None:
    assert markdown.text(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [("/a", "`/a`"), ("a`b", "``a`b``"), ("`a`", "`` `a` ``"), ("a|b", "<code>a&#124;b</code>")],
)
def test_markdown_code_shows_the_characters(text: str, shown: str) -> None:
    assert markdown.code(text) == shown
