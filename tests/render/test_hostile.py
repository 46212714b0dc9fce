"""No text of the user's reaches the terminal as a command to it, and none is invisible."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashc.diagnostic import Label
from flashc.render.visible import visible, visible_lines
from flashc.source import Span
from render.drawn import at, drawn, source

HOSTILE = "\x1b[2J\x07\u202e\u2066\u200b\x9b0m\r\x00\u2028\udc80"
SHOWN = r"\x1b[2J\x07\u{202e}\u{2066}\u{200b}\x9b0m\r\x00\u{2028}\x80"
DANGEROUS = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff]"
)


def test_hidden_characters_are_written_out() -> None:
    assert visible(HOSTILE) == SHOWN


@pytest.mark.parametrize("text", ["plain", "naïve", "日本語", "e\u0301", "\U0001f600", "a\\nb", ""])
def test_ordinary_text_stays_as_it_is(text: str) -> None:
    assert visible(text) == text


def test_white_space_that_could_forge_a_line_is_written_out() -> None:
    assert visible("a\nerror: b\tc") == r"a\nerror: b\tc"


def test_lines_of_a_note_are_made_safe_one_by_one() -> None:
    assert visible_lines("a\x1b\nb") == [r"a\x1b", "b"]


def test_a_message_cannot_forge_another_diagnostic() -> None:
    shown = drawn(message="bad name `x\nerror[FC999]: forged`")
    assert shown == r"error[FC304]: bad name `x\nerror[FC999]: forged`"


def test_hostile_text_is_safe_in_every_part_of_a_diagnostic() -> None:
    file = source(f"s = '{HOSTILE.replace(chr(13), '')}'; HERE\n", f"src/{HOSTILE}.py")
    missing = Label(span=Span(path=f"{HOSTILE}.txt", start=0, end=0), text=HOSTILE)
    shown = drawn(
        file,
        message=HOSTILE,
        primary=at(file, "HERE", HOSTILE),
        labels=(at(file, "s", HOSTILE), missing),
        notes=(HOSTILE,),
        help_=HOSTILE,
    )
    assert not DANGEROUS.search(shown)
    assert shown.count(SHOWN) == 8


@given(st.text(), st.text(), st.text())
def test_whatever_the_text_is_the_result_is_safe(line: str, message: str, path: str) -> None:
    file = source(f"{line}HERE", path)
    shown = drawn(file, message=message, primary=at(file, "HERE", message), notes=(line,))
    assert not DANGEROUS.search(shown)


@given(st.text(max_size=60), st.integers(0, 70), st.integers(0, 70))
def test_any_span_of_any_text_can_be_drawn(text: str, start: int, length: int) -> None:
    file = source(text)
    label = Label(span=Span(path=file.path, start=start, end=start + length), text="here")
    assert "here" in drawn(file, primary=label)
