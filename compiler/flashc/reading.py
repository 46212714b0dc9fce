"""Decoding of source files, as Python itself decodes them (PEP 263)."""

import codecs
import io
import tokenize


class NotText(Exception):  # noqa: N818 - it names the fact
    """The bytes are not source text; the message is a clause that says why."""


def decode(content: bytes) -> str:
    """Decode a source file; without the BOM, line ends as they are.

    Raises NotText for an unknown encoding, bytes that the encoding does not have, and NUL.
    """
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(content).readline)
    except SyntaxError as error:
        raise NotText(error.msg or "its encoding is unknown") from None
    try:
        text = content.removeprefix(codecs.BOM_UTF8).decode(encoding.removesuffix("-sig"))
    except UnicodeDecodeError as error:
        message = f"byte {error.object[error.start]:#04x} at offset {error.start} is not {encoding}"
        raise NotText(message) from None
    except LookupError:
        raise NotText(f"the encoding {encoding} is unknown") from None
    nul = text.find("\0")
    if nul >= 0:
        raise NotText(f"it holds a NUL character at offset {nul}")
    return text
