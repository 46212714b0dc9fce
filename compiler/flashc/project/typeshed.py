"""The names of the standard library, by version and platform, read off typeshed's stubs.

`typeshed_client` costs 50 ms to import and up to 60 ms for a module, so it is asked only about names
that no line of the stub binds outside of every condition; for the others the stub's text is enough.
"""

import re
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path

# What a line without indentation binds, in the few forms that stubs have.
_BOUND = re.compile(r"^(?:async def|def|class) (\w+)|^(\w+)(?: *:[^=\n]*)? *=|^(\w+) *:", re.M)
_IMPORT = re.compile(r"^from ([\w.]+) import (?:\(([^)]*)\)|([^(\n]+))", re.M)
# An `if` with all its arms, and where each arm begins.
_CHAIN = re.compile(r"^if [^\n]*\n(?:(?: [^\n]*|elif [^\n]*|else:[^\n]*)?\n)*", re.M)
_ARM = re.compile(r"^(?:if |elif |else:)[^\n]*\n", re.M)
_INDENT = re.compile(r"^    ", re.M)
_COMMENT = re.compile(r"#[^\n]*")


class Typeshed:
    """The standard library as typeshed describes it."""

    def always(self, module: str) -> frozenset[str]:
        """Give the names that the module's stub binds outside of every condition."""
        return _always(module)

    def below(self, package: str) -> frozenset[str]:
        """Give the names of the modules in a package that have a stub, in whatever version."""
        return _below(package)

    def names(self, module: str, python: str, platform: str) -> frozenset[str] | None:
        """Give all names of the module's stub; None where that version has no such module."""
        return _names(module, python, platform)


@cache
def _always(module: str, depth: int = 0) -> frozenset[str]:
    path = _stub(module)
    if path is None:
        return frozenset()
    found, stars = _bound(path.read_text(encoding="utf-8"))
    package = module if path.stem == "__init__" else module.rpartition(".")[0]
    for star in stars if depth < 4 else ():
        found |= {name for name in _always(_absolute(star, package), depth + 1) if name[:1] != "_"}
    return frozenset(found)


def _bound(text: str) -> tuple[set[str], set[str]]:
    """Give the names that a stub's text binds in any case, and the modules of its star imports."""
    found = {name for names in _BOUND.findall(text) for name in names if name}
    stars = set()
    for source, several, one in _IMPORT.findall(text):
        for part in _COMMENT.sub("", several or one).split(","):
            name = part.split(" as ")[-1].strip()
            if name == "*":
                stars.add(source)
            elif name:
                found.add(name)
    for arms in _alternatives(text):
        found |= set.intersection(*(_bound(arm)[0] for arm in arms))
    return found, stars


def _alternatives(text: str) -> Iterator[list[str]]:
    """Yield the arms of every `if` without indentation that has an `else`."""
    for chain in _CHAIN.findall(text):
        arms = _ARM.split(chain)[1:]
        if re.search(r"^else:", chain, re.MULTILINE):
            yield [_INDENT.sub("", arm) for arm in arms]


def _absolute(source: str, package: str) -> str:
    name = source.lstrip(".")
    level = len(source) - len(name)
    if not level:
        return name
    parts = package.split(".")
    return ".".join([*parts[: len(parts) + 1 - level], *([name] if name else [])])


@cache
def _folder() -> Path | None:
    # Finding the package imports nothing of it.
    spec = find_spec("typeshed_client")
    places = spec.submodule_search_locations if spec is not None else None
    return Path(places[0], "typeshed") if places else None


def _stub(module: str) -> Path | None:
    folder = _folder()
    if folder is None:
        return None
    base = folder.joinpath(*module.split("."))
    found = (base / "__init__.pyi", base.with_name(f"{base.name}.pyi"))
    return next((path for path in found if path.is_file()), None)


@cache
def _below(package: str) -> frozenset[str]:
    path = _stub(package)
    if path is None or path.stem != "__init__":
        return frozenset()
    return frozenset(one.stem for one in path.parent.iterdir() if one.stem != "__init__")


@cache
def _names(module: str, python: str, platform: str) -> frozenset[str] | None:
    import typeshed_client  # noqa: PLC0415  (only a doubtful name needs it)

    major, minor = map(int, python.split("."))
    context = typeshed_client.get_search_context(
        version=(major, minor),
        platform=platform,
        search_path=(),
        implementation_name="cpython",
        implementation_version=(major, minor),
    )
    found = typeshed_client.get_stub_names(module, search_context=context)
    return None if found is None else frozenset(found)
