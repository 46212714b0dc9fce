"""Needs: the requirements of every endpoint, each with its reasons, and what is wrong with them."""

from collections.abc import Mapping
from functools import cache

from flashc.diagnostic import Diagnostic
from flashc.ir.bindings import Bindings
from flashc.ir.closure import Closure, ImportGraph
from flashc.ir.constraints import Constraints, Entry, Scope
from flashc.ir.needs import ByDeclaration, ByImport, ByRuntime, Need, Needs, Reason
from flashc.ir.program import Endpoint, LoadBalancedEndpoint, Program
from flashc.passes.program_walk import entries_of
from flashc.passes.requirements.check_distributions import (
    dropped_sdk,
    local_distribution,
    say,
)
from flashc.passes.requirements.distributions import (
    SDKS,
    Finding,
    Ground,
    Survey,
    dotted,
    survey,
)
from flashc.passes.requirements.import_names import spoken
from flashc.passes.requirements.lines import CLIENT, EXECUTE, FORMS, RUNTIME, requirement_lines
from flashc.passes.requirements.pep508 import canonical, parse
from flashc.passes.requirements.workers import Worker
from flashc.passes.shape.forms import takes_forms
from flashc.sdk.names import is_platform_image


def needs_of(
    program: Program,
    bindings: Bindings,
    graph: ImportGraph,
    closures: Mapping[str, Closure],
    calls: Mapping[str, tuple[str, ...]],
    constraints: Constraints,
    table: Mapping[str, str],
) -> tuple[Mapping[str, Needs], tuple[Diagnostic, ...]]:
    """Give what each endpoint in `closures` needs, by its name.

    `table` is the user's own, from import names to requirements.
    """
    needs: dict[str, Needs] = {}
    diagnostics: list[Diagnostic] = []
    findings: list[tuple[Worker, tuple[Finding, ...]]] = []
    said = {name: parts for name, text in table.items() if (parts := parse(text)) is not None}
    for endpoint in program.endpoints:
        closure = closures.get(endpoint.resource.name)
        if closure is None:
            continue
        scope = _scope_of(endpoint, bindings, constraints)
        ground = Ground(
            reasons=_written(bindings, endpoint, calls=calls[endpoint.resource.name]),
            scope=scope,
            table=said,
            own_image=_has_own_image(endpoint),
            python=endpoint.python,
        )
        found = survey(ground, graph, closure.modules, closure.runs)
        needs[endpoint.resource.name], problems = _needs(endpoint, ground, found)
        diagnostics += (*dropped_sdk(endpoint), *problems)
        start = frozenset(module for module, _ in endpoint.runs)
        name = endpoint.resource.name
        worker = Worker(endpoint=name, graph=graph, closure=closure, start=start)
        findings.append((worker, found.findings))
    diagnostics += say(bindings, findings)
    return needs, tuple(diagnostics)


def _scope_of(endpoint: Endpoint, bindings: Bindings, constraints: Constraints) -> Scope:
    """Give the scope of the functions' modules; several scopes hold together."""
    modules = sorted({module for module, _ in endpoint.runs})
    scopes = dict.fromkeys(
        constraints.scope_of(bindings.modules[name].source.shipped) for name in modules
    )
    if len(scopes) == 1:
        return next(iter(scopes))
    return Scope(
        folder="",
        entries=tuple(dict.fromkeys(entry for scope in scopes for entry in scope.entries)),
        declares=any(scope.declares for scope in scopes),
    )


def _has_own_image(endpoint: Endpoint) -> bool:
    named = next((s.value for s in endpoint.resource.settings if s.name == "imageName"), None)
    return isinstance(named, str) and bool(named) and not is_platform_image(named)


def _written(
    bindings: Bindings, endpoint: Endpoint, *, calls: tuple[str, ...]
) -> Mapping[str, tuple[Reason, ...]]:
    """Give what the runtime needs and the functions declare, the SDKs left out.

    `calls` are the other endpoints that the worker calls.
    """
    reasons: dict[str, list[Reason]] = {}
    features = (
        (FORMS, isinstance(endpoint, LoadBalancedEndpoint) and takes_forms(bindings, endpoint)),
        (CLIENT, bool(calls)),
        (EXECUTE, endpoint.resource.resource_class.live),
    )
    needed = [*RUNTIME, *(line for lines, is_used in features if is_used for line in lines)]
    for text in needed:
        reasons.setdefault(_name(text), []).append(ByRuntime(requirement=text))
    for (module, function), entry in entries_of(endpoint):
        for text in entry.packages.python:
            if _name(text) not in SDKS:
                reason = ByDeclaration(
                    module=module, function=function, requirement=text, span=entry.span
                )
                reasons.setdefault(_name(text), []).append(reason)
    return {name: tuple(found) for name, found in reasons.items()}


def _name(requirement: str) -> str:
    parts = parse(requirement)
    return parts.name if parts else requirement


def _needs(
    endpoint: Endpoint, ground: Ground, found: Survey
) -> tuple[Needs, tuple[Diagnostic, ...]]:
    needs: list[Need] = []
    diagnostics: list[Diagnostic] = []
    for name, reasons in found.reasons.items():
        entries = _by_name(ground.scope).get(name, ())
        extra = dict.fromkeys(parts for parts in ground.table.values() if parts.name == name)
        if any(entry.local for entry in entries):
            diagnostics += local_distribution(name, reasons, entries)
            continue
        lines, problems = requirement_lines(name, reasons, entries, extra, ground.python)
        needs.append(Need(name=name, lines=lines, reasons=reasons, entries=entries))
        diagnostics += problems
    return Needs(
        endpoint=endpoint.resource.name,
        needs=tuple(needs),
        others=found.others,
        provided=_provided(found.reasons),
        scope=ground.scope,
        python=ground.python,
    ), tuple(diagnostics)


def _provided(reasons: Mapping[str, tuple[Reason, ...]]) -> tuple[tuple[str, str], ...]:
    pairs = {
        (spoken(dotted(reason.edge)), name)
        for name, found in reasons.items()
        for reason in found
        if isinstance(reason, ByImport)
    }
    return tuple(sorted(pair for pair in pairs if canonical(pair[0]) != pair[1]))


@cache
def _by_name(scope: Scope) -> Mapping[str, tuple[Entry, ...]]:
    """Index a scope's entries, once for all endpoints that share it."""
    found: dict[str, list[Entry]] = {}
    for entry in scope.entries:
        found.setdefault(entry.name, []).append(entry)
    return {name: tuple(entries) for name, entries in found.items()}
