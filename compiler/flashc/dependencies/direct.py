"""Requirements that are addresses instead of names: URLs, repositories, wheels, folders."""

import re

from flashc.passes.requirements.pep508 import is_file

_URL = re.compile(r"(?:(?:git|hg|svn|bzr)\+[a-z+]+|https?|ftp)://", re.IGNORECASE)
_LOCAL = re.compile(r"\.{0,2}[/\\]|\.{1,2}(?:\[|$)|~|file:|(?:git|hg)\+file:|[A-Za-z]:[/\\]")
_ARCHIVE = re.compile(r"[^\s@;]+\.(?:whl|zip|tar\.gz|tgz)(?:\[[^\]]*\])?", re.IGNORECASE)
_EGG = re.compile(r"egg=([^&\s]+)")
_MARKER = re.compile(r"\s+;\s*|;\s+")


def is_address(text: str) -> bool:
    """Whether a requirement is a bare URL."""
    return bool(_URL.match(text))


def is_local(text: str) -> bool:
    """Whether a requirement is a path of this machine."""
    address = text.partition("@")[2]
    if is_file(address.strip()):
        return True
    return bool(_LOCAL.match(text)) or (not _URL.match(text) and bool(_ARCHIVE.fullmatch(text)))


def direct_requirement(text: str) -> str | None:
    """Give `name @ url` for a bare URL that says what it installs; None for anything else."""
    if not _URL.match(text):
        return None
    address, *marker = _MARKER.split(text, maxsplit=1)
    url, _, fragment = address.partition("#")
    egg = _EGG.search(fragment)
    name = egg[1] if egg else _wheel_name(url)
    if name is None:
        return None
    kept = "&".join(part for part in fragment.split("&") if part and not part.startswith("egg="))
    whole = f"{name} @ {url}{'#' if kept else ''}{kept}"
    return f"{whole} ; {marker[0]}" if marker else whole


def _wheel_name(url: str) -> str | None:
    file = url.rpartition("/")[2]
    name = file.split("-", maxsplit=1)[0]
    return name if file.lower().endswith(".whl") and name else None
