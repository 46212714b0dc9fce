"""Joins what reads, what compiles, what emits and what writes. Values in, values out."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from flashc.config import complete, config_for
from flashc.dependencies import read_constraints
from flashc.ir.plan import WorkerPlan
from flashc.ir.settings import Levels, Settings
from flashc.pipeline import Compilation, compile_project, uncompiled
from flashc.project import load

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
) -> Compiled:
    """Read and compile; runs none of the user's code and writes nothing.

    `config` is the `flash.toml` to use instead of the one that is found; `root` and `levels` win
    over what it says. Raises `flashc.project.UsageError` when a file does not exist, or a source
    lies outside the root.
    """
    start = time.perf_counter()
    configured = config_for(sources, file=config, levels=levels or Levels())
    if not configured.usable:
        compilation = uncompiled(configured.config, configured.diagnostics)
        return Compiled(compilation=compilation, timings=(("read", time.perf_counter() - start),))
    project = load(sources, root=root or configured.root, exclude=exclude)
    whole, problems = complete(configured, project, sources, is_named=config is not None)
    found = (*project.diagnostics, *configured.diagnostics, *problems)
    project = replace(project, diagnostics=found)
    constraints = read_constraints(project.root, (file.shipped for file in project.files))
    read = time.perf_counter()
    compilation = compile_project(project, Settings(constraints=constraints, config=whole))
    compiled = time.perf_counter()
    timings = (("read", read - start), ("compile", compiled - read))
    return Compiled(compilation=compilation, timings=timings)


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
