"""FC708: what to write instead of a name that nothing binds, or of an attribute that is not there."""

from collections.abc import Iterable
from difflib import SequenceMatcher
from typing import Final

from flashc.ir.bindings import Bindings, BoundClass, BoundFunction, BoundImport, BoundModule
from flashc.passes.names.builtin_names import ALL_BUILTINS
from flashc.passes.naming.stdlib_names import is_standard
from flashc.passes.slips import slip_of
from flashc.passes.suggest import suggestion

# How alike a name and the one that is offered are: what is less alike leads astray.
_ALIKE: Final = 0.83
# Of shorter words every other one is a neighbour.
_SHORTEST: Final = 3


def missing_import(
    bindings: Bindings, name: str, member: str | None, own: frozenset[str]
) -> str | None:
    """Say which import is missing: of a module that is called so, or of what another module has.

    `member` is the attribute that is read of the name, `own` what a module of that name has.
    """
    if is_standard(name, bindings.python):
        # `datetime.now()` means the class, `datetime.timedelta()` the module.
        is_inside = member is not None and member not in own and name in own
        line = f"from {name} import {name}" if is_inside else f"import {name}"
        return f"write `{line}` at the top of the module"
    for module, namespace in sorted(bindings.namespaces.items()):
        for binding in namespace.names.get(name, ()):
            match binding.bound:
                case BoundImport() as bound:
                    line = _with_alias(f"from {bound.module} import {bound.name}", bound.name, name)
                    return f"write `{line}`, as `{module}` does"
                case BoundModule() as bound:
                    line = _with_alias(f"import {bound.module}", bound.module, name)
                    return f"write `{line}`, as `{module}` does"
                case BoundFunction() | BoundClass():
                    return f"write `from {module} import {name}`"
    return None


def near_name(bindings: Bindings, module: str, name: str, local: Iterable[str]) -> str | None:
    """Give the name of the function, its module or Python that was likely meant."""
    names = bindings.namespaces[module].names
    words = tuple(word for word in (*sorted(local), *names, *sorted(ALL_BUILTINS)) if word != name)
    slip = slip_of(name, words)
    near = suggestion(name, _long(words)) if slip is None else None
    is_alike = near is not None and SequenceMatcher(None, name, near).ratio() >= _ALIKE
    return near if is_alike else slip


def near_member(name: str, known: Iterable[str]) -> str | None:
    """Give the member that was likely meant."""
    words = tuple(known)
    return slip_of(name, words) or suggestion(name, _long(words))


def _with_alias(line: str, own: str, name: str) -> str:
    return line if own in (name, "") else f"{line} as {name}"


def _long(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(word for word in words if len(word) >= _SHORTEST)
