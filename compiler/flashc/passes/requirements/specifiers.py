"""Specifiers: whether several leave a version, and how they are written as one."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from flashc.passes.requirements.pep508 import ordered

if TYPE_CHECKING:
    from packaging.specifiers import SpecifierSet


def contradict(specifiers: Iterable[str]) -> bool:
    """Whether no version satisfies all of them."""
    clauses = _clauses(specifiers)
    # One clause by itself always leaves a version, and asking takes an import.
    return len(clauses) > 1 and _set(clauses).is_unsatisfiable()


def joined(specifiers: Iterable[str]) -> str:
    """Write them as one, without the clauses that others make superfluous.

    One alone stays as it was written, and asking about it would take an import.
    """
    specifiers = tuple(dict.fromkeys(filter(None, specifiers)))
    if len(specifiers) == 1:
        return ordered(specifiers[0])
    clauses = _clauses(specifiers)
    # Where nothing is left, no clause makes another superfluous.
    for clause in () if contradict(clauses) else tuple(clauses):
        rest = [other for other in clauses if other != clause]
        if rest and _set(rest).is_subset(_set([clause])):
            clauses = rest
    return ordered(",".join(clauses))


def allows(specifier: str, version: str) -> bool:
    """Whether `version` satisfies a specifier; pre-releases count as any other."""
    return not specifier or _set([specifier]).contains(version, prereleases=True)


def _clauses(specifiers: Iterable[str]) -> list[str]:
    parts = (part.strip() for one in specifiers for part in one.split(","))
    return list(dict.fromkeys(filter(None, parts)))


def _set(clauses: Sequence[str]) -> "SpecifierSet":
    from packaging.specifiers import SpecifierSet  # noqa: PLC0415

    return SpecifierSet(",".join(clauses), prereleases=True)
