"""Files that a call uploads."""

from collections.abc import Sequence
from typing import Any

File = tuple[str, bytes] | tuple[str, bytes, str]
"""File name, content and, where it is known, its type."""


def as_files(name: str, value: Any) -> Sequence[File]:
    """Return the files that an argument is: `bytes`, an `UploadFile`, or a list of them.

    An argument that is none of these gives nothing. A file without a name is called as the
    parameter is.
    """
    if isinstance(value, list | tuple) and value:
        found = [each for item in value for each in as_files(name, item)]
        return found if len(found) == len(value) else ()
    if isinstance(value, bytes | bytearray):
        return [(name, bytes(value))]
    if hasattr(value, "file") and hasattr(value, "filename"):
        value.file.seek(0)
        content = (value.filename or name, value.file.read())
        kind = getattr(value, "content_type", None)
        return [(*content, kind) if kind else content]
    return ()
