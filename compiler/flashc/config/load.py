"""Which configuration a run has: the file, what options put over it, and the files that it ships."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from flashc import codes
from flashc.config.locate import deeper_configs, find_config, is_there
from flashc.config.read import ConfigFile, read_config, shown
from flashc.diagnostic import Diagnostic, Label
from flashc.ir.settings import Config, Levels
from flashc.passes.levels import merged
from flashc.project import Project, UsageError
from flashc.source import SourceFile, Span


def config_for(sources: Sequence[Path], *, file: Path | None, levels: Levels) -> ConfigFile:
    """Read `file`, or the `flash.toml` that applies to the sources; `levels` win over its own.

    Raises UsageError when `file` is not there.
    """
    if file is not None and not is_there(file):
        raise UsageError(f"no such configuration file: {file}")
    path = file if file is not None else find_config(sources)
    read = ConfigFile() if path is None else read_config(path)
    return replace(read, config=replace(read.config, levels=merged(read.config.levels, levels)))


def complete(
    read: ConfigFile, project: Project, sources: Sequence[Path], *, is_named: bool
) -> tuple[Config, tuple[Diagnostic, ...]]:
    """Add what can only be known with the project: files to ship, and other `flash.toml`s.

    `is_named` says that the user chose the file, so that leaving others out is no surprise.
    """
    config = read.config
    problems: list[Diagnostic] = []
    if read.path is not None and config.include and project.files:
        from flashc.config.include import with_files  # noqa: PLC0415 - few projects need it

        config, found = with_files(config, read.path.parent, _base(project.files[0]))
        problems += found
    if not is_named:
        places = [_place(file) for file in project.files]
        problems += [_not_used(path, read.path) for path in deeper_configs(sources, places)]
    return config, tuple(problems)


def _place(file: SourceFile) -> Path:
    return Path(file.path).resolve()


def _base(file: SourceFile) -> Path:
    """Give the import root: where the shipped path of any source begins."""
    # A source may be a link, so only the folder is resolved.
    place = Path(file.path)
    folder = place.parent.resolve()
    return folder.joinpath(*[".."] * file.shipped.count("/")).resolve()


def _not_used(path: Path, used: Path | None) -> Diagnostic:
    name = shown(path)
    instead = f"`{shown(used)}` applies to this run" if used is not None else ""
    return Diagnostic(
        code=codes.CONFIG_NOT_USED,
        message=f"`{name}` is not used",
        primary=Label(span=Span(path=name, start=0, end=0), text="it is beside some sources only"),
        notes=(f"{instead}, because it is above all sources",) if used is not None else (),
        help=f"compile `{shown(path.parent)}` by itself, or add `--config {name}`",
    )
