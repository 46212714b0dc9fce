"""Data files of which only the folder is constant: the folder ships, or a warning says why not.

`HERE / "data" / f"{name}.json"` and `(HERE / "data").glob("*.json")` may name any file there.
"""

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from flashc import codes
from flashc.diagnostic import Diagnostic, Label
from flashc.ir.bindings import Bindings
from flashc.ir.closure import LARGEST, MOST, Closure, DataFile, Listing
from flashc.ir.plan.worker import UserFile
from flashc.ir.settings import Config
from flashc.passes.closure.data_files import Read, Use, wandering
from flashc.passes.closure.data_paths import GAP
from flashc.passes.closure.include_line import include_line
from flashc.passes.closure.reach import reached_functions
from flashc.passes.closure.varied_paths import Varied, varied_in
from flashc.passes.naming.slugs import is_own

List = Callable[[str], Listing | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shipment:
    """What the folders add to each endpoint, why, and what is said of them."""

    files: Mapping[str, tuple[UserFile, ...]]
    reasons: Mapping[str, tuple[DataFile, ...]]
    diagnostics: tuple[Diagnostic, ...]


def data_folders(
    closures: Mapping[str, Closure], bindings: Bindings, config: Config, listing: List, read: Read
) -> Shipment:
    """Give what ships of the folders; `config` holds all files that ship already."""
    uses = {name: tuple(varied_in(bindings, name)) for name in _modules(closures)}
    said: dict[str, Diagnostic] = {}
    files: dict[str, tuple[UserFile, ...]] = {}
    reasons: dict[str, tuple[DataFile, ...]] = {}
    for endpoint, closure in closures.items():
        there = {bindings.modules[name].source.shipped for name in closure.shipped}
        there |= {file.path for file in config.files.get(endpoint, ())}
        one = _Endpoint(endpoint, bindings, config, said)
        for module, use in _reached(bindings, closure, uses):
            listed = one.listed(use, listing)
            wanted = () if listed is None else tuple(_wanted(use, listed))
            if listed is not None and wanted and one.may_ship(module, use, listed, wanted):
                contents = {path: read(path) for path in wanted if path not in there}
                one.ship(module, use, listed, contents)
        files[endpoint] = tuple(one.files[path] for path in sorted(one.files))
        reasons[endpoint] = tuple(one.reasons.values())
    return Shipment(files=files, reasons=reasons, diagnostics=tuple(said.values()))


def _modules(closures: Mapping[str, Closure]) -> Iterator[str]:
    yield from dict.fromkeys(name for closure in closures.values() for name in closure.modules)


def _reached(
    bindings: Bindings, closure: Closure, uses: Mapping[str, tuple[Varied, ...]]
) -> Iterator[tuple[str, Varied]]:
    """Yield the uses that a worker may come to, with their modules."""
    found = [(module, use) for module in closure.modules for use in uses[module]]
    inside = any(use.function for _, use in found)
    reached = reached_functions(bindings, closure) if inside else frozenset()
    for module, use in found:
        if not use.function or (module, use.function) in reached:
            yield module, use


class _Endpoint:
    """What the folders add to one endpoint. `said` are the findings of all, each folder's once."""

    def __init__(
        self, name: str, bindings: Bindings, config: Config, said: dict[str, Diagnostic]
    ) -> None:
        self.files: dict[str, UserFile] = {}
        self.reasons: dict[str, DataFile] = {}
        self._name = name
        self._bindings = bindings
        self._config = config
        self._said = said
        self._asked = frozenset(one.path for one in config.reasons.get(name, ()))

    def listed(self, use: Varied, listing: List) -> Listing | None:
        """List the folder; None where there is none, or flash.toml has decided about it."""
        if use.folder == GAP:
            if not self._asked:
                self._said.setdefault(str(use.span), _of_unknown_package(use, self._line("")))
            return None
        # Whoever lists a part of the folder has decided what ships of it.
        if any(path.startswith(f"{use.folder}/") for path in self._asked):
            return None
        return listing(use.folder)

    def may_ship(self, module: str, use: Varied, listed: Listing, wanted: tuple[str, ...]) -> bool:
        """Whether a folder is small enough, and no place of flashc's; says so where it is not."""
        is_ours = any(is_own(path, self._name) for path in wanted)
        ours = "it would be among flashc's own files" if is_ours else None
        problem = ours or _too_much(use, listed, wanted)
        if problem is not None:
            self._said.setdefault(use.folder, _left_out(use, problem, self._line(use.folder)))
            return False
        if not use.anchored:
            one = Use(path=use.folder, anchored=False, function="", span=use.span)
            self._said.setdefault(f"{use.folder}/", wandering(self._bindings, module, one))
        return True

    def ship(
        self, module: str, use: Varied, listed: Listing, contents: Mapping[str, object]
    ) -> None:
        """Add the files that could be read."""
        fresh = {path: one for path, one in contents.items() if isinstance(one, bytes)}
        for path, content in fresh.items():
            self.files[path] = UserFile(path=path, content=content)
            reason = DataFile(path=path, module=module, span=use.span)
            self.reasons.setdefault(path, reason)
        if fresh:
            self._said.setdefault(use.folder, _shipped(use, len(fresh), listed))

    def _line(self, folder: str) -> str:
        return include_line(self._bindings, self._config, self._name, folder)


def _wanted(use: Varied, listing: Listing) -> Iterator[str]:
    """Yield what may be meant: of the import root what fits the name, of a folder all data."""
    start = f"{use.folder}/" if use.folder else ""
    fits = re.compile(".+".join(map(re.escape, use.rest.split(GAP))).replace("/.+", "/.*"))
    for path in listing.files:
        below = path.removeprefix(start)
        if path.endswith(".py") and not use.rest.endswith(".py"):
            continue
        if use.folder or ("/" not in below and fits.fullmatch(below)):
            yield path


def _too_much(use: Varied, listing: Listing, wanted: tuple[str, ...]) -> str | None:
    if not use.folder:
        is_named = len(use.rest.replace(GAP, "").strip("/.")) > 0
        return None if is_named else "it may be any file of the import root"
    if len(wanted) > MOST:
        return f"its folder `{use.folder}` holds more than {MOST} files"
    if listing.size > LARGEST:
        return f"its folder `{use.folder}` is larger than {LARGEST >> 20} MiB"
    return None


def _shown(use: Varied) -> str:
    return posixpath.join(use.folder, use.rest.replace(GAP, "*"))


def _shipped(use: Varied, count: int, listing: Listing) -> Diagnostic:
    files = "its one file ships" if count == 1 else f"its {count} files ship"
    kept = f"never shipped: {', '.join(f'`{path}`' for path in listing.kept[:3])}"
    return Diagnostic(
        code=codes.FOLDER_SHIPS,
        message=f"the folder `{use.folder}` ships with the worker" if use.folder else f"{files}",
        primary=Label(span=use.span, text=f"may be any `{_shown(use)}`: {files}"),
        notes=(kept,) if listing.kept and use.folder else (),
    )


def _left_out(use: Varied, reason: str, line: str) -> Diagnostic:
    return Diagnostic(
        code=codes.FOLDER_NOT_SHIPPED,
        message=f"`{_shown(use)}` does not ship with the worker",
        primary=Label(span=use.span, text=reason),
        notes=("its name is known only when it runs, so flashc cannot tell which files are meant",),
        help=f"ship what is meant: {line}",
    )


def _of_unknown_package(use: Varied, line: str) -> Diagnostic:
    return Diagnostic(
        code=codes.FOLDER_NOT_SHIPPED,
        message="data of a package that is read here may be missing in the worker",
        primary=Label(span=use.span, text="which package this is, only running tells"),
        help=f'name the package, `files("package")`, or ship its folder: {line}',
    )
