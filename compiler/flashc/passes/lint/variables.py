"""FC706: variables of the environment that importing a worker's modules reads and nobody declares."""

from collections.abc import Iterator, Mapping

from flashc import codes
from flashc.diagnostic import Diagnostic, Label
from flashc.ir.program import Program, Resource
from flashc.source import Span

# What every image, or the platform, sets.
_ALWAYS = frozenset({"HOME", "HOSTNAME", "LANG", "PATH", "PWD"})
_PLATFORM = "RUNPOD_"

Variables = Mapping[str, Mapping[str, Span]]


def unset_variables(program: Program, read: Variables) -> Variables:
    """Give, by endpoint, the variables in `read` that its `env` does not name, sorted."""
    declared = {one.resource.name: _declared(one.resource) for one in program.endpoints}
    return {
        endpoint: {
            name: span
            for name, span in sorted(found.items())
            if name not in declared[endpoint] | _ALWAYS and not name.startswith(_PLATFORM)
        }
        for endpoint, found in read.items()
    }


def lint_variables(unset: Variables) -> Iterator[Diagnostic]:
    """Say once for each place that reads one, which workers need it."""
    places: dict[tuple[str, Span], list[str]] = {}
    for endpoint, found in unset.items():
        for name, span in found.items():
            places.setdefault((name, span), []).append(endpoint)
    for (name, span), endpoints in places.items():
        first, more = endpoints[0], len(endpoints) - 1
        others = f" and {more} more" if more else ""
        yield Diagnostic(
            code=codes.VARIABLE_NEEDED,
            message=f"`{first}`{others} cannot start where `{name}` is not set",
            primary=Label(span=span, text="read when the worker starts"),
            help="set it where the worker is deployed, or read it with"
            f' `os.environ.get("{name}")`',
        )


def _declared(resource: Resource) -> frozenset[str]:
    env = next((s.value for s in resource.settings if s.name == "env"), None)
    return frozenset(env) if isinstance(env, Mapping) else frozenset()
