"""Packages: `dependencies` as PEP 508 requirements, `system_dependencies` as Debian packages."""

import re
from collections.abc import Callable

from flashc import codes
from flashc.diagnostic import Code, Diagnostic, Label
from flashc.ir.declarations import Declaration
from flashc.ir.facts import Fact, Unknown
from flashc.ir.functions import Packages
from flashc.passes.lower.routes import settled_by
from flashc.passes.requirements.passwords import has_password, without_passwords
from flashc.passes.requirements.pep508 import is_file, parse

# Debian policy 5.6.1 (names) and 5.6.12 (versions).
DEBIAN = re.compile(r"[a-z0-9][a-z0-9+.-]+(=[A-Za-z0-9.+~:-]+)?", re.ASCII)
# Hours of confusion come from pip options and shell text in this list, so they are named as such.
Check = Callable[[str], str | None]


def lower_packages(declaration: Declaration) -> tuple[Packages, tuple[Diagnostic, ...]]:
    """Give the valid entries of both lists, and what is wrong with the others."""
    python, problems = _entries(
        declaration, "dependencies", codes.INVALID_DEPENDENCY, _python_problem
    )
    system, more = _entries(
        declaration, "system_dependencies", codes.INVALID_SYSTEM_DEPENDENCY, _system_problem
    )
    return Packages(python=python, system=system), (*problems, *more)


def _entries(
    declaration: Declaration, name: str, code: Code, problem_of: Check
) -> tuple[tuple[str, ...], tuple[Diagnostic, ...]]:
    fact: Fact | None = getattr(declaration, name)
    if fact is None:
        return (), ()
    if isinstance(fact, Unknown):
        return (), () if fact.broken else (_unknown(fact, name, declaration),)
    value = fact.value
    if not isinstance(value, tuple) or not all(isinstance(entry, str) for entry in value):
        return (), (_not_a_list(fact, name),)
    texts = tuple(str(entry).strip() for entry in value)
    problems = [(text, problem_of(text)) for text in texts]
    diagnostics = tuple(
        Diagnostic(
            code=code,
            message=f"{without_passwords(text)!r} in `{name}` is not {what}",
            primary=Label(span=fact.span),
            help=_HELP[name],
        )
        for text, what in problems
        if what is not None
    )
    return tuple(text for text, what in problems if what is None), diagnostics


def _python_problem(text: str) -> str | None:
    parts = parse(text)
    if parts is None:
        return "a requirement (PEP 508)"
    if is_file(parts.url):
        return "something that a worker can install: it is a file of this machine"
    return "free of passwords: put a variable there" if has_password(parts.url) else None


def _system_problem(text: str) -> str | None:
    return None if DEBIAN.fullmatch(text) else "the name of a Debian package"


def _unknown(fact: Unknown, name: str, declaration: Declaration) -> Diagnostic:
    line = f'{name}=["..."]'
    return Diagnostic(
        code=codes.ARGUMENT_NOT_CONSTANT,
        message=f"`{name}` is not a constant",
        primary=Label(span=fact.span, text=fact.reason),
        help=settled_by(f"write the list out: `{line}`", declaration, line, fact.variable),
    )


def _not_a_list(fact: Fact, name: str) -> Diagnostic:
    return Diagnostic(
        code=codes.WRONG_ARGUMENT_TYPE,
        message=f"`{name}` is not a list of strings",
        primary=Label(span=fact.span),
        help=f'write a list: `{name}=["..."]`',
    )


_HELP = {
    "dependencies": "write one requirement an entry, such as `numpy` or `torch>=2`; no pip options",
    "system_dependencies": "write one package an entry, such as `ffmpeg` or `git=1:2.39.5-0`",
}
