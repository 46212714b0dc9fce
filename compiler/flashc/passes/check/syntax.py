"""FC106: syntax that the Python of a worker does not know."""

from collections.abc import Iterable, Iterator, Mapping

from flashc import codes
from flashc.diagnostic import Diagnostic, Label
from flashc.ir.bindings import Bindings
from flashc.ir.closure import Closure
from flashc.ir.program import Program
from flashc.passes.settle.python_ranges import PYTHONS, number
from flashc.source import Span


def check_syntax(
    program: Program, bindings: Bindings, closures: Mapping[str, Closure]
) -> Iterator[Diagnostic]:
    """Report each kind once a module, for the endpoint with the oldest Python that ships it."""
    seen: set[tuple[Span, str]] = set()
    for endpoint in sorted(program.endpoints, key=lambda one: number(one.python)):
        closure = closures.get(endpoint.resource.name)
        for module in closure.modules if closure is not None else ():
            for new in bindings.modules[module].new:
                if (
                    number(new.python) > number(endpoint.python)
                    and (new.span, new.what) not in seen
                ):
                    seen.add((new.span, new.what))
                    yield Diagnostic(
                        code=codes.SYNTAX_TOO_NEW,
                        message=f"Python {new.python} was the first with {new.what}, "
                        f"and `{endpoint.resource.name}` runs on {endpoint.python}",
                        primary=Label(span=new.span, text=f"Python {endpoint.python} refuses this"),
                        help=_advice(new.python),
                    )


def without_doubts(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Leave out the doubt about a file of which it is certain that its worker refuses it."""
    found = list(diagnostics)
    refused = {_path(one) for one in found if one.code == codes.SYNTAX_TOO_NEW}
    return [d for d in found if d.code != codes.SYNTAX_DOUBTFUL or _path(d) not in refused]


def _path(one: Diagnostic) -> str | None:
    return None if one.primary is None else one.primary.span.path


def _advice(python: str) -> str:
    newer = next(one for one in PYTHONS if number(one) >= number(python))
    return (
        f"write it in older syntax, or compile for a newer Python: `--python {newer}`, "
        f'or in flash.toml:\npython = "{newer}"'
    )
