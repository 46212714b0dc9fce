"""Ranges of Python versions: which of those that workers run on a specifier (PEP 440) allows."""

from functools import cache
from typing import Final

# Those for which a worker can be built: FastAPI and the runtime itself need 3.11.
PYTHONS: Final = ("3.11", "3.12", "3.13", "3.14")
# Images are built on the oldest one unless the project says otherwise.
DEFAULT: Final = PYTHONS[0]
# A range may name a patch release; no version of Python has had more of them than this.
_PATCHES = 40


def is_specifier(text: str) -> bool:
    """Whether `text` is a range of versions at all."""
    # Few projects need it, and it takes a while to import.
    from packaging.specifiers import InvalidSpecifier, SpecifierSet  # noqa: PLC0415

    try:
        SpecifierSet(text)
    except InvalidSpecifier:
        return False
    return True


@cache
def allows(specifier: str, python: str) -> bool:
    """Whether some release of `python`, such as `3.12`, lies in the range."""
    from packaging.specifiers import SpecifierSet  # noqa: PLC0415

    allowed = SpecifierSet(specifier)
    return any(allowed.contains(f"{python}.{patch}") for patch in range(_PATCHES))


def lowest(specifiers: tuple[str, ...]) -> str | None:
    """Give the oldest version for workers that lies in all ranges; None where there is none."""
    fitting = (p for p in PYTHONS if all(allows(specifier, p) for specifier in specifiers))
    return next(fitting, None)


def number(python: str) -> tuple[int, ...]:
    """Give a version as numbers, which compare as versions do: `3.9` before `3.10`."""
    return tuple(int(part) for part in python.split("."))
