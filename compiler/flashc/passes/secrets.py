"""Secrets: which literals look like passwords, tokens or keys, and must never be written down."""

import re
from collections.abc import Iterator
from dataclasses import replace

from flashc.ir.code import CallCode, Code, DictCode, ListCode, LiteralCode, ProjectName
from flashc.ir.functions import Default, LiteralDefault, MarkerDefault, SecretDefault

_NAME = re.compile(
    r"(^|_)(key|token|secret|secrets|password|passwd|passphrase|passcode|pwd"
    r"|credential|credentials|auth)(_|$)"
    # Elsewhere than at the end they are words of other things: `PIN_MEMORY`, `PASS_THROUGH`.
    r"|(^|_)(pass|pin)$",
    re.IGNORECASE,
)
# Tokens and keys of well-known issuers, private keys, and addresses with a password in them.
_VALUE = re.compile(
    r"(\b(sk|rpa|hf|ghp|gho|ghs|github_pat|glpat|xox[abp])[-_][A-Za-z0-9_-]{16,}"
    r"|\bAKIA[0-9A-Z]{16}\b|\bAIza[A-Za-z0-9_-]{35}\b"
    r"|-----BEGIN [A-Z ]*PRIVATE KEY-----"
    r"|[a-z][a-z0-9+.-]*://[^/\s:@]*:[^/\s@]+@)"
)
_PRIVATE = "PRIVATE KEY-----"
# What follows the issuer's own letters.
_PREFIX = re.compile(r"(?<=[-_]).*|(?<=^AKIA).*|(?<=^AIza).*", re.DOTALL)
# What FastAPI and pydantic write into the document of an API, and use for nothing else.
_DOCUMENTS = frozenset(
    {
        *("description", "deprecated", "example", "examples", "title"),
        *("json_schema_extra", "openapi_examples"),
    }
)
# A default of a parameter called `key` is a secret only where it looks made up by a machine.
_SHORTEST = 8


def looks_secret(name: str, value: str) -> bool:
    """Whether a variable should never be written down: by its name, or by the look of its value."""
    return bool(value) and bool(_NAME.search(name) or _VALUE.search(value))


def is_secret_default(name: str, value: object) -> bool:
    """Whether a parameter's default looks secret: `sort_key: str = "name"` does not."""
    if not isinstance(value, str):
        return False
    has_both = any(c.isdigit() for c in value) and any(c.isalpha() for c in value)
    is_made_up = len(value) >= _SHORTEST and has_both and not any(c.isspace() for c in value)
    return bool(_VALUE.search(value)) or (is_made_up and bool(_NAME.search(name)))


def hidden(name: str, default: Default) -> Default:
    """Give a parameter's default, or that it is secret: then it stays in the user's function."""
    if isinstance(default, MarkerDefault) and _holds_secret(name, default.code):
        rest = without_secret_documents(default.code)
        if isinstance(rest, CallCode) and not _holds_secret(name, rest):
            return MarkerDefault(code=rest, undocumented=True)
        return MarkerDefault(code=default.code, secret=True)
    is_secret = isinstance(default, LiteralDefault) and is_secret_default(name, default.value)
    return SecretDefault() if is_secret else default


def _holds_secret(name: str, marker: CallCode | ProjectName) -> bool:
    """Whether `Query("...")` has a secret as the parameter's default, or a token anywhere else."""
    if not isinstance(marker, CallCode):
        return False
    given = [*marker.arguments[:1], *(value for key, value in marker.keywords if key == "default")]
    if any(isinstance(one, LiteralCode) and is_secret_default(name, one.value) for one in given):
        return True
    return shows_secret(marker)


def without_secret_documents(code: Code) -> Code:
    """Leave out what only documents a parameter, such as `examples=`, where a secret stands in it."""
    if not isinstance(code, CallCode):
        return code
    kept = tuple(
        (key, value)
        for key, value in code.keywords
        if key not in _DOCUMENTS or not shows_secret(value)
    )
    return code if len(kept) == len(code.keywords) else replace(code, keywords=kept)


def secret_in(text: str) -> str | None:
    """Give the first thing in a text that looks like a token, a key or a password by its form."""
    found = _VALUE.search(text)
    return None if found is None else found[0]


def without_secrets(text: str) -> str | None:
    """Give a text that is shown to others with `...` for each secret; None for a private key in it."""
    return None if _PRIVATE in text else _VALUE.sub(_shortened, text)


def _shortened(found: re.Match[str]) -> str:
    scheme, colon, _ = found[0].partition("://")
    return f"{scheme}{colon}...@" if colon else f"{_PREFIX.split(found[0])[0]}..."


def shows_secret(code: Code) -> bool:
    """Whether a literal in `code` looks like a token or key by its form."""
    return any(is_secret_default("", value) for value in _literals(code))


def _literals(code: Code) -> Iterator[object]:
    match code:
        case LiteralCode():
            yield code.value
        case ListCode():
            for item in code.items:
                yield from _literals(item)
        case DictCode():
            for pair in code.items:
                for part in pair:
                    yield from _literals(part)
        case CallCode():
            for part in (*code.arguments, *(value for _, value in code.keywords)):
                yield from _literals(part)
        case _:
            return
