"""Reading `flash.toml` from disk."""

import os
from dataclasses import dataclass, field
from pathlib import Path

from flashc import codes
from flashc.diagnostic import Diagnostic, Label
from flashc.ir.program import Setting
from flashc.ir.settings import Config
from flashc.project.boundary import why_outside
from flashc.source import SourceFile

# A configuration is a page or two. More is another file by mistake.
_LARGEST = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfigFile:
    """What was read, or nothing. `usable` is false where the file cannot be relied upon at all."""

    path: Path | None = None
    config: Config = field(default_factory=Config)
    root: Path | None = None
    diagnostics: tuple[Diagnostic, ...] = ()
    usable: bool = True


def read_config(file: Path, *, is_named: bool) -> ConfigFile:
    """Read and check the file; its mistakes are diagnostics.

    `is_named` says that the user chose the file. What was found may not be a link that leads out of
    the project, because messages quote it.
    """
    from flashc.config.document import parse_document  # noqa: PLC0415 - few projects have one
    from flashc.config.tables import read_tables  # noqa: PLC0415

    outside = None if is_named else why_outside(file, file.parent)
    source = _unreadable(shown(file), outside) if outside is not None else _source(file)
    if isinstance(source, Diagnostic):
        return _unusable(Config(), source)
    document = parse_document(source)
    if isinstance(document, Diagnostic):
        return _unusable(Config(source=source), document)
    contents, diagnostics = read_tables(document)
    root = None if contents.root is None else _root(file, contents.root)
    if isinstance(root, Diagnostic):
        return _unusable(contents.config, *diagnostics, root)
    return ConfigFile(path=file, config=contents.config, root=root, diagnostics=diagnostics)


def shown(path: Path) -> str:
    """Give the path as a user would type it: from the working folder."""
    try:
        return Path(os.path.relpath(path)).as_posix()
    except ValueError:
        return path.as_posix()


def _unusable(config: Config, *diagnostics: Diagnostic) -> ConfigFile:
    return ConfigFile(config=config, diagnostics=diagnostics, usable=False)


def _source(file: Path) -> SourceFile | Diagnostic:
    name = shown(file)
    try:
        if not file.is_file():
            return _unreadable(name, "it is not a file")
        if file.stat().st_size > _LARGEST:
            return _unreadable(name, "it is larger than a megabyte")
        content = file.read_bytes()
    except OSError as error:
        return _unreadable(name, (error.strerror or "unreadable").lower())
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return _unreadable(name, f"the byte at offset {error.start} is not UTF-8")
    return SourceFile(
        path=name, shipped=file.name, module="", is_package=False, text=text, content=content
    )


def _unreadable(name: str, reason: str) -> Diagnostic:
    return Diagnostic(
        code=codes.CONFIG_UNREADABLE,
        message=f"cannot read `{name}`: {reason}",
        help="make it a readable UTF-8 file, or name another one with `--config`",
    )


def _root(file: Path, setting: Setting) -> Path | Diagnostic:
    written = str(setting.value)
    folder = file.parent / written
    if Path(written).is_absolute():
        reason = "an absolute path holds on one machine only"
    elif "\0" in written or not folder.is_dir():
        reason = "there is no such folder"
    else:
        return folder
    return Diagnostic(
        code=codes.CONFIG_WRONG_VALUE,
        message="`root` must be a folder",
        primary=Label(span=setting.span, text=reason),
        help="write the folder from which your modules import each other, as seen from this file",
    )
