"""Mistakes in the arguments: what is wrong, and what to type instead."""

import shlex
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path

import click

from flashc.commands.look import look_from
from flashc.commands.outcome import CommandError, ExitCode, Outcome, err
from flashc.commands.remark import remark
from flashc.diagnostic import Severity


def wrong_usage(problem: click.ClickException | CommandError, commands: Sequence[str]) -> Outcome:
    """Say what is wrong with the arguments; `commands` are the names that have a meaning."""
    if isinstance(problem, click.exceptions.NoArgsIsHelpError):
        return Outcome(exit_code=ExitCode.USAGE, pieces=(err(problem.format_message() + "\n"),))
    if isinstance(problem, CommandError):
        message, advice = problem.message, [problem.advice] if problem.advice else []
    else:
        message, advice = _lowered(problem.format_message()), _advice(problem, commands)
    look = look_from({"color": "auto", "quiet": False, "verbose": False})
    return Outcome(exit_code=ExitCode.USAGE, pieces=remark(look, Severity.ERROR, message, advice))


def refuse_mistyped_command(sources: Sequence[str], commands: Sequence[str]) -> None:
    """Raise `CommandError` for `flashc chekc src/`, where `chekc` would be taken for a source."""
    first = sources[0]
    close = get_close_matches(first, commands, n=1, cutoff=0.75)
    if close and first.isalpha() and not Path(first).exists():
        raise CommandError(f"there is no command `{first}`", f"did you mean `{close[0]}`?")


def missing_out(sources: Sequence[str], typed: Sequence[str]) -> CommandError:
    """Give the problem of a build without `-o`, with the whole command as it should be."""
    names = {Path(source).name for source in sources}
    folder = next(name for name in ("build", "out", "workers") if name not in names)
    command = shlex.join(["flashc", *typed, "-o", f"{folder}/"])
    return CommandError("there is no folder to write to", f"name one: `{command}`")


def _advice(problem: click.ClickException, commands: Sequence[str]) -> list[str]:
    context = getattr(problem, "ctx", None)
    if not isinstance(context, click.Context):
        return []
    name = context.command.name or ""
    advice = [f"`{context.command_path} --help` shows how it is used"]
    if name in commands and Path(name).exists():
        advice.insert(0, f"`{name}` is a command; for the sources of that name write `./{name}`")
    return advice


def _lowered(message: str) -> str:
    """Put click's sentences in the form of our own."""
    text = message.strip().removesuffix(".")
    return text[:1].lower() + text[1:] if text[1:2].islower() else text
