"""Names derived from the user's: slugs and packages."""

import re
import unicodedata
from typing import Final

# Folders of every worker's `src/` that flashc writes itself.
_OURS: Final = frozenset({"flashc_runtime", "tetra_rp", "runpod_flash"})
_OTHER = re.compile(r"[^a-z0-9]")


def slug_of(endpoint: str) -> str:
    """Give an endpoint's slug: NFKC, lower case, other than `[a-z0-9]` to `_`, no leading digit."""
    slug = _OTHER.sub("_", unicodedata.normalize("NFKC", endpoint).lower())
    return f"endpoint_{slug}" if slug[:1].isdigit() else slug


def package_of(endpoint: str) -> str:
    """Give the import name of an endpoint's generated package."""
    return f"{slug_of(endpoint)}_worker"


def is_own(path: str, endpoint: str) -> bool:
    """Whether a file, by its path in a worker's `src/`, would be among those that flashc writes."""
    return path.split("/", maxsplit=1)[0] in (*_OURS, package_of(endpoint))
