"""FC507: variables in `env=` that no system can hold."""

import re
from collections.abc import Iterator, Mapping

from flashc import codes
from flashc.diagnostic import Diagnostic, Label
from flashc.ir.facts import Value
from flashc.ir.program import Program

# Stated here, because what Python calls printable changes with its version.
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def check_env(program: Program) -> Iterator[Diagnostic]:
    """Report names and values that would keep the worker from starting."""
    for endpoint in program.endpoints:
        for setting in endpoint.resource.settings:
            if setting.name != "env" or not isinstance(setting.value, Mapping):
                continue
            for name, value in setting.value.items():
                problem = _problem(name, value)
                if problem is not None:
                    yield Diagnostic(
                        code=codes.INVALID_VARIABLE,
                        message=f"the variable {name!a} in `env` {problem}",
                        primary=Label(span=setting.span),
                        help='write text for each name: `env={"LOG_LEVEL": "info"}`',
                    )


def _problem(name: str, value: Value) -> str | None:
    # A line end or another control character would be one in files of variables, too.
    if not name or "=" in name or _CONTROLS.search(name):
        return "has a name that no system can hold"
    if isinstance(value, bool | int | float | bytes | tuple) or value is None:
        return "has a value that is not text"
    if isinstance(value, str) and ("\0" in value or not _is_unicode(value)):
        return "has a value that no system can hold"
    return None


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
