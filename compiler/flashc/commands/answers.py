"""Why something is in a worker, or is not: the answers of `flashc why`."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from flashc.commands.outcome import CommandError
from flashc.compilation import Compilation
from flashc.ir.closure import DataFile
from flashc.ir.constraints import Role
from flashc.ir.needs import (
    ByCompanion,
    ByDeclaration,
    ByDoubt,
    ByImport,
    ByRuntime,
    Need,
    Needs,
    Reason,
)
from flashc.ir.program import Endpoint, LoadBalancedEndpoint, Route
from flashc.passes.closure.closures import why_shipped
from flashc.passes.closure.trails import Step, trail
from flashc.passes.program_walk import entries_of
from flashc.passes.requirements.companions import BRINGS
from flashc.passes.requirements.pep508 import canonical
from flashc.sdk.names import PACKAGES
from flashc.source import Span

_SAYS = {
    Role.REQUIRED: "requires",
    Role.OPTIONAL: "has, as optional,",
    Role.CONSTRAINT: "limits it to",
    Role.LOCKED: "locks",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One line of a chain; `span` is None for what has no place in a file."""

    span: Span | None
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What is asked about, whether the worker has it, and the chains that lead to it."""

    present: bool
    summary: str
    chains: tuple[tuple[Place, ...], ...]


def answer(compilation: Compilation, endpoint: Endpoint, name: str) -> Answer:
    """Find `name` as a module, a distribution or an import. Raises `CommandError`."""
    return _Asked(compilation, endpoint).answer(name)


class _Asked:
    def __init__(self, compilation: Compilation, endpoint: Endpoint) -> None:
        self._graph = compilation.graphs[endpoint.resource.name]
        self._endpoint = endpoint
        self._needs: Needs = compilation.needs[endpoint.resource.name]
        self._closure = compilation.closures[endpoint.resource.name]
        self._data = compilation.data[endpoint.resource.name]
        # The workers of queue-based endpoints are not written yet.
        is_written = isinstance(endpoint, LoadBalancedEndpoint)
        self._verbs = ("is", "is not") if is_written else ("will be", "will not be")
        self._start = {module for module, _ in endpoint.runs}

    def answer(self, name: str) -> Answer:
        need = self._need(name)
        if name in self._graph.imports:
            return self._module(name)
        if need is not None:
            return self._distribution(need)
        if any(_means(name, file) for file in self._data):
            return self._file(name)
        imports = [other for other in self._needs.others if _top(other.edge.target) == name]
        if imports:
            return self._without_line(name, imports[0].note)
        if canonical(name).replace("-", "_") in PACKAGES:
            return self._stand_in(canonical(name).replace("-", "_"))
        brought_by = next(
            (n.name for n in self._needs.needs if canonical(name) in BRINGS.get(n.name, ())), None
        )
        if brought_by is not None:
            return Answer(
                present=True, summary=self._is_in(name) + f": `{brought_by}` brings it", chains=()
            )
        return self._unprovided(name) or self._elsewhere(name)

    def _need(self, name: str) -> Need | None:
        for need in self._needs.needs:
            imported = {
                _top(reason.edge.target)
                for reason in need.reasons
                if isinstance(reason, ByImport | ByDoubt)
            }
            if canonical(name) == need.name or name in imported:
                return need
        return None

    def _module(self, name: str) -> Answer:
        steps = self._trail(name)
        if steps is None:
            summary = f"module `{name}` is not needed by `{self._needs.endpoint}`"
            return Answer(present=False, summary=summary, chains=())
        chain = (self._function(steps[0].module if steps else name), *map(_place, steps))
        form = why_shipped(self._closure, name)
        summary = self._is_in(name) + (f": {form}" if form else "")
        return Answer(present=True, summary=summary, chains=(chain,))

    def _file(self, name: str) -> Answer:
        """Answer for files that modules open or flash.toml includes; `name` may end a path."""
        chains = []
        for file in (one for one in self._data if _means(name, one)):
            text = f"opens `{file.path}`" if file.module else f"includes `{file.path}`"
            way = self._way_to(file.module) if file.module else ()
            chains.append((*way, Place(span=file.span, text=text)))
        return Answer(present=True, summary=self._is_in(name), chains=tuple(chains))

    def _distribution(self, need: Need) -> Answer:
        lines = " and ".join(f"`{line}`" for line in need.lines)
        chains = [self._reason(need, reason) for reason in _first_of_each(need.reasons)]
        said = tuple(
            Place(span=entry.span, text=f"{_SAYS[entry.role]} `{entry.requirement}`")
            for entry in need.entries
        )
        return Answer(
            present=True,
            summary=self._is_in(need.name) + (f" as {lines}" if lines else ""),
            chains=(*chains, *([said] if said else [])),
        )

    def _reason(self, need: Need, reason: Reason) -> tuple[Place, ...]:
        match reason:
            case ByRuntime():
                return (Place(span=None, text=f"every worker of its kind needs `{need.name}`"),)
            case ByDeclaration():
                text = f"`{reason.module}.{reason.function}` declares `{reason.requirement}`"
                return (Place(span=reason.span, text=text),)
            case ByCompanion():
                return (Place(span=None, text=f"`{reason.loader}` loads it where it is installed"),)
            case ByImport() | ByDoubt():
                verb = "imports" if isinstance(reason, ByImport) else "imports what it may provide:"
                text = f"{verb} `{reason.edge.target}`"
                return (*self._way_to(reason.module), Place(span=reason.edge.span, text=text))

    def _without_line(self, name: str, note: str) -> Answer:
        present = note.endswith("brings it")
        chains = []
        for other in self._needs.others:
            if _top(other.edge.target) == name:
                place = Place(span=other.edge.span, text=f"imports `{other.edge.target}`")
                chains.append((*self._way_to(other.module), place))
        summary = self._is_in(name) if present else self._is_not_in(name)
        return Answer(present=present, summary=f"{summary}: {note}", chains=tuple(chains[:1]))

    def _stand_in(self, package: str) -> Answer:
        for module in sorted(self._graph.imports):
            steps = self._trail(module)
            for imported in self._graph.imports[module] if steps is not None else ():
                if _top(imported.edge.target) == package:
                    place = Place(span=imported.edge.span, text=f"imports `{imported.edge.target}`")
                    summary = self._is_in(package) + ", as a stand-in with the SDK's names"
                    chain = (*self._way_to(module), place)
                    return Answer(present=True, summary=summary, chains=(chain,))
        return Answer(present=False, summary=self._is_not_in(package), chains=())

    def _unprovided(self, name: str) -> Answer | None:
        """Answer for an import of this worker's that no requirement provides."""
        for module in self._closure.modules:
            for imported in self._graph.imports.get(module, ()):
                edge = imported.edge
                is_run = not imported.modules and self._closure.runs(module, edge)
                if is_run and _top(edge.target) == name:
                    summary = self._is_not_in(name) + ": no requirement provides it"
                    place = Place(span=edge.span, text=f"imports `{edge.target}`")
                    return Answer(
                        present=False, summary=summary, chains=((*self._way_to(module), place),)
                    )
        return None

    def _elsewhere(self, name: str) -> Answer:
        """Answer for what is known, but not in this worker. Raises `CommandError` for the rest."""
        unused = [e for e in self._needs.scope.entries if e.name == canonical(name)]
        chain = tuple(
            Place(span=entry.span, text=f"{_SAYS[entry.role]} `{entry.requirement}`")
            for entry in unused
        )
        # What only other workers run, or a test for `__main__`, counts for nothing here.
        chain += tuple(
            Place(span=imported.edge.span, text=f"imports `{imported.edge.target}`")
            for imports in self._graph.imports.values()
            for imported in imports
            if _top(imported.edge.target) == name
        )
        if not chain:
            raise self._unknown(name)
        summary = self._is_not_in(name) + ": nothing that it runs imports or declares it"
        return Answer(present=False, summary=summary, chains=(chain,))

    def _unknown(self, name: str) -> CommandError:
        known = [need.name for need in self._needs.needs]
        known += [*self._graph.imports, *(entry.name for entry in self._needs.scope.entries)]
        close = get_close_matches(name, known, n=1, cutoff=0.7)
        advice = "name a module of the project, an import or a distribution"
        if close:
            advice = f"did you mean `{close[0]}`?"
        return CommandError(f"`{name}` is nothing that the sources or their files name", advice)

    def _trail(self, module: str) -> tuple[Step, ...] | None:
        return trail(self._graph, self._closure, self._start, module)

    def _way_to(self, module: str) -> tuple[Place, ...]:
        steps = self._trail(module) or ()
        return (self._function(steps[0].module if steps else module), *map(_place, steps))

    def _function(self, module: str) -> Place:
        name, entry = next(
            (place[1], entry) for place, entry in entries_of(self._endpoint) if place[0] == module
        )
        if isinstance(entry, Route):
            text = f"`{module}.{name}` serves {entry.method} {entry.path.text}"
            return Place(span=entry.function.span, text=text)
        return Place(span=entry.span, text=f"`{module}.{name}` runs jobs")

    def _is_in(self, name: str) -> str:
        return f"`{name}` {self._verbs[0]} in the worker of `{self._needs.endpoint}`"

    def _is_not_in(self, name: str) -> str:
        return f"`{name}` {self._verbs[1]} in the worker of `{self._needs.endpoint}`"


def _place(step: Step) -> Place:
    if step.edge is None:
        return Place(span=None, text=f"`{step.target}` is the package around `{step.module}`")
    return Place(span=step.edge.span, text=f"imports `{step.target}`")


def _first_of_each(reasons: Iterable[Reason]) -> Iterator[Reason]:
    """Yield the first import, and every other reason: the imports of a large project are many."""
    seen: set[type[Reason]] = set()
    for reason in reasons:
        if not isinstance(reason, ByImport | ByDoubt) or type(reason) not in seen:
            seen.add(type(reason))
            yield reason


def _means(name: str, file: DataFile) -> bool:
    """Whether a file is meant: by its path, from the import root or from further up, or its end."""
    path = name.replace("\\", "/")
    return f"/{file.path}".endswith(f"/{path}") or path.endswith(f"/{file.path}")


def _top(module: str) -> str:
    return module.partition(".")[0]
