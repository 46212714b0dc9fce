"""`pyproject.toml`: what the project says that it needs."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flashc import codes
from flashc.config.positions import KeyPath, Place, places_in
from flashc.dependencies.poetry import is_local, poetry_requirements, poetry_specifier
from flashc.dependencies.toml import Table, load_toml, table, texts
from flashc.diagnostic import Diagnostic, Label
from flashc.ir.constraints import Entry, PythonRange, Role
from flashc.passes.requirements.passwords import has_password
from flashc.passes.requirements.pep508 import Parts, canonical, parse
from flashc.passes.settle.python_ranges import is_specifier
from flashc.source import SourceFile, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """Its entries; `declares` is false for a file that holds only the settings of tools."""

    entries: tuple[Entry, ...]
    declares: bool
    diagnostics: tuple[Diagnostic, ...]
    pythons: tuple[PythonRange, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Written:
    """One requirement as PEP 508 text, and the key under which it stands."""

    text: str
    role: Role
    path: KeyPath
    local: bool = False


def read_pyproject(source: SourceFile) -> Declared:
    """Read `[project]`, its optional dependencies, dependency groups, and Poetry's tables."""
    data = load_toml(source)
    if isinstance(data, Diagnostic):
        return Declared(entries=(), declares=False, diagnostics=(data,))
    places = places_in(source.text, source.path)
    own, sources = _own_name(data), _uv_sources(data)
    entries: list[Entry] = []
    diagnostics: list[Diagnostic] = []
    for written in (*_project(data), *_groups(data), *_poetry(data)):
        place = places.get(written.path)
        span = place.value if place else Span(path=source.path, start=0, end=0)
        parts = parse(written.text)
        if parts is None or has_password(parts.url):
            diagnostics.append(_unreadable(written.text, parts, span))
        elif parts.name != own:
            entries.append(_entry(parts, written, sources.get(parts.name, {}), span))
    declares = "dependencies" in table(data, "project") or bool(table(data, "tool", "poetry"))
    pythons = tuple(_pythons(data, places, source.path))
    return Declared(
        entries=tuple(entries),
        declares=declares,
        diagnostics=tuple(diagnostics),
        pythons=pythons,
    )


def _pythons(data: Table, places: Mapping[KeyPath, Place], file: str) -> Iterator[PythonRange]:
    """Yield what `requires-python` allows, or Poetry's own entry where there is none."""
    stated = table(data, "project").get("requires-python")
    path: KeyPath = ("project", "requires-python")
    if stated is None:
        path = ("tool", "poetry", "dependencies", "python")
        stated = table(data, "tool", "poetry", "dependencies").get("python")
        stated = poetry_specifier(stated) if isinstance(stated, str) else None
    if isinstance(stated, str) and is_specifier(stated):
        place = places.get(path)
        span = place.value if place else Span(path=file, start=0, end=0)
        yield PythonRange(specifier=stated, span=span)


def _entry(parts: Parts, written: _Written, source: Table, span: Span) -> Entry:
    """Apply what uv knows about where the distribution comes from."""
    local = written.local or "path" in source or source.get("workspace") is True
    text = parts.text
    if isinstance(source.get("git"), str):
        revision = next((source[key] for key in ("rev", "tag", "branch") if key in source), None)
        url = f"git+{source['git']}{f'@{revision}' if revision else ''}"
        text = Parts(name=parts.name, extras=parts.extras, marker=parts.marker, url=url).text
    return Entry(name=parts.name, requirement=text, role=written.role, local=local, span=span)


def _project(data: Table) -> Iterator[_Written]:
    for index, text in texts(table(data, "project").get("dependencies")):
        yield _Written(text=text, role=Role.REQUIRED, path=("project", "dependencies", index))
    for group, values in table(data, "project", "optional-dependencies").items():
        for index, text in texts(values):
            path = ("project", "optional-dependencies", group, index)
            yield _Written(text=text, role=Role.OPTIONAL, path=path)


def _groups(data: Table) -> Iterator[_Written]:
    for group, values in table(data, "dependency-groups").items():
        for index, text in texts(values):
            path = ("dependency-groups", group, index)
            yield _Written(text=text, role=Role.OPTIONAL, path=path)


def _poetry(data: Table) -> Iterator[_Written]:
    top: KeyPath = ("tool", "poetry")
    poetry = table(data, "tool", "poetry")
    yield from _poetry_table(table(poetry, "dependencies"), Role.REQUIRED, (*top, "dependencies"))
    for group in table(poetry, "group"):
        path = (*top, "group", group, "dependencies")
        found = table(poetry, "group", group, "dependencies")
        yield from _poetry_table(found, Role.OPTIONAL, path)


def _poetry_table(found: Table, role: Role, path: KeyPath) -> Iterator[_Written]:
    for name, value in found.items():
        if name == "python":
            continue
        optional = isinstance(value, dict) and value.get("optional") is True
        for text in poetry_requirements(name, value):
            yield _Written(
                text=text,
                role=Role.OPTIONAL if optional else role,
                path=(*path, name),
                local=is_local(value),
            )


def _own_name(data: Table) -> str:
    """Extras of a project may name the project itself, which is no distribution to install."""
    name = table(data, "project").get("name") or table(data, "tool", "poetry").get("name")
    return canonical(name) if isinstance(name, str) else ""


def _uv_sources(data: Table) -> dict[str, Table]:
    found = table(data, "tool", "uv", "sources")
    return {canonical(name): table(found, name) for name in found}


def _unreadable(text: str, parts: Parts | None, span: Span) -> Diagnostic:
    if parts is not None:
        return Diagnostic(
            code=codes.PASSWORD_IN_ADDRESS,
            message=f"the address of `{parts.name}` holds a password or token",
            primary=Label(span=span, text="a worker's requirements are read by many"),
            help="put a variable in its place, `https://${TOKEN}@...`: pip asks the environment",
        )
    return Diagnostic(
        code=codes.REQUIREMENTS_UNREADABLE,
        message=f"`{text}` is not a requirement",
        primary=Label(span=span),
        help="write one requirement an entry, such as `numpy` or `torch>=2,<3` (PEP 508)",
    )
