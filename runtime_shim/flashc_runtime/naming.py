"""Names that a program and its environment agree on."""

_KEPT = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")


def slug(name: str) -> str:
    """Return the endpoint's name as an identifier: `user-service` becomes `user_service`.

    NFKC, lower case, everything else than `[a-z0-9]` to `_`, `endpoint_` before a leading digit.
    """
    if not name.isascii():
        from unicodedata import normalize  # noqa: PLC0415  (names are ASCII nearly always)

        name = normalize("NFKC", name)
    kept = "".join(letter if letter in _KEPT else "_" for letter in name.lower())
    return f"endpoint_{kept}" if kept[:1].isdigit() else kept


def address_variable(name: str) -> str:
    """Return the environment variable that holds the URL of the endpoint `name`."""
    return f"FLASH_ENDPOINT_URL_{slug(name).upper()}"


def suggestion(word: str, known: list[str]) -> str:
    """Return `; did you mean 'x'?` for the closest known word, or nothing."""
    from difflib import get_close_matches  # noqa: PLC0415  (only a mistake needs it)

    by_folded = {name.lower(): name for name in known}
    close = get_close_matches(word.lower(), list(by_folded), n=1)
    return f"; did you mean {by_folded[close[0]]!r}?" if close else ""
