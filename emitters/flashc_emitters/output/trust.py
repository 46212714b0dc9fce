"""Whether what an interrupted write left is what a write of ours leaves: real folders, no links.

A build folder may come from a checkout or a cache, and so may our own folder in it. A link there
would lead renames and removals to files that no build has ever held.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from flashc_emitters.output.folder import is_other
from flashc_emitters.output.journal import Step
from flashc_emitters.output.problem import OutputProblem, Problem, ProblemKind
from flashc_emitters.output.state import State
from flashc_emitters.tree import parents


def check_state(state: State, steps: Iterable[Step]) -> None:
    """Raise `OutputProblem` unless every folder that completing or undoing passes is a real one."""
    folders = {folder for step in steps for folder in _folders(state, step)}
    wrong = [
        Problem(kind=ProblemKind.DAMAGED_JOURNAL, path=folder, reason="not a folder, maybe a link")
        for folder in sorted({state.staged, state.former, *folders})
        if is_other(folder)
    ]
    if wrong:
        raise OutputProblem(wrong)


def _folders(state: State, step: Step) -> Iterator[Path]:
    inside = {
        folder
        for path in (*(step.writes or ()), *(step.drops or ()), *step.caches)
        for folder in parents(path)
    }
    for base in (state.root / step.name, state.staged / step.name, state.former / step.name):
        yield base
        yield from (base / folder for folder in inside)
