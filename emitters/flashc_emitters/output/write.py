"""Writes a build: survey, refuse, stage, exchange."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from flashc_emitters.output.folder import present
from flashc_emitters.output.gone import Gone
from flashc_emitters.output.problem import OutputProblem, ProblemKind, os_errors_as
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
from flashc_emitters.output.root import locate
from flashc_emitters.output.settle import replace, settle
from flashc_emitters.output.stage import stage
from flashc_emitters.output.standing import Standing
from flashc_emitters.output.state import STATE_FOLDER, writing
from flashc_emitters.output.survey import Survey, identify, survey
from flashc_emitters.tree import WorkerTree, check_names

_FORCED: Final = frozenset((ProblemKind.EDITED, ProblemKind.DAMAGED_MANIFEST))


def write_build(out: Path, trees: Sequence[WorkerTree], *, prune: bool, force: bool) -> BuildReport:
    """Make the folders of `trees` in `out` what was compiled, all of them or none.

    With `prune`, endpoints without a tree lose their folder if it is wholly ours; pass it only when
    the whole project was compiled. With `force`, generated files that were edited are overwritten,
    and those that are no longer generated removed. Raises `OutputProblem`; then the old build is in
    place, unless its kind is `LEFTOVER`.
    """
    check_names(trees)
    root = locate(out)
    with os_errors_as(ProblemKind.FAILED, root):
        # Most builds change nothing; they take no lock and leave even the folder's time alone.
        early = _survey_unlocked(root, trees, prune=prune)
        if early is not None:
            _refuse(early, force=force)
            if early.idle:
                return _report(early, Recovery.NOTHING)
        with writing(root) as state:
            recovery = settle(state)
            holds = early is not None and early.identity == identify(root)
            current = early if early and holds else survey(root, trees, prune=prune)
            _refuse(current, force=force)
            if steps := stage(state, current):
                replace(state, steps)
        return _report(current, recovery)


def recover(out: Path) -> Recovery:
    """Complete or undo what a kill interrupted in `out`; does nothing, cheaply, if nothing was."""
    root = locate(out)
    if not present(root / STATE_FOLDER):
        return Recovery.NOTHING
    with os_errors_as(ProblemKind.FAILED, root), writing(root) as state:
        return settle(state)


def _survey_unlocked(root: Path, trees: Sequence[WorkerTree], *, prune: bool) -> Survey | None:
    """Survey without a lock; None when another command writes, or wrote meanwhile."""
    if present(root / STATE_FOLDER):
        return None
    try:
        found = survey(root, trees, prune=prune)
    except (FileNotFoundError, NotADirectoryError):
        # What was listed a moment ago is gone.
        return None
    quiet = not present(root / STATE_FOLDER) and identify(root) == found.identity
    return found if quiet else None


def _refuse(found: Survey, *, force: bool) -> None:
    forced = _FORCED if force else frozenset()
    problems = [problem for problem in found.problems if problem.kind not in forced]
    if problems:
        raise OutputProblem(problems)


def _report(found: Survey, recovery: Recovery) -> BuildReport:
    outcomes: list[Outcome] = [_of_standing(standing) for standing in found.standings]
    outcomes += [_of_gone(gone) for gone in found.gone]
    return BuildReport(
        outcomes=tuple(sorted(outcomes, key=lambda outcome: outcome.endpoint)), recovery=recovery
    )


def _of_standing(standing: Standing) -> Outcome:
    endpoint = standing.tree.name
    if standing.idle:
        return Unchanged(endpoint=endpoint)
    if not standing.seen:
        return Created(endpoint=endpoint)
    return Updated(
        endpoint=endpoint,
        added=standing.added,
        changed=standing.changed,
        removed=standing.removed,
    )


def _of_gone(gone: Gone) -> Outcome:
    if gone.kept:
        return Kept(endpoint=gone.name, foreign=gone.foreign, edited=gone.edited)
    return Removed(endpoint=gone.name)
