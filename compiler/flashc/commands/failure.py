"""How `flashc build` ends when nothing could be written."""

from flashc.commands import findings
from flashc.commands.document import document
from flashc.commands.outcome import ExitCode, Look, Outcome, Piece
from flashc.commands.problems import advice_of, consequence_of, exit_code_of, message_of
from flashc.commands.remark import remark
from flashc.diagnostic import Severity
from flashc.driver import Compiled
from flashc.render.json import JsonObject
from flashc_emitters.output import OutputProblem, Problem, ProblemKind


def failed_compile(command: str, compiled: Compiled, look: Look) -> Outcome:
    """Report the diagnostics that stopped the compile."""
    return Outcome(
        exit_code=ExitCode.FINDINGS,
        pieces=(
            *findings.reading(compiled, look),
            *findings.diagnostics(compiled, look),
            *_document(command, compiled, look, ExitCode.FINDINGS, ()),
            *findings.timing(compiled.timings, look),
            *findings.tally(compiled.compilation.diagnostics, look, "nothing was written"),
        ),
    )


def failed_write(command: str, compiled: Compiled, look: Look, problem: OutputProblem) -> Outcome:
    """Report what stands in the way on disk, after the warnings of the compile."""
    exit_code = exit_code_of(problem)
    return Outcome(
        exit_code=exit_code,
        pieces=(
            *findings.reading(compiled, look),
            *findings.diagnostics(compiled, look),
            *_document(command, compiled, look, exit_code, problem.problems),
            *(piece for kind in ProblemKind for piece in _said(kind, problem, look)),
            *remark(look, Severity.ERROR, consequence_of(problem)),
        ),
    )


def _said(kind: ProblemKind, problem: OutputProblem, look: Look) -> tuple[Piece, ...]:
    """One line per path, and what to do about all of a kind once."""
    found = [one for one in problem.problems if one.kind is kind]
    advice = advice_of(kind)
    pieces: list[Piece] = []
    for one in found:
        last = one is found[-1]
        lines = [advice] if advice and last else []
        pieces += remark(look, Severity.ERROR, message_of(one), lines)
    return tuple(pieces)


def _document(
    command: str,
    compiled: Compiled,
    look: Look,
    exit_code: ExitCode,
    problems: tuple[Problem, ...],
) -> tuple[Piece, ...]:
    if not look.format.is_document:
        return ()
    content: JsonObject = {"endpoints": [], "problems": [_problem_json(one) for one in problems]}
    return document(command, exit_code, compiled, look, content, [message_of(p) for p in problems])


def _problem_json(problem: Problem) -> JsonObject:
    return {
        "kind": problem.kind.name.lower(),
        "path": str(problem.path),
        "message": message_of(problem),
        "help": advice_of(problem.kind),
    }
