"""Resolve: bind the module-level names of every module, across the project."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from flashc.ir.bindings import Bindings
from flashc.ir.syntax import ModuleSyntax
from flashc.passes.names.changes import changes_in
from flashc.passes.names.namespaces import absolute_name, namespace_of


def resolve(
    modules: Mapping[str, ModuleSyntax], broken: Iterable[str], python: str = "3.11"
) -> Bindings:
    """Bind every module-level name of `modules`; `broken` are modules that did not parse."""
    unreadable = frozenset(broken)
    bindings = Bindings(
        modules=modules,
        namespaces={name: namespace_of(module) for name, module in modules.items()},
        broken=unreadable,
        packages=frozenset(
            prefix for name in (*modules, *unreadable) for prefix in _prefixes(name)
        ),
        changes={},
        python=python,
    )
    # Where an object is changed, its name may come from another module: all must be bound first.
    return replace(bindings, changes=changes_in(bindings))


def _prefixes(name: str) -> Iterator[str]:
    parts = name.split(".")
    for length in range(1, len(parts)):
        yield ".".join(parts[:length])


__all__ = ["absolute_name", "resolve"]
