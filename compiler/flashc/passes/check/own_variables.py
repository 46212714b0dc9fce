"""FC512, FC513: variables in `env=` that a worker's start depends on, or that are decided elsewhere."""

from collections.abc import Iterator, Mapping

from flashc import codes
from flashc.diagnostic import Diagnostic, Label
from flashc.ir.facts import Value
from flashc.ir.program import LoadBalancedEndpoint, Program, Setting

# Where the image finds its Python, and that its packages. Windows aside, names have a letter case.
_FINDS = frozenset({"PATH", "PYTHONPATH", "PYTHONHOME"})
# What the image sets (see the Dockerfile's template): the real environment wins.
_OF_THE_IMAGE = {
    "HOST": "0.0.0.0",  # noqa: S104
    "PORT": "8000",
    "HOME": "/tmp",  # noqa: S108
    "LOGNAME": "worker",
}
# What the image sets to the value that anybody would.
_ALIKE = frozenset({"PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE"})
_EARLY = ("PYTHON", "LD_", "GLIBC_TUNABLES", "MALLOC_")


def check_own_variables(program: Program) -> Iterator[Diagnostic]:
    """Report each once for the endpoint that names it; queue endpoints have no image of ours."""
    for endpoint in program.endpoints:
        for setting in endpoint.resource.settings:
            is_env = setting.name == "env" and isinstance(setting.value, Mapping)
            if not is_env or not isinstance(endpoint, LoadBalancedEndpoint):
                continue
            for name, value in setting.value.items() if isinstance(setting.value, Mapping) else ():
                found = _problem(name, value, setting)
                if found is not None:
                    yield found


def _problem(name: str, value: Value, setting: Setting) -> Diagnostic | None:
    place = setting.entries.get(name, setting.span)
    if name in _FINDS:
        return Diagnostic(
            code=codes.BREAKS_THE_START,
            message=f"`{name}` in `env` would keep the worker from starting",
            primary=Label(span=place, text="the image finds its Python and packages by it"),
            help=_INSTEAD[name],
        )
    if not isinstance(value, str):
        # Said to be set where the worker is deployed, which is what the advice would be.
        return None
    if name in _OF_THE_IMAGE:
        reason = (
            f"the image sets it to `{_OF_THE_IMAGE[name]}`, and the platform may set it: both win"
        )
    elif name.startswith(_EARLY) and name not in _ALIKE:
        reason = "it is read when the process starts, before the worker can set it"
    else:
        return None
    return Diagnostic(
        code=codes.SET_ELSEWHERE,
        message=f"`{name}` in `env` has no effect in the worker's image",
        primary=Label(span=place, text=reason),
        help=f"leave it out, and set it where the worker is deployed: `docker run -e {name}=...`",
    )


_ADD = "leave it out: put modules below the import root, and packages into `dependencies`"
_INSTEAD = {
    "PATH": "leave it out, and name programs by their whole path: `/usr/bin/ffmpeg`",
    "PYTHONPATH": _ADD,
    "PYTHONHOME": _ADD,
}
