"""`--python` and `--define`: what only the command line says about a compile."""

import re
from collections.abc import Iterable

from flashc.commands.outcome import CommandError
from flashc.ir.settings import Options
from flashc.passes.secrets import looks_secret
from flashc.passes.settle.python_ranges import DEFAULT, PYTHONS, number

_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_PYTHON = re.compile(r"\d+\.\d+")


def options_from(python: str | None, define: Iterable[str]) -> tuple[Options, tuple[str, ...]]:
    """Read both options; give them, and the words that say them again. Raises `CommandError`."""
    words: tuple[str, ...] = () if python is None else ("--python", _checked_python(python))
    defines: dict[str, str] = {}
    for text in define:
        name, value = _definition(text)
        if defines.setdefault(name, value) != value:
            raise CommandError(f"`{name}` is defined twice", "define it once")
        words += ("--define", text)
    return Options(python=python, defines=defines), words


def _checked_python(python: str) -> str:
    if python in PYTHONS:
        return python
    known = ", ".join(PYTHONS)
    if _PYTHON.fullmatch(python) and number(python) < number(DEFAULT):
        advice = f"FastAPI, which serves them, needs {DEFAULT} or newer: one of {known}"
    else:
        advice = f"one of: {known}"
    raise CommandError(f"workers cannot run on Python `{python}`", advice)


def _definition(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not _VARIABLE.fullmatch(name):
        raise CommandError(f"`--define {text}` defines nothing", "write `--define NAME=value`")
    if "\0" in value:
        raise CommandError(f"the value of `{name}` holds a NUL character", "leave it out")
    if looks_secret(name, value):
        # What a compile uses stands in files that are committed and in layers of images.
        raise CommandError(
            f"`{name}` looks like a secret, and what is defined is written into the build",
            'leave it to the deployment: `env={"NAME": os.environ["NAME"]}` passes it on',
        )
    return name, value
