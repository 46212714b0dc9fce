"""Showable values: what a document of JSON, and so a worker's description of itself, can hold."""


def is_showable(value: str | bytes | float | None) -> bool:
    """Whether an OpenAPI document can hold the value: no lone surrogates, no arbitrary bytes."""
    try:
        text = value.decode() if isinstance(value, bytes) else value
        return not isinstance(text, str) or bool(text.encode()) or not text
    except UnicodeError:
        return False
