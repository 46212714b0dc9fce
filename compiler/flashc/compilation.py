"""What a compile gives: plans, diagnostics, and what questions after it are answered from."""

from collections.abc import Mapping
from dataclasses import dataclass

from flashc.diagnostic import Diagnostic, in_order
from flashc.ir.closure import Closure, DataFile, ImportGraph
from flashc.ir.needs import Needs
from flashc.ir.plan.worker import WorkerPlan
from flashc.ir.program import Program
from flashc.ir.settings import Config
from flashc.passes.levels import apply_levels
from flashc.source import SourceFile


@dataclass(frozen=True, slots=True, kw_only=True)
class Compilation:
    """The result: `plans` are empty when a diagnostic is an error. `sources` are by shown path."""

    sources: Mapping[str, SourceFile]
    program: Program
    plans: tuple[WorkerPlan, ...]
    diagnostics: tuple[Diagnostic, ...]
    queue_endpoints: tuple[str, ...]
    # By endpoint, queue-based ones included, for questions after the compile: what it needs and why,
    # and who imports whom.
    needs: Mapping[str, Needs]
    graphs: Mapping[str, ImportGraph]
    # What each endpoint ships of the project, whole or as a stub.
    closures: Mapping[str, Closure]
    # The other files that it ships, and why.
    data: Mapping[str, tuple[DataFile, ...]]
    # The import root of each source, as an absolute POSIX path: several projects have several.
    roots: Mapping[str, str]


def uncompiled(config: Config, diagnostics: tuple[Diagnostic, ...]) -> Compilation:
    """Give the result of a run that ends with its configuration."""
    sources = with_config({}, config)
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


def with_config(sources: Mapping[str, SourceFile], config: Config) -> Mapping[str, SourceFile]:
    """Add `flash.toml`, so that a finding in it shows its line."""
    return sources if config.source is None else {**sources, config.source.path: config.source}
