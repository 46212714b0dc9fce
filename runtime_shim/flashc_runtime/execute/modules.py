"""Modules that come with a request: importable from memory, nothing is written to disk.

There is one set of them, as there is one `sys.modules`. Requests add to it, so that functions which
bring different modules may run at once. When one brings another text of a module that is there, all
go, as any of them may have imported it, and the worker's own modules that they hid return.
"""

import linecache
import sys
import threading
from collections.abc import Mapping, Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path
from types import CodeType, ModuleType
from typing import NamedTuple

from flashc_runtime.execute.task import RefusedError

_OURS = frozenset({"flashc_runtime", "tetra_rp", "runpod_flash", "sitecustomize", "usercustomize"})
"""What the worker runs on, beside the standard library; Python itself imports the last two."""
_SITE = ("site-packages", "dist-packages")


class SentModule(NamedTuple):
    """A module of a request."""

    path: str
    source: str
    is_package: bool

    @property
    def filename(self) -> str:
        """How tracebacks call the file; it exists nowhere."""
        return f"/execute/{self.path}"


class SentModules(MetaPathFinder):
    """The modules that came with requests."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._modules: Mapping[str, SentModule] = {}
        self._hidden: dict[str, ModuleType] = {}
        # Packages that are folders of the request without `__init__.py`.
        self._folders: set[str] = set()

    def activate(self, files: Mapping[str, str]) -> None:
        """Make these modules importable.

        `files` are sources by relative path. Modules with the very text that the worker ships are
        left to the worker. Raises `RefusedError` for a path or name that no module can have.
        """
        modules = _by_name(files)
        with self._lock:
            known = self._modules
            if any(name in known and known[name] != each for name, each in modules.items()):
                self.deactivate()
            self._add(modules)

    def _add(self, modules: Mapping[str, SentModule]) -> None:
        new = {
            name: module
            for name, module in modules.items()
            if name not in self._modules and not _is_text_of(sys.modules.get(name), module.source)
        }
        for name in new:
            hidden = sys.modules.pop(name, None)
            if hidden is not None:
                self._hidden[name] = hidden
        # A new mapping: the import system may be reading the old one in another thread.
        self._modules = {**self._modules, **new}
        if self._modules and self not in sys.meta_path:
            sys.meta_path.insert(0, self)

    def deactivate(self) -> None:
        """Forget all modules of requests, and let the worker's own return."""
        if self in sys.meta_path:
            sys.meta_path.remove(self)
        for name, module in self._modules.items():
            sys.modules.pop(name, None)
            linecache.cache.pop(module.filename, None)
        for name, shipped in self._hidden.items():
            sys.modules[name] = shipped
            parent, _, child = name.rpartition(".")
            if parent in sys.modules:
                setattr(sys.modules[parent], child, shipped)
        for name in self._folders:
            sys.modules.pop(name, None)
        self._modules, self._hidden, self._folders = {}, {}, set()

    def _is_folder(self, name: str) -> bool:
        return any(each.startswith(f"{name}.") for each in self._modules)

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Find a module of the request; part of the import protocol."""
        module = self._modules.get(fullname)
        if module is not None:
            spec = ModuleSpec(
                fullname, _Source(module), origin=module.filename, is_package=module.is_package
            )
            spec.has_location = True
            return spec
        if self._is_folder(fullname) and PathFinder.find_spec(fullname, path, target) is None:
            spec = ModuleSpec(fullname, None, is_package=True)
            self._folders.add(fullname)
            return spec
        return None


class _Source(Loader):
    def __init__(self, module: SentModule) -> None:
        self._module = module

    def exec_module(self, module: ModuleType) -> None:
        """Run the module's code."""
        exec(self.get_code(module.__name__), module.__dict__)  # noqa: S102  (what it is for)

    def get_code(self, _name: str) -> CodeType:
        """Return the module's code."""
        code: CodeType = compile(
            self._module.source, self._module.filename, "exec", dont_inherit=True
        )
        return code

    def get_source(self, _name: str) -> str:
        """Return the module's text, which tracebacks quote."""
        return self._module.source


def _by_name(files: Mapping[str, str]) -> dict[str, SentModule]:
    found: dict[str, SentModule] = {}
    for path, source in files.items():
        name, is_package = _name(path)
        if name in found:
            raise RefusedError(
                f"modules: {found[name].path!r} and {path!r} are the same module {name}"
            )
        _check_free(path, name.partition(".")[0])
        found[name] = SentModule(path=path, source=source, is_package=is_package)
    return found


def _name(path: str) -> tuple[str, bool]:
    parts = path.removesuffix(".py").split("/")
    # Only names that an import statement can spell: no "..", no drive, no hidden folder.
    if not path.endswith(".py") or not all(part.isidentifier() for part in parts):
        raise RefusedError(
            f"modules: {path!r} is no path of a module: write it relative, as in 'package/module.py'"
        )
    is_package = parts[-1] == "__init__"
    kept = parts[:-1] if is_package else parts
    if not kept:
        raise RefusedError(f"modules: {path!r} lies in no package")
    return ".".join(kept), is_package


def _check_free(path: str, top: str) -> None:
    worker = getattr(getattr(sys.modules.get("__main__"), "__spec__", None), "parent", None)
    if top in sys.stdlib_module_names or top in _OURS or top in ("__main__", worker):
        raise RefusedError(f"modules: {path!r} would replace {top}, which the worker runs on")
    if any(part in _SITE for place in _places(top) for part in Path(place).parts):
        raise RefusedError(f"modules: {path!r} would replace the installed package {top}")


def _places(top: str) -> list[str]:
    """Return where a module lies on disk, be it imported already or not."""
    loaded = getattr(sys.modules.get(top), "__file__", None)
    found = PathFinder.find_spec(top)
    origin = found.origin if found is not None else None
    folders = found.submodule_search_locations if found is not None else None
    return [*filter(None, (loaded, origin)), *(folders or ())]


def _is_text_of(module: ModuleType | None, source: str) -> bool:
    file = getattr(module, "__file__", None)
    try:
        return bool(file) and Path(str(file)).read_bytes() == source.encode("utf-8")
    except OSError:
        return False
