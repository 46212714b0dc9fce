"""The passes in order: read this first.

Within a stage every file and declaration is treated, and what fails is left out of the next one, so
that one run reports all mistakes. What depends on something left out is silent about it. Plans exist
only where there is no error at all.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from flashc import codes
from flashc.diagnostic import Diagnostic, in_order
from flashc.dialects import endpoint, remote
from flashc.dialects.calls import calls_of
from flashc.dialects.silence import nothing_declared
from flashc.dialects.strays import find_strays
from flashc.ir.bindings import Bindings
from flashc.ir.closure import Closure, DataFile, ImportGraph
from flashc.ir.needs import Needs
from flashc.ir.plan import WorkerPlan
from flashc.ir.program import Program, QueueEndpoint
from flashc.ir.settings import Config, Settings
from flashc.ir.syntax import ModuleSyntax
from flashc.passes.applications import applications_in
from flashc.passes.check.annotations import check_annotations
from flashc.passes.check.concurrency import check_concurrency
from flashc.passes.check.conflicts import check_conflicts
from flashc.passes.check.defines import check_defines
from flashc.passes.check.dynamic_imports import check_dynamic_imports
from flashc.passes.check.endpoints import check_endpoints
from flashc.passes.check.env import check_env
from flashc.passes.check.fields import check_fields
from flashc.passes.check.images import check_images
from flashc.passes.check.imported_names import check_imported_names
from flashc.passes.check.imports import check_imports
from flashc.passes.check.jobs import check_jobs
from flashc.passes.check.markers import check_markers
from flashc.passes.check.names import check_names
from flashc.passes.check.path_twins import check_path_twins
from flashc.passes.check.reserved import check_reserved
from flashc.passes.check.scalers import check_scalers
from flashc.passes.check.sdk_imports import check_sdk_imports
from flashc.passes.check.settings import check_settings
from flashc.passes.check.shadowing import check_shadowing
from flashc.passes.check.signatures import check_signatures
from flashc.passes.check.slashes import check_slashes
from flashc.passes.check.syntax import check_syntax
from flashc.passes.check.unreachable import check_unreachable
from flashc.passes.closure.closures import closures_of
from flashc.passes.closure.data_files import data_files, with_data
from flashc.passes.closure.data_folders import data_folders
from flashc.passes.closure.imports import edges_of, import_graph
from flashc.passes.levels import apply_levels
from flashc.passes.lint.blocking import lint_blocking
from flashc.passes.lint.secrets import lint_secrets
from flashc.passes.lint.state import lint_state
from flashc.passes.lint.variables import lint_variables, unset_variables
from flashc.passes.lower.program import lower
from flashc.passes.names.resolve import resolve
from flashc.passes.parse import parse
from flashc.passes.plan.workers import plan_workers
from flashc.passes.requirements.needs import needs_of
from flashc.passes.settle.configure import configure
from flashc.passes.settle.names import settle_names
from flashc.passes.settle.pythons import settle_pythons
from flashc.passes.settle.variables import settled_variables
from flashc.passes.startup.check_startup import check_startup, without_echoes
from flashc.project import Project
from flashc.source import SourceFile

CHECKS: tuple[Callable[[Program], Iterator[Diagnostic]], ...] = (
    check_reserved,
    check_conflicts,
    check_unreachable,
    check_signatures,
    check_annotations,
    check_markers,
    check_images,
    check_endpoints,
    check_slashes,
    check_env,
    check_scalers,
    check_jobs,
    check_concurrency,
    lint_secrets,
)
# Lints read function bodies too, and those are syntax.
LINTS: tuple[Callable[[Program, Bindings], Iterator[Diagnostic]], ...] = (
    lint_state,
    lint_blocking,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Compilation:
    """The result: `plans` are empty when a diagnostic is an error. `sources` are by shown path."""

    sources: Mapping[str, SourceFile]
    program: Program
    plans: tuple[WorkerPlan, ...]
    diagnostics: tuple[Diagnostic, ...]
    queue_endpoints: tuple[str, ...]
    # By endpoint, for questions after the compile: what it needs and why, and who imports whom.
    needs: Mapping[str, Needs]
    graphs: Mapping[str, ImportGraph]
    # What each endpoint ships of the project, whole or as a stub.
    closures: Mapping[str, Closure]
    # The other files that it ships, and why.
    data: Mapping[str, tuple[DataFile, ...]]
    # The import root of each source, as an absolute POSIX path: several projects have several.
    roots: Mapping[str, str]


def compile_project(project: Project, settings: Settings | None = None) -> Compilation:
    """Compile a project to worker plans; reads modules through `project.find`, runs nothing."""
    settings = settings or Settings()
    config, constraints = settings.config, settings.constraints
    parsed = _parse_reachable(project)
    bindings = resolve(parsed.modules, parsed.broken)
    bindings = replace(bindings, defines=settings.options.defines)
    graph = import_graph(bindings)
    names, unsettled = settle_names(bindings, config)
    remotes, form = remote.declare(bindings, names)
    endpoints, endpoint_form = endpoint.declare(bindings, names)
    declared, form = endpoint.joined(remotes, endpoints), (*form, *endpoint_form)
    complete = not any(d.is_error for d in (*parsed.diagnostics, *form))
    declarations, misconfigured = configure(declared, bindings, config, complete=complete)
    pythons, unfit = settle_pythons(declarations, bindings, constraints, config, settings.options)
    program, values = lower(bindings, declarations, pythons)
    program = replace(program, applications=applications_in(bindings))
    included = {name: frozenset(f.path for f in files) for name, files in config.files.items()}
    closures = closures_of(program, bindings, graph, included)
    settled = settled_variables(declared, declarations, bindings, closures)
    calls = calls_of(program, bindings, closures)
    needs, unprovided = needs_of(
        program, bindings, graph, closures, calls, constraints, config.imports
    )
    data, opened, unshipped = data_files(closures, bindings, included, project.data)
    config = with_data(config, data)
    folders = data_folders(closures, bindings, config, project.listing, project.data)
    config = with_data(config, folders.files)
    reasons = (config.reasons, opened, folders.reasons)
    too_new = tuple(check_syntax(program, bindings, closures))
    startup = check_startup(program, bindings, closures)
    unset = settled.without(unset_variables(program, startup.variables))
    missing = settled.unset_in(unset)
    diagnostics = [
        *project.diagnostics,
        *_certain(parsed.diagnostics, too_new),
        *unsettled,
        *form,
        *misconfigured,
        *settled.diagnostics,
        *unfit,
        *check_defines(bindings),
        *values,
        *find_strays(bindings),
        *check_names(declarations),
        *check_settings(declarations),
        *check_fields(declarations, config),
        *check_imports(bindings, graph),
        *check_dynamic_imports(bindings, closures, config),
        *check_imported_names(bindings, graph),
        *check_sdk_imports(graph, closures),
        *check_shadowing(bindings, closures, needs),
        *check_path_twins(bindings, closures, config.files),
        *too_new,
        *startup.failures,
        *lint_variables(unset),
        *constraints.diagnostics,
        *unprovided,
        *unshipped,
        *folders.diagnostics,
        *without_echoes((found for check in CHECKS for found in check(program)), startup.failures),
        *(diagnostic for lint in LINTS for diagnostic in lint(program, bindings)),
    ]
    if not declarations.declared and not any(d.is_error for d in diagnostics):
        diagnostics.append(nothing_declared(bindings, graph))
    sources = _with_config(parsed.sources, config)
    sources = {**sources, **{file.path: file for file in constraints.files}}
    said = apply_levels(in_order(tuple(diagnostics)), config.levels, sources)
    failed = any(diagnostic.is_error for diagnostic in said)
    return Compilation(
        sources=sources,
        program=program,
        plans=(
            ()
            if failed
            else plan_workers(
                program, bindings, graph, closures, calls, config, needs, missing, settled.given
            )
        ),
        diagnostics=in_order(said),
        queue_endpoints=tuple(
            endpoint.resource.name
            for endpoint in program.endpoints
            if isinstance(endpoint, QueueEndpoint)
        ),
        needs=needs,
        graphs=dict.fromkeys(needs, graph),
        closures=closures,
        roots=dict.fromkeys(sources, project.root.as_posix()),
        data={name: tuple(f for why in reasons for f in why.get(name, ())) for name in closures},
    )


def _certain(
    parsed: tuple[Diagnostic, ...], too_new: tuple[Diagnostic, ...]
) -> Iterator[Diagnostic]:
    """Leave out the doubt about a file of which it is certain that its worker refuses it."""
    refused = {one.primary.span.path for one in too_new if one.primary is not None}
    for one in parsed:
        is_doubt = one.code == codes.SYNTAX_DOUBTFUL and one.primary is not None
        if not is_doubt or one.primary is None or one.primary.span.path not in refused:
            yield one


def uncompiled(config: Config, diagnostics: tuple[Diagnostic, ...]) -> Compilation:
    """Give the result of a run that ends with its configuration."""
    sources = _with_config({}, config)
    return Compilation(
        sources=sources,
        program=Program(endpoints=(), unused=()),
        plans=(),
        diagnostics=in_order(apply_levels(diagnostics, config.levels, sources)),
        queue_endpoints=(),
        needs={},
        graphs={},
        closures={},
        data={},
        roots={},
    )


def _with_config(sources: Mapping[str, SourceFile], config: Config) -> Mapping[str, SourceFile]:
    """Add `flash.toml`, so that a finding in it shows its line."""
    return sources if config.source is None else {**sources, config.source.path: config.source}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Parsed:
    modules: Mapping[str, ModuleSyntax]
    broken: frozenset[str]
    sources: Mapping[str, SourceFile]
    diagnostics: tuple[Diagnostic, ...]


def _parse_reachable(project: Project) -> _Parsed:
    """Parse the sources, and every module of the import root that they reach."""
    modules: dict[str, ModuleSyntax] = {}
    sources: dict[str, SourceFile] = {}
    broken: set[str] = set()
    diagnostics: list[Diagnostic] = []
    waiting = list(project.files)
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
        for name in _wanted(syntax, project.below):
            if name in asked:
                continue
            asked.add(name)
            found = project.find(name)
            if isinstance(found, Diagnostic):
                broken.add(name)
                diagnostics.append(found)
            elif found is not None:
                waiting.append(found)
    ordered = {name: modules[name] for name in sorted(modules)}
    return _Parsed(
        modules=ordered,
        broken=frozenset(broken),
        sources=sources,
        diagnostics=tuple(diagnostics),
    )


def _wanted(module: ModuleSyntax, below: Callable[[str], tuple[str, ...]]) -> Iterator[str]:
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


__all__ = ["CHECKS", "LINTS", "Compilation", "compile_project", "uncompiled"]
