"""What stands between a compiled build and the disk, in words."""

from flashc.commands.outcome import ExitCode
from flashc_emitters.output import OutputProblem, Problem, ProblemKind

# What a person can settle by looking at the output folder is a finding; the rest is the machine's.
_FINDINGS = (
    ProblemKind.NOT_OURS,
    ProblemKind.DAMAGED_MANIFEST,
    ProblemKind.BLOCKED,
    ProblemKind.EDITED,
)

_MESSAGES = {
    ProblemKind.NOT_A_FOLDER: "`{path}` is not a folder",
    ProblemKind.NOT_OURS: "`{path}` is in the way: flashc did not write it",
    ProblemKind.DAMAGED_MANIFEST: "`{path}` cannot be read",
    ProblemKind.BLOCKED: "`{path}` is in the way of a generated file: flashc did not write it",
    ProblemKind.EDITED: "`{path}` was changed since flashc wrote it",
    ProblemKind.BUSY: "another flashc is writing to `{path}`",
    ProblemKind.DAMAGED_JOURNAL: "`{path}`, the journal of an interrupted build, cannot be read",
    ProblemKind.FAILED: "`{path}` could not be written",
    ProblemKind.LEFTOVER: "the new build is in place, but `{path}` could not be removed",
}

_ADVICE = {
    ProblemKind.NOT_A_FOLDER: "name another folder with `-o`",
    ProblemKind.NOT_OURS: "move it away, or name another folder with `-o`",
    ProblemKind.DAMAGED_MANIFEST: "restore it, or add `--force` to write the endpoint anew",
    ProblemKind.BLOCKED: "move it away, or name another folder with `-o`",
    ProblemKind.EDITED: "make the change in your sources, or add `--force` to discard it",
    ProblemKind.BUSY: "wait for it to end, then try again",
    ProblemKind.DAMAGED_JOURNAL: "put the output folder back from version control, or start with a "
    "new one",
    ProblemKind.LEFTOVER: "remove it yourself",
}


def exit_code_of(problem: OutputProblem) -> ExitCode:
    """Tell what somebody can settle by looking from what is wrong with the machine."""
    return ExitCode.FINDINGS if problem.kind in _FINDINGS else ExitCode.USAGE


def consequence_of(problem: OutputProblem) -> str:
    """Say what became of the output."""
    leftover = problem.kind is ProblemKind.LEFTOVER
    return "the new build is complete" if leftover else "nothing was written"


def message_of(problem: Problem) -> str:
    """Say which path is wrong and why."""
    message = _MESSAGES[problem.kind].replace("{path}", str(problem.path))
    return f"{message}: {problem.reason}" if problem.reason else message


def advice_of(kind: ProblemKind) -> str | None:
    """Say what to do about problems of a kind, where that is known."""
    return _ADVICE.get(kind)
