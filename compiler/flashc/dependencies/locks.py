"""`uv.lock` and `poetry.lock`: which version of everything the project runs with.

Lock files are long, and only names, versions and sources matter here, so only the head of each
package is parsed.
"""

import re
import tomllib
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from flashc import codes
from flashc.dependencies.toml import not_toml, table
from flashc.diagnostic import Diagnostic, Label
from flashc.ir.constraints import Entry, Role
from flashc.passes.requirements.passwords import has_password
from flashc.passes.requirements.pep508 import Parts, canonical, parse
from flashc.source import SourceFile, Span

_PACKAGE = re.compile(r"^\[\[package\]\][ \t\r]*$", re.MULTILINE)
# Where the head of a package ends: a list of files or dependencies, or another table.
_BODY = re.compile(r"^(?:dependencies|files|sdist|wheels|\[)", re.MULTILINE)
_SOURCE = re.compile(r"^\[package\.source\]\r?\n(?:[a-z_]+ = .*\n?)*", re.MULTILINE)
_VERSION = re.compile(r"^version = [^\r\n]*", re.MULTILINE)
_CONFLICT = re.compile(r"^(?:<{7}|={7}|>{7})", re.MULTILINE)
_LOCAL = frozenset({"path", "editable", "virtual", "directory"})


def read_lock(source: SourceFile) -> Iterator[Entry | Diagnostic]:
    """Yield one entry for each package."""
    conflict = _CONFLICT.search(source.text)
    if conflict is not None:
        line = source.position(conflict.start()).line
        yield not_toml(source, "an unresolved merge", line, 1)
        return
    heads = [match.end() for match in _PACKAGE.finditer(source.text)]
    for start, end in pairwise([*heads, len(source.text)]):
        yield from _package(source, start, source.text[start:end])


def _package(source: SourceFile, start: int, text: str) -> Iterator[Entry | Diagnostic]:
    body = _BODY.search(text)
    tables = _SOURCE.search(text)
    head = text[: body.start() if body else None] + (tables[0] if tables else "")
    try:
        data = tomllib.loads(head)
    except (ValueError, RecursionError):
        line = source.position(start).line
        yield not_toml(source, "this package cannot be read", line, 1)
        return
    name, version = data.get("name"), data.get("version")
    if not isinstance(name, str):
        return
    place = _VERSION.search(text)
    span = Span(
        path=source.path,
        start=start + (place.start() if place else 0),
        end=start + (place.end() if place else 1),
    )
    origin = table(data, "source") or table(data, "package", "source")
    yield _entry(canonical(name), version, origin, _marker(data), span)


def _entry(name: str, version: Any, origin: Any, marker: str, span: Span) -> Entry | Diagnostic:
    local = bool(_LOCAL & set(origin)) or origin.get("type") in {"directory", "file"}
    parts = Parts(name=name, marker=marker)
    url = _url(origin)
    if url is not None and has_password(url):
        return Diagnostic(
            code=codes.PASSWORD_IN_ADDRESS,
            message=f"the address of `{name}` holds a password or token",
            primary=Label(span=span),
            help="leave the password to git's own configuration, and lock again",
        )
    if url is not None:
        parts = Parts(name=name, url=url, marker=marker)
    elif isinstance(version, str) and not local:
        # A build such as `+cu121` comes from an index of its own; any build of the version will do.
        parts = Parts(name=name, specifier=f"=={version.partition('+')[0]}", marker=marker)
    return Entry(name=name, requirement=parts.text, role=Role.LOCKED, local=local, span=span)


def _url(origin: Any) -> str | None:
    """Give the address of what does not come from an index; that of an index is never kept."""
    git = origin.get("git")
    if isinstance(git, str):
        base, _, revision = git.partition("#")
        return f"git+{base.partition('?')[0]}{f'@{revision}' if revision else ''}"
    address = origin.get("url")
    if origin.get("type") == "git" and isinstance(address, str):
        return f"git+{address}@{origin.get('resolved_reference', 'HEAD')}"
    if isinstance(address, str) and origin.get("type") in {None, "url"}:
        return address
    return None


def _marker(data: Any) -> str:
    """Give the condition under which this version is meant, where a package has several."""
    markers = data.get("resolution-markers", data.get("markers"))
    if isinstance(markers, list):
        markers = " or ".join(f"({one})" for one in markers if isinstance(one, str))
    parts = parse(f"x; {markers}") if isinstance(markers, str) else None
    return parts.marker if parts else ""
