"""Ship: the passes that say what each endpoint's worker holds and installs, and whether it starts."""

from collections.abc import Mapping
from dataclasses import dataclass

from flashc.diagnostic import Diagnostic
from flashc.ir.bindings import Bindings
from flashc.ir.closure import Closure, DataFile, ImportGraph
from flashc.ir.needs import Needs
from flashc.ir.program import Program
from flashc.ir.settings import Config, Settings
from flashc.passes.check.dynamic_imports import check_dynamic_imports
from flashc.passes.check.path_twins import check_path_twins
from flashc.passes.check.sdk_imports import check_sdk_imports
from flashc.passes.check.sdk_members import check_sdk_members
from flashc.passes.check.shadowing import check_shadowing
from flashc.passes.check.shipped_pythons import check_shipped_pythons
from flashc.passes.check.standard_attributes import check_standard_attributes
from flashc.passes.check.standard_names import check_standard_names
from flashc.passes.check.syntax import check_syntax
from flashc.passes.closure.data_files import data_files, with_data
from flashc.passes.closure.data_folders import data_folders
from flashc.passes.requirements.needs import needs_of
from flashc.passes.startup.check_startup import Startup, check_startup
from flashc.project import Project


@dataclass(frozen=True, slots=True, kw_only=True)
class Shipped:
    """What each worker ships, calls and needs; `config` includes the data that the code opens."""

    config: Config
    closures: Mapping[str, Closure]
    calls: Mapping[str, tuple[str, ...]]
    needs: Mapping[str, Needs]
    data: Mapping[str, tuple[DataFile, ...]]
    startup: Startup
    diagnostics: tuple[Diagnostic, ...]


def ship(
    program: Program,
    bindings: Bindings,
    graph: ImportGraph,
    closures: Mapping[str, Closure],
    calls: Mapping[str, tuple[str, ...]],
    project: Project,
    settings: Settings,
) -> Shipped:
    """Require and start for the endpoints in `closures`; check what depends on it.

    `calls` are the other endpoints that each of them reaches for.
    """
    config = settings.config
    included = {name: frozenset(f.path for f in files) for name, files in config.files.items()}
    needs, unprovided = needs_of(
        program, bindings, graph, closures, calls, settings.constraints, config.imports
    )
    data, opened, unshipped = data_files(closures, bindings, included, project.data)
    config = with_data(config, data)
    folders = data_folders(closures, bindings, config, project.listing, project.data)
    config = with_data(config, folders.files)
    reasons = (config.reasons, opened, folders.reasons)
    startup = check_startup(program, bindings, graph, closures)
    return Shipped(
        config=config,
        closures=closures,
        calls=calls,
        needs=needs,
        data={name: tuple(f for why in reasons for f in why.get(name, ())) for name in closures},
        startup=startup,
        diagnostics=(
            *check_dynamic_imports(bindings, closures, config),
            *check_sdk_imports(graph, closures),
            *check_sdk_members(bindings, closures),
            *check_shadowing(bindings, closures, needs),
            *check_path_twins(bindings, closures, config.files),
            *check_syntax(program, bindings, closures),
            *check_standard_names(program, bindings, graph, closures, project.standard),
            *check_standard_attributes(
                program, bindings, graph, closures, project.standard, startup.begun
            ),
            *check_shipped_pythons(program, bindings, closures, settings.constraints),
            *unprovided,
            *unshipped,
            *folders.diagnostics,
        ),
    )
