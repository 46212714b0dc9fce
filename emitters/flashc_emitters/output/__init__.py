"""Writes compiled workers to disk, and compares them with it.

`write_build` replaces all workers of one call together: a kill at any moment leaves state that the
next command completes or undoes (`recover`), so the build is the old or the new one.
What a reader sees meanwhile is said in `exchange`.
"""

from flashc_emitters.output.compare import Difference, DifferenceKind, compare_build
from flashc_emitters.output.problem import OutputProblem, Problem, ProblemKind
from flashc_emitters.output.report import (
    BuildReport,
    Created,
    Kept,
    Outcome,
    Recovery,
    Removed,
    Unchanged,
    Updated,
)
from flashc_emitters.output.write import recover, write_build

__all__ = [
    "BuildReport",
    "Created",
    "Difference",
    "DifferenceKind",
    "Kept",
    "Outcome",
    "OutputProblem",
    "Problem",
    "ProblemKind",
    "Recovery",
    "Removed",
    "Unchanged",
    "Updated",
    "compare_build",
    "recover",
    "write_build",
]
