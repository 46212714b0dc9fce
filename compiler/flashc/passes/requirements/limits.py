"""Limits: what the project says about distributions that only a resolver brings. For locks."""

from collections.abc import Iterator

from flashc.ir.constraints import Role
from flashc.ir.needs import Needs
from flashc.passes.requirements.pep508 import Parts, holds, parse


def limits_of(needs: Needs) -> Iterator[str]:
    """Yield what constraint files say: versions outside of these must not come."""
    for parts in _others(needs, (Role.CONSTRAINT,)):
        if parts.specifier and not parts.url:
            yield Parts(name=parts.name, specifier=parts.specifier, marker=parts.marker).text


def preferences_of(needs: Needs, python: str) -> Iterator[str]:
    """Yield the versions that the project runs with: these come where nothing speaks against them."""
    seen: set[str] = set()
    for parts in _others(needs, (Role.LOCKED, Role.REQUIRED)):
        exact = parts.specifier.startswith("==") and not set(parts.specifier[2:]) & set(",*=")
        if exact and holds(parts.marker, python) and parts.name not in seen:
            seen.add(parts.name)
            yield parts.name + parts.specifier


def _others(needs: Needs, roles: tuple[Role, ...]) -> list[Parts]:
    names = {need.name for need in needs.needs}
    parts = (
        parse(entry.requirement)
        for entry in needs.scope.entries
        if entry.role in roles and entry.name not in names and not entry.local
    )
    return sorted((one for one in parts if one is not None), key=lambda one: one.text)
