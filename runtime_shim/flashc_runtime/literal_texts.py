"""Numbers and booleans in `Literal[...]`, which queries, paths and forms send as text."""

from pydantic import BeforeValidator


def from_text(*values: int) -> BeforeValidator:
    """Return what turns the text of one of `values` into it; anything else stays as it is.

    Numbers are written as in Python (`3`, `-1`), booleans as in JSON (`true`) or Python (`True`).
    """
    texts: dict[str, int] = {}
    for value in values:
        texts.setdefault(str(value), value)
        if isinstance(value, bool):
            texts.setdefault(str(value).lower(), value)

    def read(value: object) -> object:
        return texts.get(value, value) if isinstance(value, str) else value

    return BeforeValidator(read)
