"""Options that stand for lines of `flash.toml`: the file itself, and levels of findings."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from flashc.commands.defines import options_from
from flashc.commands.outcome import CommandError
from flashc.ir.settings import Level, Levels, Options
from flashc.passes.levels import WARNINGS, code_like, code_named


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the command line says about the configuration; `words` say it again, for advice."""

    config: Path | None = None
    levels: Levels = field(default_factory=Levels)
    options: Options = field(default_factory=Options)
    words: tuple[str, ...] = ()


def settings_from(
    *,
    config: str | None,
    allow: Iterable[str],
    warn: Iterable[str],
    deny: Iterable[str],
    python: str | None,
    define: Iterable[str],
) -> Settings:
    """Read the options. Raises `CommandError` for one that means nothing, or two things."""
    if config == "":
        raise CommandError("the configuration file is an empty name")
    codes: dict[str, Level] = {}
    warnings: Level | None = None
    words = [] if config is None else ["--config", config]
    for level, option, names in (
        (Level.OFF, "--allow", _split(allow)),
        (Level.WARNING, "--warn", _split(warn)),
        (Level.ERROR, "--deny", _split(deny)),
    ):
        for name in names:
            words += [option, name]
            if name == WARNINGS:
                if warnings not in (None, level):
                    raise CommandError("warnings are given two levels", "name them once")
                warnings = level
                continue
            number = _switchable(name, level)
            if codes.setdefault(number, level) is not level:
                raise CommandError(f"`{number}` is given two levels", "name it once")
    levels = Levels(codes=codes, warnings=warnings)
    options, more = options_from(python, define)
    return Settings(
        config=Path(config) if config else None,
        levels=levels,
        options=options,
        words=(*words, *more),
    )


def _split(values: Iterable[str]) -> Iterator[str]:
    for value in values:
        yield from (name.strip() for name in value.split(","))


def _switchable(name: str, level: Level) -> str:
    code = code_named(name)
    if code is None:
        near = code_like(name)
        advice = f"did you mean `{near}`?" if near else "`flashc explain` lists all codes"
        raise CommandError(f"there is no code `{name}`", advice)
    if not code.has_level and level is not Level.ERROR:
        advice = "only warnings and notes have levels"
        raise CommandError(f"`{code.number}` is an error, and stays one", advice)
    return code.number
