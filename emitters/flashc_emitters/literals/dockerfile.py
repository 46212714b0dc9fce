"""Words of a Dockerfile. Whatever the format cannot hold is refused rather than changed."""

import re
from typing import Final

from flashc_emitters.code import Code, PlanError
from flashc_emitters.literals import json_text

# `name[:tag][@digest]` with a registry and folders; no variable and no blank can hide in it.
_IMAGE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/@-]*")
# A Debian package, optionally of one version or release.
_PACKAGE: Final = re.compile(r"[a-z0-9][a-z0-9+.-]*(:[a-z0-9-]+)?([=/][A-Za-z0-9.+:~-]+)?")
_SPECIAL_IN_QUOTES: Final = re.compile(r'[\\"$]')
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]")


def image(reference: str) -> Code:
    """Return an image reference, for `ARG` and `FROM`."""
    return _checked(_IMAGE, reference, "an image reference")


def package(name: str) -> Code:
    """Return a Debian package for an `apt-get install` line; no shell syntax passes."""
    return _checked(_PACKAGE, name, "a Debian package")


def quoted(text: str) -> Code:
    """Return a double-quoted value for `LABEL` and `ENV`: nothing in it is expanded."""
    if _CONTROL.search(text):
        raise PlanError(f"a Dockerfile cannot hold {text!r}")
    return Code('"' + _SPECIAL_IN_QUOTES.sub(r"\\\g<0>", text) + '"')


def exec_form(words: tuple[str, ...]) -> Code:
    """Return a command that runs without a shell, as the JSON array that Docker wants."""
    return json_text.compact(words)


def _checked(pattern: re.Pattern[str], text: str, kind: str) -> Code:
    if not pattern.fullmatch(text):
        raise PlanError(f"not {kind}: {text!r}")
    return Code(text)
