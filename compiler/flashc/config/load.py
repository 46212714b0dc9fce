"""Which configuration a run has: the file, what options put over it, and the files that it ships."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from flashc import codes
from flashc.config.locate import deeper_configs, find_config, is_beside, is_there
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
    if file is not None:
        return with_levels(file, levels, is_named=True)
    return with_levels(find_config(sources), levels)


class Configs:
    """The `flash.toml` of each project of a run, each read once; `levels` win over their own."""

    def __init__(self, first: ConfigFile, levels: Levels) -> None:
        # What applies to all sources, and to a project that has none nearer.
        self._first = first
        self._levels = levels
        self._read: dict[Path, ConfigFile] = {}

    def root_of(self, file: Path) -> Path | None:
        """Give the import root that the nearest configuration of a source names, if it names one."""
        root = self._nearest([file]).root
        return None if root is None else root.resolve()

    def of(self, project: Project) -> ConfigFile:
        """Give the configuration that is nearest to all files of a project."""
        places = [_place(file) for file in project.files]
        return self._nearest(places) if places else self._first

    def not_used(self, used: Sequence[ConfigFile], sources: Sequence[Path]) -> Iterator[Diagnostic]:
        """Say that every project has a nearer one than what lies beside the named sources."""
        path = self._first.path
        if path is not None and self._first not in used and is_beside(path, sources):
            yield _not_used(path, "every project has one that is nearer", ())

    def _nearest(self, files: Sequence[Path]) -> ConfigFile:
        path = find_config(files)
        if path is None:
            return self._first if self._first.path is None else with_levels(None, self._levels)
        if self._first.path is not None and path == Path(os.path.realpath(self._first.path)):
            return self._first
        if path not in self._read:
            self._read[path] = with_levels(path, self._levels)
        return self._read[path]


def with_levels(path: Path | None, levels: Levels, *, is_named: bool = False) -> ConfigFile:
    """Read a configuration, or take an empty one, and put other levels over its own."""
    read = ConfigFile() if path is None else read_config(path, is_named=is_named)
    return replace(read, config=replace(read.config, levels=merged(read.config.levels, levels)))


def complete(
    read: ConfigFile, project: Project, *, is_named: bool
) -> tuple[Config, tuple[Diagnostic, ...]]:
    """Add what can only be known with the project: files to ship, and other `flash.toml`s.

    `is_named` says that the user chose the file, so that leaving others out is no surprise.
    """
    config = read.config
    problems: list[Diagnostic] = []
    if read.path is not None and config.include and project.files:
        from flashc.config.include import with_files  # noqa: PLC0415 - few projects need it

        config, found = with_files(config, read.path.parent, project.root)
        problems += found
    if not is_named:
        places = [_place(file) for file in project.files]
        beside = "it is beside some of a project's sources only"
        instead = f"`{shown(read.path)}` applies to all of them" if read.path is not None else ""
        notes = (instead,) if instead else ()
        problems += [_not_used(path, beside, notes) for path in deeper_configs(places)]
    return config, tuple(problems)


def _place(file: SourceFile) -> Path:
    return Path(file.path).resolve()


def _not_used(path: Path, reason: str, notes: tuple[str, ...]) -> Diagnostic:
    name = shown(path)
    return Diagnostic(
        code=codes.CONFIG_NOT_USED,
        message=f"`{name}` is not used",
        primary=Label(span=Span(path=name, start=0, end=0), text=reason),
        notes=notes,
        help=f"move what it says to the file that is used, or add `--config {name}`",
    )
