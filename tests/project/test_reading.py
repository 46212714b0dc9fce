"""Decoding, as Python itself decodes sources, and places in what was decoded."""

import codecs

import pytest

from flashc.project.reading import NotText, decode
from flashc.source import Position, SourceFile, Span


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"", ""),
        ("é😀\n".encode(), "é😀\n"),
        (codecs.BOM_UTF8 + "é".encode(), "é"),
        (codecs.BOM_UTF8 + b"# coding: utf-8\nx", "# coding: utf-8\nx"),
        (b"# -*- coding: latin-1 -*-\n\xe9", "# -*- coding: latin-1 -*-\né"),
        (
            b"#!/bin/sh\n# vim: set fileencoding=cp1252 :\n\x80",
            "#!/bin/sh\n# vim: set fileencoding=cp1252 :\n€",
        ),
        (b"#\r# coding: utf-8\r\xc3\xa9", "#\r# coding: utf-8\ré"),
        (b"a\r\nb\rc\n", "a\r\nb\rc\n"),
        ("# coding: shift_jis\nx = 'あ'\n".encode("shift_jis"), "# coding: shift_jis\nx = 'あ'\n"),
        (b"x = 1\ny = 2\n# coding: nothing\n", "x = 1\ny = 2\n# coding: nothing\n"),
        (b"\x0c\n", "\x0c\n"),
        (b"# coding: latin-1 \xe9\n", "# coding: latin-1 é\n"),
        (b"# coding: unicode_escape\nx = '\\u00e9'", "# coding: unicode_escape\nx = 'é'"),
        (b"# \xe9\n# coding: cp1252\n\x80", "# é\n# coding: cp1252\n€"),
    ],
)
def test_text_is_decoded_as_python_decodes_it(content: bytes, text: str) -> None:
    assert decode(content) == text


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"\xff", "0xff"),
        (b"x = '\xe9'\n", "0xe9"),
        (b"a\x00b", "NUL"),
        (b"\xff\xfea\x00", ""),
        ("é".encode("utf-16"), ""),
        (b"# coding: nothing\n", "nothing"),
        (b"# coding: rot13\n", "the encoding rot13 cannot be read"),
        (b"#\n# coding: base64\n", "the encoding base64 cannot be read"),
        (b"# coding: zlib\n", "the encoding zlib cannot be read"),
        (b"# coding: undefined\n", "the encoding undefined cannot be read"),
        (b"# coding: idna\nx", None),
        (b"# coding: utf-16\n", ""),
        (codecs.BOM_UTF8 + b"# coding: latin-1\n", ""),
        (b"# coding: ascii\n\xe9", "0xe9"),
        (b"\x7fELF\x02\x01\x01\x00", ""),
        (b"# coding: " + b"x" * 10_000, ""),
        (b"# coding: utf-8\x00", "NUL"),
        (b"# coding: ascii \xe9\n", "0xe9"),
        (b"# coding: latin-1\n\x00", "NUL"),
        (b"# coding: ../x\n", ""),
        (b"# coding: raw_unicode_escape\n\\ud800\n", "half of a character at offset 29"),
        (b"# coding: unicode_escape\nx = '\\udfff'\n", "half of a character"),
    ],
)
def test_what_is_no_text_says_why(content: bytes, why: str | None) -> None:
    try:
        decode(content)
    except NotText as problem:
        assert str(problem)
        assert why is None or why in str(problem)
    else:
        assert why is None


def file_of(text: str) -> SourceFile:
    return SourceFile(
        path="m.py", shipped="m.py", module="m", is_package=False, text=text, content=b""
    )


def test_lines_and_columns_are_counted_in_characters() -> None:
    file = file_of("é😀x\r\ny\rz\n\nw")
    places = [(character, file.position(index)) for index, character in enumerate(file.text)]
    assert [(c, p.line, p.column) for c, p in places if c.isalpha()] == [
        ("é", 1, 1),
        ("x", 1, 3),
        ("y", 2, 1),
        ("z", 3, 1),
        ("w", 5, 1),
    ]
    assert [file.line(n) for n in range(1, 6)] == ["é😀x", "y", "z", "", "w"]
    assert file.position(len(file.text)) == Position(line=5, column=2)


@pytest.mark.parametrize(("line", "column"), [(0, 0), (1, 1), (1, 99), (2, 1), (99, 99)])
def test_a_place_that_a_parser_names_always_lies_in_the_file(line: int, column: int) -> None:
    for text in ("", "ab", "ab\n", "ab\r\ncd"):
        span = file_of(text).span_of_line(line, column)
        assert 0 <= span.start < span.end <= len(text) + 1


def test_a_span_is_a_plain_value() -> None:
    assert Span("m.py", 1, 2) == Span(path="m.py", start=1, end=2)
    assert len({Span("m.py", 1, 2), Span("m.py", 1, 2)}) == 1
