"""`requirements.txt`, as pip documents its format.

Read here rather than by a library: those that exist give no places, read files themselves, skip
what they do not know, or have not been released for years.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from flashc import codes
from flashc.dependencies.direct import direct_requirement, is_address, is_local
from flashc.dependencies.lines import Line, logical_lines
from flashc.diagnostic import Diagnostic, Label
from flashc.ir.constraints import Entry, Role
from flashc.passes.requirements.passwords import has_password
from flashc.passes.requirements.pep508 import parse
from flashc.source import SourceFile, Span

_OPTION = re.compile(r"(--[a-z][a-z-]*|-[a-zA-Z])(?:\s*=\s*|\s*)(.*)", re.DOTALL)
_TRAILING_OPTIONS = re.compile(r"\s+--?[a-zA-Z].*$", re.DOTALL)
_INCLUDES = {
    "-r": Role.REQUIRED,
    "--requirement": Role.REQUIRED,
    "-c": Role.CONSTRAINT,
    "--constraint": Role.CONSTRAINT,
}
_EDITABLE = frozenset({"-e", "--editable"})
_INDEX = frozenset(
    [
        "-i",
        "--index-url",
        "--pypi-url",
        "--extra-index-url",
        "--no-index",
        "-f",
        "--find-links",
        "--trusted-host",
    ]
)
_OTHER = frozenset(
    [
        "--pre",
        "--prefer-binary",
        "--no-binary",
        "--only-binary",
        "--require-hashes",
        "--use-feature",
    ]
)
_HASH = re.compile(r"\s--hash[=\s]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Include:
    """`-r` or `-c`: another file, its path as it is written."""

    path: str
    role: Role
    span: Span


Said = Entry | Include | Diagnostic


def read_requirements(source: SourceFile, role: Role) -> Iterator[Said]:
    """Yield what each line says; entries have the role of the file."""
    hashes: list[Span] = []
    for line in logical_lines(source):
        if _HASH.search(line.text):
            hashes.append(line.span(1))
        if line.text.startswith("-"):
            yield from _option(line, role)
        else:
            yield _requirement(line, _TRAILING_OPTIONS.sub("", line.text), role)
    if hashes:
        yield _hashes(source, hashes[0])


def _option(line: Line, role: Role) -> Iterator[Said]:
    match = _OPTION.fullmatch(line.text)
    name, value = (match[1], match[2].strip()) if match else (line.text, "")
    span = line.span(len(name))
    if name in _INCLUDES:
        found = Role.CONSTRAINT if role is Role.CONSTRAINT else _INCLUDES[name]
        yield Include(path=value, role=found, span=line.span(len(line.text)))
    elif name in _EDITABLE:
        yield _requirement(line, _TRAILING_OPTIONS.sub("", value), role)
    elif name in _INDEX:
        yield _left_out(name, span)
    elif name in _OTHER:
        yield _note(f"`{name}` is left out", span, "workers install with pip's own defaults")
    else:
        yield _unreadable(line, f"`{name}` is not an option of a requirements file")


def _requirement(line: Line, text: str, role: Role) -> Said:
    span = line.span(len(text) if line.text.startswith(text) else len(line.text))
    if is_local(text):
        return _note(
            f"`{text}` is left out",
            span,
            "a worker cannot install a folder or file of this machine; it ships the modules that"
            " it imports from below the import root",
        )
    parts = parse(direct_requirement(text) or text)
    if parts is None:
        return _unreadable(line, f"`{text}` is not a requirement")
    if has_password(parts.url):
        return _password(parts.name, span)
    return Entry(name=parts.name, requirement=parts.text, role=role, local=False, span=span)


def _unreadable(line: Line, message: str) -> Diagnostic:
    return Diagnostic(
        code=codes.REQUIREMENTS_UNREADABLE,
        message=message,
        primary=Label(span=line.span(len(line.text.split("  ")[0]))),
        help=(
            "name what is at the address: `name @ https://...`"
            if is_address(line.text)
            else "write one requirement a line, such as `numpy` or `torch>=2,<3`"
        ),
    )


def _password(name: str, span: Span) -> Diagnostic:
    return Diagnostic(
        code=codes.PASSWORD_IN_ADDRESS,
        message=f"the address of `{name}` holds a password or token",
        primary=Label(span=span, text="a worker's requirements are read by many"),
        help="put a variable in its place, `https://${TOKEN}@...`: pip asks the environment for it",
    )


def _left_out(name: str, span: Span) -> Diagnostic:
    return _note(
        f"`{name}` is left out",
        span,
        "no worker holds the address of an index; give it to pip where images are built",
    )


def _hashes(source: SourceFile, span: Span) -> Diagnostic:
    reason = "pip wants hashes for all requirements or for none, and a worker has more than these"
    advice = "`--lock` writes a complete set"
    return _note(f"the hashes of `{source.path}` are left out", span, reason, advice)


def _note(message: str, span: Span, reason: str, advice: str | None = None) -> Diagnostic:
    return Diagnostic(
        code=codes.LINE_LEFT_OUT,
        message=message,
        primary=Label(span=span),
        notes=(reason,),
        help=advice,
    )
