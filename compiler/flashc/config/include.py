"""The files that `include` lists: found, judged and read."""

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from flashc import codes
from flashc.config.globs import is_wild, matcher
from flashc.config.locate import is_there
from flashc.diagnostic import Diagnostic, Label
from flashc.ir.closure import DataFile
from flashc.ir.plan.worker import UserFile
from flashc.ir.settings import Config, Pattern
from flashc.passes.naming.slugs import is_own
from flashc.project.links import why_not_shipped
from flashc.project.never import is_never_shipped

_UNPORTABLE = re.compile('[\\\\:*?"<>|\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]')
# What is larger belongs on a volume, not into every build folder and its version control.
_LARGEST = 50 << 20


def with_files(config: Config, folder: Path, base: Path) -> tuple[Config, tuple[Diagnostic, ...]]:
    """Add what the patterns match; `folder` is that of `flash.toml`, `base` the import root."""
    diagnostics: list[Diagnostic] = []
    files: dict[str, tuple[UserFile, ...]] = {}
    reasons: dict[str, tuple[DataFile, ...]] = {}
    for endpoint, patterns in config.include.items():
        found: dict[str, UserFile] = {}
        asked: dict[str, DataFile] = {}
        for pattern in patterns:
            finder = _Finder(folder=folder.resolve(), base=base, endpoint=endpoint, pattern=pattern)
            for result in finder.find():
                if isinstance(result, Diagnostic):
                    diagnostics.append(result)
                else:
                    found[result.path] = result
                    asked[result.path] = DataFile(path=result.path, module=None, span=pattern.span)
        reasons[endpoint] = tuple(asked.values())
        files[endpoint] = tuple(found[path] for path in sorted(found))
    return replace(config, files=files, reasons=reasons), tuple(diagnostics)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Finder:
    folder: Path
    base: Path
    endpoint: str
    pattern: Pattern

    def find(self) -> Iterator[UserFile | Diagnostic]:
        """Yield the files, or the one reason why there are none."""
        text = self.pattern.text
        parts = PurePosixPath(text).parts
        if text.startswith("/") or ".." in parts or "\\" in text or "\0" in text:
            advice = "write it from the folder of this file, with `/` and without `..`"
            yield self._problem(f"`{text}` is not a path below this file", "", advice)
        elif is_wild(text):
            yield from self._matching(parts)
        else:
            yield from self._named(self.folder.joinpath(*parts))

    def _named(self, path: Path) -> Iterator[UserFile | Diagnostic]:
        relative = path.relative_to(self.folder).as_posix()
        if not is_there(path):
            advice = "correct the path; it is seen from the folder of this file"
            yield self._problem(f"there is no `{relative}`", "", advice)
        elif is_never_shipped(relative):
            advice = "set what it holds where the worker is deployed"
            reason = "it may hold secrets, or belongs to a tool"
            yield self._problem(f"`{relative}` is never shipped", reason, advice)
        elif path.is_dir():
            yield from self._all(path, lambda _: True)
        else:
            yield self._read(path)

    def _matching(self, parts: tuple[str, ...]) -> Iterator[UserFile | Diagnostic]:
        folders = parts[:-1]
        plain = next((i for i, part in enumerate(folders) if is_wild(part)), len(folders))
        matches = matcher(parts)
        start = self.folder.joinpath(*parts[:plain])
        yield from self._all(start, lambda path: matches(path.relative_to(self.folder).parts))

    def _all(self, start: Path, wanted: Callable[[Path], bool]) -> Iterator[UserFile | Diagnostic]:
        count = 0
        for path in _files_below(start, self.folder):
            if wanted(path):
                count += 1
                yield self._read(path)
        if count == 0:
            advice = "correct it; it is seen from the folder of this file"
            yield self._problem(f"`{self.pattern.text}` matches no file to ship", "", advice)

    def _read(self, path: Path) -> UserFile | Diagnostic:
        relative = path.relative_to(self.folder).as_posix()
        if not path.resolve().is_relative_to(self.base) or not path.is_relative_to(self.base):
            reason = "a worker mirrors the import root only"
            advice = "move it below the import root, or name another root with `root`"
            return self._problem(f"`{relative}` is outside of the import root", reason, advice)
        why_not = why_not_shipped(path, self.base)
        if why_not is not None:
            advice = "set what it holds where the worker is deployed, or put a copy of it there"
            return self._problem(f"the link `{relative}` is not followed", why_not, advice)
        shipped = path.relative_to(self.base).as_posix()
        if _UNPORTABLE.search(shipped):
            advice = "rename it; use letters, digits, `-`, `_` and `.`"
            return self._problem(f"`{relative}` is not a portable file name", "", advice)
        if is_own(shipped, self.endpoint):
            advice = "put it into a folder of another name"
            return self._problem(f"`{relative}` would be among flashc's own files", "", advice)
        try:
            if path.stat().st_size > _LARGEST:
                advice = "put it on a network volume, or load it when the worker starts"
                return self._problem(f"`{relative}` is larger than 50 MiB", "", advice)
            return UserFile(path=shipped, content=path.read_bytes())
        except OSError as error:
            reason = (error.strerror or "unreadable").lower()
            advice = "check its permissions, or leave it out"
            return self._problem(f"cannot read `{relative}`: {reason}", "", advice)

    def _problem(self, message: str, reason: str, advice: str) -> Diagnostic:
        label = Label(span=self.pattern.span, text=reason)
        return Diagnostic(code=codes.CONFIG_INCLUDE, message=message, primary=label, help=advice)


def _files_below(start: Path, folder: Path) -> Iterator[Path]:
    """Yield regular files in order; links are followed to files, and to no folder."""
    for place, folders, files in os.walk(start):
        below = Path(place)
        folders[:] = sorted(name for name in folders if not _stays_home(below / name, folder))
        for name in sorted(files):
            path = below / name
            if _is_file(path) and not _stays_home(path, folder):
                yield path


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:
        return False


def _stays_home(path: Path, folder: Path) -> bool:
    return is_never_shipped(path.relative_to(folder).as_posix())
