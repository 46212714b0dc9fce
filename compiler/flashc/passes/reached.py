"""Reached: the sources parsed, and every module of the import root that they reach."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from flashc.diagnostic import Diagnostic
from flashc.ir.syntax import ModuleSyntax
from flashc.passes.closure.imports import edges_of
from flashc.passes.parse import parse
from flashc.source import SourceFile

# Names the modules below a package.
Below = Callable[[str], tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """`modules` by name, sorted; `broken` are those that did not parse; `sources` by shown path."""

    modules: Mapping[str, ModuleSyntax]
    broken: frozenset[str]
    sources: Mapping[str, SourceFile]
    diagnostics: tuple[Diagnostic, ...]


def parse_reached(
    files: Iterable[SourceFile],
    find: Callable[[str], SourceFile | Diagnostic | None],
    below: Below,
) -> Parsed:
    """Parse `files` and what they import, which `find` gives by name: None where there is none."""
    modules: dict[str, ModuleSyntax] = {}
    sources: dict[str, SourceFile] = {}
    broken: set[str] = set()
    diagnostics: list[Diagnostic] = []
    waiting = list(files)
    asked = {file.module for file in waiting}
    while waiting:
        file = waiting.pop()
        sources[file.path] = file
        syntax, problems = parse(file)
        diagnostics.extend(problems)
        if syntax is None:
            broken.add(file.module)
            continue
        modules[file.module] = syntax
        for name in _wanted(syntax, below):
            if name in asked:
                continue
            asked.add(name)
            found = find(name)
            if isinstance(found, Diagnostic):
                broken.add(name)
                diagnostics.append(found)
            elif found is not None:
                waiting.append(found)
    return Parsed(
        modules={name: modules[name] for name in sorted(modules)},
        broken=frozenset(broken),
        sources=sources,
        diagnostics=tuple(diagnostics),
    )


def _wanted(module: ModuleSyntax, below: Below) -> Iterator[str]:
    """Yield every module name that `module` may import, packages first."""
    for edge in edges_of(module):
        if edge.target.startswith("."):
            continue
        parts = edge.target.split(".")
        yield from (".".join(parts[:length]) for length in range(1, len(parts) + 1))
        if edge.name is not None:
            yield f"{edge.target}.{edge.name}"
        if edge.whole:
            yield from below(edge.target)
