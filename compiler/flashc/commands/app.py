"""The command line as click sees it. Each command's own module is imported when it is called."""

from collections.abc import Callable, Sequence
from typing import Any

import click

from flashc.commands.choice import with_command
from flashc.commands.look import look_from
from flashc.commands.outcome import CommandError, ExitCode, Outcome
from flashc.commands.usage import missing_out, refuse_mistyped_command, wrong_usage

# The width is fixed, so that help is the same on every terminal.
_SETTINGS = {"help_option_names": ["-h", "--help"], "terminal_width": 90, "max_content_width": 90}

# A line of \b alone keeps click from joining the lines that follow.
_HELP = """Compile @remote endpoints into standalone FastAPI workers, without importing your code.

\b
flashc src/ -o build/            write one worker per endpoint to build/
flashc src/ -o build/ --check    say whether build/ is what src/ compiles to
flashc check src/                report mistakes, write nothing
flashc routes src/               list all routes
flashc ir src/                   print what the compiler knows, as JSON
flashc why api numpy src/        say how numpy came into the worker of api
flashc explain FC304             explain a diagnostic

Settings are read from flash.toml, beside the sources or above them.

Without a command, `build` is meant. For sources in a folder that is called like a command, write
./build or ./check.

\b
Exit codes: 0 fine, 1 diagnostics or differences, 2 wrong usage or a bug in flashc."""

_Command = Callable[..., Outcome]


def run(arguments: Sequence[str]) -> Outcome:
    """Parse and run. A mistake in the arguments is an `Outcome`; only bugs and interrupts raise."""
    commands = tuple(application.commands)
    try:
        words = with_command(arguments, commands)
        result = application.main(words, prog_name="flashc", standalone_mode=False, obj=arguments)
    except click.Abort as abort:
        # click turns an interrupt into this.
        raise KeyboardInterrupt from abort
    except (click.ClickException, CommandError) as problem:
        return wrong_usage(problem, commands)
    # After `--help`, click answers with an exit code instead of what a command returned.
    return result if isinstance(result, Outcome) else Outcome(exit_code=ExitCode(result))


def _look_options(command: _Command) -> _Command:
    for option in (
        click.option(
            "--color",
            type=click.Choice(["auto", "always", "never"]),
            default="auto",
            help="auto looks at the terminal, NO_COLOR and FORCE_COLOR.",
        ),
        click.option("-v", "--verbose", is_flag=True, help="Also say what is read and written."),
        click.option("-q", "--quiet", is_flag=True, help="Only say what is wrong."),
    ):
        command = option(command)
    return command


def _format_option(*formats: str) -> Callable[[_Command], _Command]:
    return click.option(
        "--format",
        "format_",
        type=click.Choice(formats),
        default="text",
        help=(
            "json, sarif: one document on the standard output. github: annotations of a run."
            if "github" in formats
            else "json: one document on the standard output."
        ),
    )


def _source_options(command: _Command) -> _Command:
    """Add what every command takes that compiles."""
    for option in (
        click.option(
            "--root",
            metavar="DIR",
            help="The folder from which your modules import each other.",
        ),
        click.option(
            "--config",
            metavar="FILE",
            help="The flash.toml to use, instead of the nearest one above the sources.",
        ),
        click.option(
            "--python",
            metavar="VERSION",
            help="The Python that all workers run on, such as 3.12.",
        ),
        click.option(
            "--define",
            metavar="NAME=VALUE",
            multiple=True,
            help="A value for a variable that the sources read from the environment; repeatable.",
        ),
        click.option(
            "-A",
            "--allow",
            metavar="CODE",
            multiple=True,
            help="Do not report this warning or note, such as FC701; `warnings` for all.",
        ),
        click.option(
            "-W",
            "--warn",
            metavar="CODE",
            multiple=True,
            help="Report it as a warning; over flash.toml, as with all three.",
        ),
        click.option(
            "-D",
            "--deny",
            metavar="CODE",
            multiple=True,
            help="Report it as an error. `--deny warnings` is for continuous integration.",
        ),
    ):
        command = option(command)
    return command


_sources = click.argument("src", nargs=-1, required=True)


@click.group(
    context_settings=_SETTINGS,
    options_metavar="",
    subcommand_metavar="[COMMAND] SRC... [OPTIONS]",
    help=_HELP,
)
@click.option("-V", "--version", is_flag=True, help="Show the version and exit.")
def application(version: bool) -> None:
    """Do nothing but hold the commands; `--version` is answered before click is imported."""


@application.command()
@click.option("-o", "--out", metavar="DIR", help="Where the workers go, a folder for each.")
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 if DIR would change.")
@click.option("--only", metavar="NAME", multiple=True, help="Write this endpoint only; repeatable.")
@click.option("--force", is_flag=True, help="Overwrite generated files that were edited.")
@click.option("--lock", is_flag=True, help="Pin everything that is installed, with hashes (uv).")
@click.option("--upgrade", is_flag=True, help="With --lock: take the newest versions.")
@_format_option("text", "json", "github", "sarif")
@_source_options
@_look_options
@_sources
@click.pass_obj
def build(
    typed: Sequence[str],
    /,
    src: tuple[str, ...],
    out: str | None,
    check: bool,
    only: tuple[str, ...],
    force: bool,
    lock: bool,
    upgrade: bool,
    **others: Any,
) -> Outcome:
    """Compile SRC (folders and modules) and write one worker per endpoint to DIR.

    Nothing changes on disk unless everything compiles. Only files that flashc wrote are replaced
    or removed.
    """
    refuse_mistyped_command(src, tuple(application.commands))
    if out is None:
        raise missing_out(src, typed)
    if not out:
        raise CommandError("the output folder is an empty name")
    if check and force:
        raise CommandError("--check writes nothing, so --force has no meaning with it")
    if upgrade and (check or not lock):
        raise CommandError("--upgrade renews what --lock writes, so it needs that, without --check")
    wanted = look_from(others)

    from flashc.commands.build import build as run_build  # noqa: PLC0415
    from flashc.commands.drift import check_build  # noqa: PLC0415
    from flashc.commands.sources import sources_from  # noqa: PLC0415
    from flashc.commands.target import BuildOptions, Locking  # noqa: PLC0415

    sources = sources_from(src, others, out)
    locking = (Locking.RENEW if upgrade else Locking.KEEP) if lock else Locking.OFF
    options = BuildOptions(sources=sources, out=out, only=only, force=force, locking=locking)
    return (check_build if check else run_build)(options, wanted)


@application.command()
@_format_option("text", "json", "github", "sarif")
@_source_options
@_look_options
@_sources
def check(src: tuple[str, ...], **others: Any) -> Outcome:
    """Report the mistakes in SRC (folders and modules) and write nothing."""
    from flashc.commands.check import check as run_check  # noqa: PLC0415
    from flashc.commands.sources import sources_from  # noqa: PLC0415

    return run_check(sources_from(src, others), look_from(others))


@application.command()
@_format_option("text", "json")
@_source_options
@_look_options
@_sources
def routes(src: tuple[str, ...], **others: Any) -> Outcome:
    """List the routes of SRC: method, path, endpoint, function."""
    from flashc.commands.routes import routes as run_routes  # noqa: PLC0415
    from flashc.commands.sources import sources_from  # noqa: PLC0415

    return run_routes(sources_from(src, others), look_from(others))


@application.command()
@click.option(
    "--stage",
    type=click.Choice(["program", "plan"]),
    default="program",
    help="program: what the sources declare. plan: what is written for each endpoint.",
)
@click.option("--schema", is_flag=True, help="Print the JSON schema of the documents instead.")
@_source_options
@_look_options
@click.argument("src", nargs=-1)
@click.pass_context
def ir(
    context: click.Context, /, src: tuple[str, ...], stage: str, schema: bool, **others: Any
) -> Outcome:
    """Print what the compiler knows about SRC, as stable JSON with a published schema."""
    from flashc.commands import ir as stages  # noqa: PLC0415
    from flashc.commands.sources import sources_from  # noqa: PLC0415

    if schema:
        return stages.schema()
    if not src:
        raise click.UsageError("Missing argument 'SRC...'.", context)
    return stages.ir(sources_from(src, others), stage, look_from(others))


@application.command()
@_format_option("text", "json")
@_source_options
@_look_options
@click.argument("endpoint")
@click.argument("name")
@_sources
def why(endpoint: str, name: str, src: tuple[str, ...], **others: Any) -> Outcome:
    """Say how NAME came into the worker of ENDPOINT.

    NAME is a module of yours, an import, a distribution or a data file: `helpers.text`, `cv2`,
    `numpy`, `labels.json`. The exit code is 1 if the worker does not have it.
    """
    from flashc.commands.sources import sources_from  # noqa: PLC0415
    from flashc.commands.why import why as run_why  # noqa: PLC0415

    return run_why(endpoint, name, sources_from(src, others), look_from(others))


@application.command()
@_look_options
@click.argument("code", required=False)
def explain(code: str | None, **others: Any) -> Outcome:
    """Explain a diagnostic: FC304, or 304. Without CODE, list all."""
    from flashc.commands import explain as catalogue  # noqa: PLC0415

    look_ = look_from(others)
    return catalogue.list_codes() if code is None else catalogue.explain(code, look_)
