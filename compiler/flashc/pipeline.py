"""The passes in order: read this first.

Within a stage every file and declaration is treated, and what fails is left out of the next one, so
that one run reports all mistakes. What depends on something left out is silent about it. Plans exist
only where there is no error at all.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from flashc.compilation import Compilation, with_config
from flashc.diagnostic import Diagnostic, in_order
from flashc.dialects import endpoint, remote
from flashc.dialects.calls import calls_of
from flashc.dialects.silence import nothing_declared
from flashc.dialects.strays import find_strays
from flashc.ir.bindings import Bindings
from flashc.ir.closure import ImportGraph
from flashc.ir.declarations import Declarations
from flashc.ir.plan.worker import WorkerPlan
from flashc.ir.program import Program
from flashc.ir.settings import Settings
from flashc.passes.applications import applications_in
from flashc.passes.check.annotations import check_annotations
from flashc.passes.check.concurrency import check_concurrency
from flashc.passes.check.conflicts import check_conflicts
from flashc.passes.check.converters import check_converters
from flashc.passes.check.defines import check_defines
from flashc.passes.check.dependency_bodies import check_dependency_bodies
from flashc.passes.check.endpoints import check_endpoints
from flashc.passes.check.env import check_env
from flashc.passes.check.fields import check_fields
from flashc.passes.check.images import check_images
from flashc.passes.check.imported_names import check_imported_names
from flashc.passes.check.imports import check_imports
from flashc.passes.check.jobs import check_jobs
from flashc.passes.check.markers import check_markers
from flashc.passes.check.names import check_names
from flashc.passes.check.own_variables import check_own_variables
from flashc.passes.check.reserved import check_reserved
from flashc.passes.check.scalers import check_scalers
from flashc.passes.check.sdk_members import without_values
from flashc.passes.check.settings import check_settings
from flashc.passes.check.signatures import check_signatures
from flashc.passes.check.slashes import check_slashes
from flashc.passes.check.syntax import without_doubts
from flashc.passes.check.unreachable import check_unreachable
from flashc.passes.closure.closures import closures_of
from flashc.passes.closure.imports import import_graph
from flashc.passes.fold.decide import decide
from flashc.passes.levels import apply_levels
from flashc.passes.lint.awaiting import lint_awaiting
from flashc.passes.lint.blocking import lint_blocking
from flashc.passes.lint.secret_documents import lint_secret_documents
from flashc.passes.lint.secrets import lint_secrets
from flashc.passes.lint.state import lint_state
from flashc.passes.lint.unbound import lint_unbound
from flashc.passes.lint.variables import lint_variables, unset_variables
from flashc.passes.lower.program import lower
from flashc.passes.names.resolve import resolve
from flashc.passes.parse.depth import deep_stack
from flashc.passes.plan.workers import plan_workers
from flashc.passes.program_walk import queues_of
from flashc.passes.reached import parse_reached
from flashc.passes.requirements.check_distributions import unused
from flashc.passes.settle.configure import configure
from flashc.passes.settle.names import settle_names
from flashc.passes.settle.pythons import settle_pythons
from flashc.passes.settle.variables import Variables, settled_variables
from flashc.passes.startup.check_startup import without_echoes
from flashc.passes.startup.lost import check_lost
from flashc.passes.suggest import bounded_suggestions
from flashc.passes.unemitted import declared_milder, each_kind, milder
from flashc.project import Project
from flashc.shipping import Shipped, ship
from flashc.source import SourceFile, Span

CHECKS: tuple[Callable[[Program], Iterator[Diagnostic]], ...] = (
    check_reserved,
    check_conflicts,
    check_unreachable,
    check_signatures,
    check_converters,
    check_images,
    check_endpoints,
    check_slashes,
    check_env,
    check_own_variables,
    check_scalers,
    check_concurrency,
    lint_secrets,
)
# What functions take: mistakes in those that jobs run stop no worker that is written.
TAKES: tuple[Callable[[Program], Iterator[Diagnostic]], ...] = (
    check_annotations,
    check_markers,
    check_jobs,
)
# These read more than signatures of routes: function bodies, and what dependencies take.
LINTS: tuple[Callable[[Program, Bindings], Iterator[Diagnostic]], ...] = (
    check_dependency_bodies,
    lint_secret_documents,
    lint_state,
    lint_blocking,
    lint_awaiting,
)


@bounded_suggestions()
@deep_stack()
def compile_project(project: Project, settings: Settings | None = None) -> Compilation:
    """Compile a project to worker plans; reads modules through `project.find`, runs nothing."""
    settings = settings or Settings()
    front = _understand(project, settings)
    shipped, waiting = _ship(front, project, settings)
    settled, unset = _variables(front, shipped)
    later, _ = _variables(front, waiting)
    needs = {**shipped.needs, **waiting.needs}
    held = {
        name for each in (shipped, waiting) for c in each.closures.values() for name in c.shipped
    }
    lost = tuple(check_lost(front.bindings, front.graph, frozenset(held)))
    unstartable = (*shipped.startup.failures, *waiting.startup.failures, *lost)
    unbound, unbound_in_jobs = (
        tuple(lint_unbound(front.undecided, _modules_of(each), project.standard))
        for each in (shipped, waiting)
    )
    imported = {
        front.bindings.modules[name].source.path
        for closure in shipped.closures.values()
        for name in closure.modules
    }
    emitted = (
        *declared_milder(front.diagnostics, front.declarations.queues, imported),
        *settings.constraints.diagnostics,
        *without_values(shipped.diagnostics, front.diagnostics),
        *settled.diagnostics,
        *shipped.startup.failures,
        *lost,
        *lint_variables(unset),
        *without_echoes(_checked(front), unstartable),
        *unbound,
        *unused(needs.values()),
    )
    unemitted = milder(
        (
            *without_values(waiting.diagnostics, front.diagnostics),
            *waiting.startup.failures,
            *later.diagnostics,
            *unbound_in_jobs,
        ),
        emitted,
    )
    diagnostics = without_doubts((*emitted, *unemitted))
    if not front.declarations.declared and not any(d.is_error for d in diagnostics):
        diagnostics.append(nothing_declared(front.bindings, front.graph))
    config, constraints = shipped.config, settings.constraints
    sources = with_config(front.sources, config)
    sources = {**sources, **{file.path: file for file in constraints.files}}
    said = apply_levels(in_order(tuple(diagnostics)), config.levels, sources)
    plans: tuple[WorkerPlan, ...] = ()
    if not any(diagnostic.is_error for diagnostic in said):
        plans = plan_workers(
            front.program,
            front.bindings,
            front.graph,
            shipped.closures,
            shipped.calls,
            config,
            shipped.needs,
            settled.unset_in(unset),
            settled.given,
        )
    return Compilation(
        sources=sources,
        program=front.program,
        plans=plans,
        diagnostics=in_order(said),
        queue_endpoints=tuple(one.resource.name for one in queues_of(front.program)),
        needs=needs,
        graphs=dict.fromkeys(needs, front.graph),
        closures={**shipped.closures, **waiting.closures},
        roots=dict.fromkeys(sources, project.root.as_posix()),
        data={**shipped.data, **waiting.data},
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Front:
    """What the sources say: `declared` as they stand, `declarations` with what settles them.

    `undecided` has the branches, too, that a definition of the command line leaves out.
    """

    sources: Mapping[str, SourceFile]
    undecided: Bindings
    bindings: Bindings
    graph: ImportGraph
    declared: Declarations
    declarations: Declarations
    program: Program
    diagnostics: tuple[Diagnostic, ...]


def _understand(project: Project, settings: Settings) -> _Front:
    """Parse, resolve, declare, settle and lower; check what needs no more than that."""
    config, options = settings.config, settings.options
    parsed = parse_reached(project.files, project.find, project.below)
    undecided = replace(resolve(parsed.modules, parsed.broken), defines=options.defines)
    bindings = decide(undecided)
    graph = import_graph(bindings)
    names, unsettled = settle_names(bindings, config)
    remotes, form = remote.declare(bindings, names)
    endpoints = endpoint.read(bindings, names)
    strays = find_strays(bindings, endpoints.objects, endpoints.followed)
    form = (*form, *endpoints.diagnostics, *strays.of_endpoint)
    declared = endpoint.joined(remotes, endpoint.declare(endpoints, strays.mentioned))
    complete = not any(d.is_error for d in (*parsed.diagnostics, *form))
    declarations, misconfigured = configure(declared, bindings, config, complete=complete)
    pythons, unfit = settle_pythons(declarations, bindings, settings.constraints, config, options)
    program, values = lower(bindings, declarations, pythons)
    return _Front(
        sources=parsed.sources,
        undecided=undecided,
        bindings=bindings,
        graph=graph,
        declared=declared,
        declarations=declarations,
        program=replace(program, applications=applications_in(bindings)),
        diagnostics=(
            *project.diagnostics,
            *parsed.diagnostics,
            *unsettled,
            *form,
            *misconfigured,
            *unfit,
            *check_defines(bindings),
            *values,
            *strays.of_remote,
            *check_names(declarations),
            *check_settings(declarations),
            *check_fields(declarations, config),
            *check_imports(bindings, graph),
            *check_imported_names(bindings, graph),
        ),
    )


def _ship(front: _Front, project: Project, settings: Settings) -> tuple[Shipped, Shipped]:
    """Say what ships with the workers that are written, and what would with those of queues."""
    program, bindings, graph = front.program, front.bindings, front.graph
    files = settings.config.files
    included = {name: frozenset(file.path for file in found) for name, found in files.items()}
    closures = closures_of(program, bindings, graph, included)
    queues = {endpoint.resource.name for endpoint in queues_of(program)}
    parts = (
        {name: one for name, one in closures.items() if name not in queues},
        {name: one for name, one in closures.items() if name in queues},
    )
    emitted, waiting = (
        ship(program, bindings, graph, one, calls_of(program, bindings, one), project, settings)
        for one in parts
    )
    return emitted, waiting


def _modules_of(shipped: Shipped) -> frozenset[str]:
    return frozenset(name for closure in shipped.closures.values() for name in closure.modules)


def _variables(front: _Front, ship: Shipped) -> tuple[Variables, Mapping[str, Mapping[str, Span]]]:
    """Give what is settled of the variables that workers read, and what nothing sets."""
    settled = settled_variables(front.declared, front.declarations, front.bindings, ship.closures)
    return settled, settled.without(unset_variables(front.program, ship.startup.variables))


def _checked(front: _Front) -> Iterator[Diagnostic]:
    for check in CHECKS:
        yield from check(front.program)
    for check in TAKES:
        yield from each_kind(check, front.program)
    for lint in LINTS:
        yield from lint(front.program, front.bindings)
