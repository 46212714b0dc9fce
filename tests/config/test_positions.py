"""Places of keys and values, for every form of TOML that tomllib accepts."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashc.config.positions import places_in
from inventing import invented

EVERYTHING = """\
# a comment with "quotes" and [brackets]
plain = 1 # after
  "quo\\"ted" = "a # b"\t
'lit.eral' = 'c:\\d'
a . b . "c" = true
date = 1979-05-27 07:32:00Z
multi = \"\"\"
one "two" ""three""
\\\"\"\" four\"\"\"\"\"
raw = '''
it''s'''
array = [ 1, # first
  [ "x", 'y' ],
  { k = [2], l.m = "]}" }, ]
inline = { }

[table . sub]
key = "v"
[[many]]
n = 1
[[many]]
n = 2
[many.inner]
deep = "d"
[other]
"""


def at(path: tuple[str | int, ...], text: str = EVERYTHING) -> tuple[str, str]:
    place = places_in(text, "f")[path]
    return text[place.key.start : place.key.end], text[place.value.start : place.value.end]


@pytest.mark.parametrize(
    ("path", "key", "value"),
    [
        (("plain",), "plain", "1"),
        (('quo"ted',), '"quo\\"ted"', '"a # b"'),
        (("lit.eral",), "'lit.eral'", "'c:\\d'"),
        (("a",), "a", "a"),
        (("a", "b", "c"), '"c"', "true"),
        (("date",), "date", "1979-05-27 07:32:00Z"),
        (("raw",), "raw", "'''\nit''s'''"),
        (("array", 0), "1", "1"),
        (("array", 1, 1), "'y'", "'y'"),
        (("array", 2, "k", 0), "2", "2"),
        (("array", 2, "l", "m"), "m", '"]}"'),
        (("inline",), "inline", "{ }"),
        (("table", "sub"), "sub", "sub"),
        (("table", "sub", "key"), "key", '"v"'),
        (("many", 0, "n"), "n", "1"),
        (("many", 1, "n"), "n", "2"),
        (("many", 1, "inner", "deep"), "deep", '"d"'),
        (("other",), "other", "other"),
    ],
    ids=repr,
)
def test_a_key_and_its_value_are_found(path: tuple[str | int, ...], key: str, value: str) -> None:
    assert at(path) == (key, value)


def test_a_text_of_several_lines_ends_where_tomllib_says() -> None:
    text = places_in(EVERYTHING, "f")[("multi",)].value
    written = EVERYTHING[text.start : text.end]
    assert written.endswith('four"""""')
    assert tomllib.loads(f"x = {written}")["x"].endswith('four""')


def test_every_key_of_the_data_has_a_place() -> None:
    assert missing(EVERYTHING) == []


def test_windows_line_ends_change_no_place() -> None:
    text = EVERYTHING.replace("\n", "\r\n")
    assert missing(text) == []
    assert at(("plain",), text) == ("plain", "1")


KEYS = st.text(st.characters(codec="utf-8"), max_size=5)
SCALARS = st.one_of(st.integers(), st.booleans(), st.text(st.characters(codec="utf-8"), max_size=8))
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3)
)


@given(st.dictionaries(KEYS, VALUES, max_size=4))
@invented(60)
def test_any_document_is_walked_to_its_end(data: dict[str, object]) -> None:
    text = "".join(f"{quoted(key)} = {written(value)}\n" for key, value in data.items())
    assert tomllib.loads(text) == data
    places = places_in(text, "f")
    assert missing(text) == []
    for path, place in places.items():
        if len(path) == 1:
            key, value = (text[s.start : s.end] for s in (place.key, place.value))
            assert tomllib.loads(f"{key} = {value}")[str(path[0])] == data[str(path[0])]


def quoted(text: str) -> str:
    return (
        '"'
        + "".join(f"\\U{ord(c):08x}" if c in '"\\' or not c.isprintable() else c for c in text)
        + '"'
    )


def written(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{quoted(k)} = {written(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[\n" + ", ".join(map(written, value)) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    return quoted(value) if isinstance(value, str) else str(value)


def missing(text: str) -> list[object]:
    """Paths of the data that have no place, or one beyond the text."""
    places = places_in(text, "f")

    def walk(value: object, path: tuple[str | int, ...]) -> list[object]:
        entries = (
            value.items()
            if isinstance(value, dict)
            else enumerate(value) if isinstance(value, list) else ()
        )
        found: list[object] = []
        for key, inner in entries:
            here = (*path, key)
            place = places.get(here)
            if place is None or not 0 <= place.key.start < place.key.end <= len(text):
                found.append(here)
            found += walk(inner, here)
        return found

    return walk(tomllib.loads(text), ())
