"""Joins what reads, what compiles, what emits and what writes. Values in, values out."""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from flashc.compilation import Compilation, uncompiled
from flashc.config import ConfigFile, Configs, complete, config_for
from flashc.dependencies import read_constraints
from flashc.diagnostic import Diagnostic
from flashc.ir.plan.worker import WorkerPlan
from flashc.ir.settings import Config, Levels, Options, Settings
from flashc.joined import joined
from flashc.pipeline import compile_project
from flashc.project import Project, load_all

if TYPE_CHECKING:
    from flashc_emitters.output import BuildReport, Difference

Timing = tuple[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Compiled:
    """A compilation, and how many seconds each stage took."""

    compilation: Compilation
    timings: tuple[Timing, ...]

    @property
    def failed(self) -> bool:
        """Whether there is an error, so that nothing may be written."""
        return any(one.is_error for one in self.compilation.diagnostics)


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where workers go. `whole` says that all of the project's are there, so that others are stale."""

    out: Path
    whole: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """What a write did, and the seconds that it took."""

    report: "BuildReport"
    timings: tuple[Timing, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """How the folder differs from what would be written, and the seconds that finding out took."""

    differences: tuple["Difference", ...]
    timings: tuple[Timing, ...]


def compile_sources(
    sources: Sequence[Path],
    *,
    root: Path | None,
    exclude: Sequence[Path],
    config: Path | None = None,
    levels: Levels | None = None,
    options: Options | None = None,
) -> Compiled:
    """Read and compile every project of the sources; runs none of their code and writes nothing.

    `config` is the `flash.toml` to use instead of those that are found; `root`, `levels` and
    `options` win over what they say. Raises `flashc.project.UsageError` when a file does not exist, a source lies
    outside the root, or an import root cannot be told.
    """
    start = time.perf_counter()
    levels = levels or Levels()
    first = config_for(sources, file=config, levels=levels)
    if not first.usable:
        compilation = uncompiled(first.config, first.diagnostics)
        return Compiled(compilation=compilation, timings=(("read", time.perf_counter() - start),))
    configs = Configs(first, levels)
    # A file that was named, or one that names the import root of all sources, is the only one.
    is_only = config is not None or (root is None and first.root is not None)
    settled = _unsettled if is_only else configs.root_of
    projects = load_all(sources, root=root or first.root, exclude=exclude, settled=settled)
    used = [first if is_only else configs.of(project) for project in projects]
    projects = _with_diagnostics(projects[0], configs.not_used(used, sources)), *projects[1:]
    inputs = [
        _read(project, one, options or Options(), is_named=config is not None)
        for project, one in zip(projects, used, strict=True)
    ]
    read = time.perf_counter()
    compilation = joined([_compile(one) for one in inputs])
    compiled = time.perf_counter()
    timings = (("read", read - start), ("compile", compiled - read))
    return Compiled(compilation=compilation, timings=timings)


def _unsettled(_: Path) -> None:
    """Leave the import root of a file to what the code says."""


def _with_diagnostics(project: Project, found: Iterable[Diagnostic]) -> Project:
    return replace(project, diagnostics=(*project.diagnostics, *found))


def _read(
    project: Project, read: ConfigFile, options: Options, *, is_named: bool
) -> tuple[Project, Settings | Config]:
    """Read what holds for a project; only the configuration, where that cannot be relied upon."""
    if not read.usable:
        return _with_diagnostics(project, read.diagnostics), read.config
    whole, problems = complete(read, project, is_named=is_named)
    constraints = read_constraints(project.root, (file.shipped for file in project.files))
    settings = Settings(constraints=constraints, config=whole, options=options)
    return _with_diagnostics(project, (*read.diagnostics, *problems)), settings


def _compile(inputs: tuple[Project, Settings | Config]) -> Compilation:
    project, settings = inputs
    if isinstance(settings, Config):
        return uncompiled(settings, project.diagnostics)
    return compile_project(project, settings)


def build(plans: Sequence[WorkerPlan], target: Target, *, force: bool) -> Built:
    """Emit the workers and write them. Raises `flashc_emitters.output.OutputProblem`."""
    # The emitters bring a template engine and a formatter, which `check` and `routes` never need.
    from flashc_emitters import emit_all  # noqa: PLC0415
    from flashc_emitters.output import write_build  # noqa: PLC0415

    start = time.perf_counter()
    trees = emit_all(tuple(plans))
    emitted = time.perf_counter()
    report = write_build(target.out, trees, prune=target.whole, force=force)
    written = time.perf_counter()
    return Built(report=report, timings=(("emit", emitted - start), ("write", written - emitted)))


def compare(plans: Sequence[WorkerPlan], target: Target) -> Compared:
    """Emit the workers and compare them with the folder, writing nothing.

    Raises `flashc_emitters.output.OutputProblem` when the folder cannot be read.
    """
    from flashc_emitters import emit_all  # noqa: PLC0415
    from flashc_emitters.output import compare_build  # noqa: PLC0415

    start = time.perf_counter()
    trees = emit_all(tuple(plans))
    emitted = time.perf_counter()
    differences = compare_build(target.out, trees, prune=target.whole)
    compared = time.perf_counter()
    timings = (("emit", emitted - start), ("compare", compared - emitted))
    return Compared(differences=differences, timings=timings)
