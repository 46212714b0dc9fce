"""The query string, read exactly as Starlette reads it."""

from urllib.parse import parse_qsl


class Query:
    """The keys and values of one query string."""

    __slots__ = ("_pairs",)

    def __init__(self, query_string: bytes) -> None:
        self._pairs = _pairs(query_string) if query_string else []

    def last(self, key: str) -> str | None:
        """Return the last value of a key, or None."""
        for name, value in reversed(self._pairs):
            if name == key:
                return value
        return None

    def all(self, key: str) -> list[str]:
        """Return all values of a key."""
        return [value for name, value in self._pairs if name == key]


def _pairs(query_string: bytes) -> list[tuple[str, str]]:
    text = query_string.decode("latin-1")
    if "%" in text or "+" in text:
        return parse_qsl(text, keep_blank_values=True)
    # Without escapes there is nothing to decode, and splitting is all that `parse_qsl` does.
    return [
        (name, value)
        for name, _, value in (part.partition("=") for part in text.split("&") if part)
    ]
