"""Passwords in addresses: none is ever written down or shown."""

import re

# What stands before the host of a URL, where it is more than `git@` or a variable.
_USER = re.compile(r"(?<=://)[^/@\s\"']+(?=@)")
_HARMLESS = re.compile(r"(?:git|hg|\$\{[A-Z0-9_]+\}|:)*")


def has_password(url: str) -> bool:
    """Whether a URL names a user that is more than a variable or the name that git servers use.

    Hidden ones count: a requirement that was read from a file shows asterisks.
    """
    user = _USER.search(url)
    return user is not None and not _HARMLESS.fullmatch(user[0])


def without_passwords(text: str) -> str:
    """Give a text in which asterisks stand for passwords and tokens in addresses."""
    return _USER.sub(_hidden, text)


def _hidden(match: re.Match[str]) -> str:
    # As many characters as before, so that places stay where they are.
    return match[0] if _HARMLESS.fullmatch(match[0]) else "*" * len(match[0])
