"""Distributions: what one endpoint needs besides the project, from its functions and its imports.

Nothing is looked up anywhere, and no name of a distribution is made up. An import has to be provided
by what the endpoint's functions declare or the project's files name. Where it is not:

- Under a guard it may fail: it is reported, and nothing is added.
- Where a distribution that is there anyway brings it, nothing is added.
- Where the SDK brought it, it is added and noted, because a worker does not have the SDK.
- An image of the user's own may hold it: it is reported, and nothing is added.
- Where the project names requirements of which nobody knows what they provide, one of them may be
  it: they are added, with a warning that says how to settle it.
- Where the project names no requirements at all, and the module is a well-known one, its
  distribution is added without a version, with a warning: the program runs on its author's machine,
  and would otherwise end at the worker's start.
- Anything else is an error. To install whatever an index has under an unknown name would hand the
  worker to whoever registers that name.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache, cached_property

from flashc.ir.closure import Guard, ImportEdge, ImportGraph
from flashc.ir.constraints import Entry, Role, Scope
from flashc.ir.needs import (
    ByCompanion,
    ByDeclaration,
    ByDoubt,
    ByImport,
    Import,
    Reason,
)
from flashc.passes.closest import Closest
from flashc.passes.naming.stdlib_names import LEFT, STDLIB, has_left, is_standard
from flashc.passes.requirements.companions import BROUGHT_BY_SDK, TOOLS, bringer, loaded_by
from flashc.passes.requirements.import_names import (
    WELL_KNOWN,
    Resembling,
    providers,
    usual_provider,
)
from flashc.passes.requirements.pep508 import Parts, canonical, holds, parse
from flashc.passes.suggest import nearest
from flashc.sdk.names import PACKAGES

SDKS = frozenset(canonical(name) for name in PACKAGES)
# What every worker has in its own folder.
_OURS = PACKAGES | {"flashc_runtime"}


@cache
def _standard() -> Closest:
    return Closest(sorted(STDLIB))


class Verdict(Enum):
    """What became of an import that nothing provides, or of a declaration."""

    GUARDED = "it may fail, so nothing is added"
    FROM_SDK = "added, because the SDK brought it"
    IN_IMAGE = "left to the image"
    DOUBTFUL = "what may provide it is added"
    ASSUMED = "its usual distribution is added"
    MISSING = "an error"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """An import of `module` that nothing provides; `names` are what was added or may provide it."""

    verdict: Verdict
    module: str
    edge: ImportEdge
    names: tuple[str, ...] = ()
    near: str | None = None
    # The Python with which the module left the standard library, where the worker's is no older.
    left: str | None = None

    @property
    def top(self) -> str:
        """The top-level name of the module: what `[imports]` maps."""
        return self.edge.target.partition(".")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What is there before an endpoint's imports are read.

    `table` is the user's own of imports, `own_image` whether the base image may hold anything.
    """

    reasons: Mapping[str, tuple[Reason, ...]]
    scope: Scope
    table: Mapping[str, Parts]
    own_image: bool
    python: str

    @property
    def declared(self) -> frozenset[str]:
        """The names that the endpoint's functions or the project's files give."""
        return frozenset(self.reasons) | _provided_by(self.scope, self.python)

    @property
    def says_something(self) -> bool:
        """Whether anybody wrote down what this endpoint needs."""
        return self.scope.declares or any(
            isinstance(reason, ByDeclaration) for found in self.reasons.values() for reason in found
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """All reasons by distribution, the imports that need no line, and what is to be said."""

    reasons: Mapping[str, tuple[Reason, ...]]
    others: tuple[Import, ...]
    findings: tuple[Finding, ...]


def survey(
    ground: Ground,
    graph: ImportGraph,
    modules: Sequence[str],
    runs: Callable[[str, ImportEdge], bool],
) -> Survey:
    """Read what the modules import from outside of the project, where `runs` says that it counts."""
    surveyor = _Surveyor(ground)
    unprovided = [
        (module, edge)
        for module, edge in _outside(graph, modules, ground.python)
        if runs(module, edge) and not surveyor.provided(module, edge)
    ]
    surveyor.add_companions()
    for module, edge in unprovided:
        surveyor.judge(module, edge)
    return surveyor.result()


def dotted(edge: ImportEdge) -> str:
    """Give the longest name that an import may stand for: `google.cloud.storage`."""
    return edge.target if edge.name is None else f"{edge.target}.{edge.name}"


@cache
def _provided_by(scope: Scope, python: str) -> frozenset[str]:
    """Give the names in a scope; endpoints share one, and a lock file has hundreds."""
    return frozenset(
        entry.name for entry in scope.entries if entry.role.provides and _applies(entry, python)
    )


def _applies(entry: Entry, python: str) -> bool:
    parts = parse(entry.requirement)
    return parts is not None and holds(parts.marker, python)


def _outside(
    graph: ImportGraph, modules: Sequence[str], python: str
) -> Iterator[tuple[str, ImportEdge]]:
    """Yield every import of a module that has to be installed, each name of a module once."""
    for module in modules:
        seen: set[tuple[str, Guard]] = set()
        for imported in graph.imports.get(module, ()):
            edge = imported.edge
            top = edge.target.partition(".")[0]
            is_there = is_standard(top, python) or top in _OURS or top.startswith("_")
            if imported.modules or is_there or not top:
                continue
            if (dotted(edge), edge.guard) not in seen:
                seen.add((dotted(edge), edge.guard))
                yield module, edge


class _Surveyor:
    """Collects the reasons of one endpoint; what is found first can provide what comes later."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._declared = ground.declared
        self._reasons = {name: list(found) for name, found in ground.reasons.items()}
        self._others: list[Import] = []
        self._findings: list[Finding] = []
        self._resembling = Resembling(self._declared - WELL_KNOWN)
        # Made when something is missing: most projects have no use for them.
        self._doubtful: tuple[str, ...] | None = None

    @cached_property
    def _words(self) -> Closest:
        return Closest([*self._declared, *WELL_KNOWN])

    def result(self) -> Survey:
        return Survey(
            reasons={name: tuple(found) for name, found in sorted(self._reasons.items())},
            others=tuple(self._others),
            findings=tuple(self._findings),
        )

    def provided(self, module: str, edge: ImportEdge) -> bool:
        """Note what provides an import; False if nothing that was written down does."""
        name = self._provider(dotted(edge))
        if name is not None:
            self._add(name, ByImport(module=module, edge=edge))
        return name is not None

    def add_companions(self) -> None:
        """Add what the project names, and what is there loads without an import."""
        for entry in self._ground.scope.entries:
            loader = loaded_by(entry.name, self._reasons.keys())
            if entry.role is Role.REQUIRED and loader and entry.name not in self._reasons:
                self._add(entry.name, ByCompanion(loader=loader))

    def judge(self, module: str, edge: ImportEdge) -> None:
        """Settle an import that nothing provides; the module's first lines say how."""
        name = usual_provider(dotted(edge))
        brought_by = bringer(dotted(edge), self._reasons.keys())
        if name in self._reasons:
            self._add(name, ByImport(module=module, edge=edge))
        elif brought_by is not None:
            self._leave(module, edge, f"`{brought_by}` brings it")
        elif edge.guarded:
            self._leave(module, edge, f"it stands {edge.guard.value}")
            self._find(Verdict.GUARDED, module, edge, name)
        elif name in BROUGHT_BY_SDK:
            self._add(name, ByImport(module=module, edge=edge))
            self._find(Verdict.FROM_SDK, module, edge, name)
        elif self._ground.own_image:
            self._leave(module, edge, "the image may hold it")
            self._find(Verdict.IN_IMAGE, module, edge, name)
        elif not self._ground.says_something and name in WELL_KNOWN:
            self._add(name, ByImport(module=module, edge=edge))
            self._find(Verdict.ASSUMED, module, edge, name)
        else:
            self._doubt(module, edge, name)

    def _doubt(self, module: str, edge: ImportEdge, name: str) -> None:
        top = edge.target.partition(".")[0]
        doubtful = () if name in WELL_KNOWN else self._unexplained()
        doubt = ByDoubt(module=module, edge=edge)
        for other in doubtful:
            self._add(other, doubt)
        verdict = Verdict.DOUBTFUL if doubtful else Verdict.MISSING
        near = nearest(name, self._words, 0.75) or nearest(top, _standard(), 0.85)
        self._findings.append(
            Finding(
                verdict=verdict,
                module=module,
                edge=edge,
                names=doubtful or (name if name in WELL_KNOWN else canonical(top),),
                near=near if near != name else None,
                left=LEFT[top] if has_left(top, self._ground.python) else None,
            )
        )

    def _provider(self, module: str) -> str | None:
        """Give what the user's table says, or the written requirement that provides a module."""
        parts = module.split(".")
        for length in range(len(parts), 0, -1):
            said = self._ground.table.get(".".join(parts[:length]))
            if said is not None:
                return said.name
        name = next((one for one in providers(module) if one in self._declared), None)
        return name or self._resembling.to(module)

    def _unexplained(self) -> tuple[str, ...]:
        """Give the written requirements of which nobody knows what modules they have."""
        if self._doubtful is None:
            self._doubtful = self._searched()
        return self._doubtful

    def _searched(self) -> tuple[str, ...]:
        explained = {
            name
            for name, found in self._reasons.items()
            if any(not isinstance(reason, ByDeclaration | ByDoubt) for reason in found)
        }
        asked = {e.name for e in self._ground.scope.entries if e.role is Role.REQUIRED}
        asked |= {name for name in self._reasons if name not in explained}
        return tuple(sorted((asked & self._declared) - explained - WELL_KNOWN - TOOLS - SDKS))

    def _add(self, name: str, reason: ByCompanion | ByDoubt | ByImport) -> None:
        # A doubt explains nothing, and is about what is written already.
        if not isinstance(reason, ByDoubt):
            self._doubtful = None
        self._reasons.setdefault(name, []).append(reason)

    def _find(self, verdict: Verdict, module: str, edge: ImportEdge, name: str) -> None:
        found = Finding(verdict=verdict, module=module, edge=edge, names=(name,))
        self._findings.append(found)

    def _leave(self, module: str, edge: ImportEdge, note: str) -> None:
        self._others.append(Import(module=module, edge=edge, note=note))
