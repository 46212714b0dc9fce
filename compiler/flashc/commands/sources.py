"""The arguments that name what to compile, as they were typed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flashc.commands.outcome import CommandError
from flashc.commands.settings import Settings, settings_from
from flashc.driver import Compiled, compile_sources
from flashc.project import UsageError


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """What to compile: folders and files, the import root and the output folder if they were named."""

    names: tuple[str, ...]
    root: str | None
    out: str | None = None
    settings: Settings = field(default_factory=Settings)


def sources_from(
    names: tuple[str, ...], options: Mapping[str, Any], out: str | None = None
) -> Sources:
    """Put together what the options of every command that compiles say. Raises `CommandError`."""
    settings = settings_from(
        config=options["config"],
        allow=options["allow"],
        warn=options["warn"],
        deny=options["deny"],
        python=options["python"],
        define=options["define"],
    )
    return Sources(names=names, root=options["root"], out=out, settings=settings)


def compiled_from(sources: Sources) -> Compiled:
    """Read and compile. Raises `CommandError`."""
    if "" in (*sources.names, sources.root):
        raise CommandError("a source or root is an empty name")
    paths = [Path(name) for name in sources.names]
    root = Path(sources.root) if sources.root is not None else None
    try:
        return compile_sources(
            paths,
            root=root,
            exclude=_excluded(paths, sources.out),
            config=sources.settings.config,
            levels=sources.settings.levels,
            options=sources.settings.options,
        )
    except UsageError as error:
        raise CommandError(str(error)) from error


def _excluded(paths: Iterable[Path], out: str | None) -> tuple[Path, ...]:
    """Keep earlier output from being read as source.

    An output folder above the sources excludes nothing, or it would exclude the sources too.
    """
    if out is None:
        return ()
    target = Path(out).resolve()
    for path in paths:
        source = path.resolve()
        if source == target:
            raise CommandError(
                f"`{path}` is both a source and the output folder",
                "name a folder of its own for the output, such as `-o build/`",
            )
        if source.is_relative_to(target):
            return ()
    return (Path(out),)
