"""Decoding of source files, as Python itself decodes them (PEP 263)."""

import codecs
import io
import re
import tokenize


class NotText(Exception):  # noqa: N818 - it names the fact
    """The bytes are not source text; the message is a clause that says why."""


_DECLARED = re.compile(rb"coding[:=][ \t]*([-\w.]+)")
_SURROGATE = re.compile("[\ud800-\udfff]")
# All that is not ASCII, and NUL, as question marks.
_PLAIN = bytes(byte if 0 < byte < 128 else ord("?") for byte in range(256))


def decode(content: bytes) -> str:
    """Decode a source file; without the BOM, line ends as they are.

    Raises NotText for an unknown encoding, bytes that the encoding does not have, and NUL.
    """
    encoding = _encoding_of(content)
    try:
        text = content.removeprefix(codecs.BOM_UTF8).decode(encoding)
    except UnicodeDecodeError as error:
        message = f"byte {error.object[error.start]:#04x} at offset {error.start} is not {encoding}"
        raise NotText(message) from None
    except (LookupError, ValueError):
        # Codecs that are none of text, and the few that refuse in words of their own.
        raise NotText(f"the encoding {encoding} cannot be read") from None
    nul = text.find("\0")
    if nul >= 0:
        raise NotText(f"it holds a NUL character at offset {nul}")
    half = _SURROGATE.search(text)
    if half is not None:
        # A few codecs, such as that of escapes, give what neither Python nor UTF-8 takes for text.
        raise NotText(f"it holds half of a character at offset {half.start()}")
    return text


def _encoding_of(content: bytes) -> str:
    try:
        encoding, _ = tokenize.detect_encoding(_declaring(content).readline)
    except SyntaxError as error:
        raise NotText(error.msg or "its encoding is unknown") from None
    except (LookupError, ValueError):
        # From 3.14 on, the first lines are decoded too: by codecs that are none of text, for example.
        declared = _DECLARED.search(content)
        name = declared[1].decode() if declared else "that it declares"
        raise NotText(f"the encoding {name} cannot be read") from None
    return encoding.removesuffix("-sig")


def _declaring(content: bytes) -> io.BytesIO:
    """Give the two lines that may declare an encoding, without what only that encoding explains.

    What Pythons make of such bytes differs; they are judged where the whole file is decoded.
    """
    mark = codecs.BOM_UTF8 if content.startswith(codecs.BOM_UTF8) else b""
    lines = io.BytesIO(content.removeprefix(mark))
    return io.BytesIO(mark + (lines.readline() + lines.readline()).translate(_PLAIN))
