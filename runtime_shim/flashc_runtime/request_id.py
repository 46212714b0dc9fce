"""The id that follows a request through logs and through calls to other endpoints."""

import os
from contextvars import ContextVar

HEADER = "x-request-id"

_MAX_LENGTH = 128
_ALLOWED = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.:+/=")
_current: ContextVar[str] = ContextVar("flashc_request_id", default="")

_AT_ONCE = 128
_prepared: list[str] = []


def _new_id() -> str:
    # Asking the system for each id costs more than reading the request's headers.
    try:
        return _prepared.pop()
    except IndexError:
        text = os.urandom(16 * _AT_ONCE).hex()
        _prepared.extend(text[start : start + 32] for start in range(32, len(text), 32))
        return text[:32]


def current_request_id() -> str:
    """Return the id of the request that is being served, or an empty text outside of one."""
    return _current.get()


def begin_request(received: str) -> str:
    """Take over the caller's id, or make one; return it.

    An id that is too long or has other characters than letters, digits and `-_.:+/=` is replaced:
    it goes into headers and log lines.
    """
    usable = 0 < len(received) <= _MAX_LENGTH and _ALLOWED.issuperset(received)
    chosen = received if usable else _new_id()
    _current.set(chosen)
    return chosen
