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
    return text


def _encoding_of(content: bytes) -> str:
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(content).readline)
    except SyntaxError as error:
        if b"coding" in b"".join(content.splitlines()[:2]):
            raise NotText(error.msg or "its encoding is unknown") from None
        # No encoding is declared, so that the first bytes are no UTF-8; decoding says which.
        return "utf-8"
    return encoding.removesuffix("-sig")
