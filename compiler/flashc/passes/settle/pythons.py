"""Pythons: on which Python each endpoint's worker runs, from all who have a say in it.

The command line decides first, then what is said about workers (`python_version=` of the resource,
`python` in flash.toml), then `.python-version`, then the oldest version in `requires-python`. What
contradicts the choice is reported with both places; nothing is overruled in silence.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flashc import codes
from flashc.diagnostic import Diagnostic, Label, Severity
from flashc.ir.bindings import Bindings
from flashc.ir.constraints import Constraints, PythonRange, PythonVersion
from flashc.ir.declarations import Declarations
from flashc.ir.program import Resource
from flashc.ir.settings import Config, Options
from flashc.passes.settle.python_ranges import DEFAULT, PYTHONS, allows, lowest, number
from flashc.passes.toml_words import toml_key
from flashc.source import Span

FIELD = "python_version"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Choice:
    """A version and where it is chosen: None on the command line, or where nobody says anything."""

    python: str
    span: Span | None


def settle_pythons(
    declarations: Declarations,
    bindings: Bindings,
    constraints: Constraints,
    config: Config,
    options: Options,
) -> tuple[Mapping[str, str], tuple[Diagnostic, ...]]:
    """Give the Python of each endpoint by its name, and what contradicts it, each thing once."""
    homes: dict[str, set[str]] = {}
    for one in declarations.declared:
        homes.setdefault(one.resource.name, set()).add(one.module)
    pythons: dict[str, str] = {}
    problems: dict[tuple[object, ...], Diagnostic] = {}
    for resource in declarations.resources:
        modules = homes.get(resource.name, {resource.module})
        scopes = [constraints.scope_of(bindings.modules[m].source.shipped) for m in sorted(modules)]
        claims = tuple(dict.fromkeys(claim for scope in scopes for claim in scope.pythons))
        choice, found = _choose(resource, claims, config, options)
        pythons[resource.name] = choice.python
        is_said = choice.span is not None or options.python is not None
        for problem in (*found, *(_excluded(choice, claims) if is_said else ())):
            problems.setdefault((problem.primary, problem.labels), problem)
    return pythons, tuple(problems.values())


def _choose(
    resource: Resource,
    claims: tuple[PythonRange | PythonVersion, ...],
    config: Config,
    options: Options,
) -> tuple[_Choice, tuple[Diagnostic, ...]]:
    stated = next((s for s in resource.settings if s.name == FIELD), None)
    own = None if stated is None else _Choice(python=str(stated.value), span=stated.span)
    if own is not None and own.python not in PYTHONS:
        return _Choice(python=DEFAULT, span=None), (_no_such(own, resource),)
    file = None
    if config.python is not None:
        file = _Choice(python=str(config.python.value), span=config.python.span)
    if options.python is not None:
        choice = _Choice(python=options.python, span=None)
        differs = own is not None and own.python != choice.python
        return choice, (_option_differs(own, choice),) if differs and own else ()
    if own is not None and file is not None and own.python != file.python:
        return own, (_both(own, file, resource),)
    explicit = own or file
    picked = tuple(c for c in claims if isinstance(c, PythonVersion))
    if explicit is not None:
        return explicit, tuple(
            _overruled(one, explicit) for one in picked if one.version != explicit.python
        )
    if picked:
        choice = _Choice(python=picked[0].version, span=picked[0].span)
        if choice.python not in PYTHONS:
            return _Choice(python=DEFAULT, span=None), (_no_such(choice, resource),)
        others = tuple(one for one in picked if one.version != choice.python)
        return choice, (_divided(picked[0], others, resource),) if others else ()
    ranges = tuple(c for c in claims if isinstance(c, PythonRange))
    least = lowest(tuple(c.specifier for c in ranges))
    return _Choice(python=least or DEFAULT, span=None), () if least else tuple(_too_old(ranges))


def _excluded(
    choice: _Choice, claims: tuple[PythonRange | PythonVersion, ...]
) -> Iterator[Diagnostic]:
    """Report each range of the project that does not hold the version."""
    for claim in claims:
        if isinstance(claim, PythonRange) and not allows(claim.specifier, choice.python):
            yield Diagnostic(
                code=codes.PYTHON_CONTRADICTION,
                message=f"the project does not allow Python {choice.python}",
                primary=Label(span=claim.span, text=f"allows `{claim.specifier}`"),
                labels=(
                    () if choice.span is None else (Label(span=choice.span, text="chosen here"),)
                ),
                notes=() if choice.span else (f"`--python` says {choice.python}",),
                help="choose a version that the project allows, or widen what it allows",
            )


def _both(own: _Choice, file: _Choice, resource: Resource) -> Diagnostic:
    table = f"[endpoint.{toml_key(resource.name)}]"
    return _contradiction(
        f"`{resource.name}` shall run on Python {own.python}, and all workers on {file.python}",
        Label(span=own.span or resource.span, text="this endpoint"),
        () if file.span is None else (Label(span=file.span, text="all workers"),),
        f'make the two agree, or settle it in flash.toml:\n{table}\npython = "{own.python}"',
    )


def _option_differs(own: _Choice, choice: _Choice) -> Diagnostic:
    return Diagnostic(
        code=codes.PYTHON_CONTRADICTION,
        message=f"`--python {choice.python}` contradicts the source",
        primary=None if own.span is None else Label(span=own.span, text="stated here"),
        help="leave the option out, or change the source",
    )


def _divided(
    first: PythonVersion, others: tuple[PythonVersion, ...], resource: Resource
) -> Diagnostic:
    table = f"[endpoint.{toml_key(resource.name)}]"
    versions = " and ".join(one.version for one in (first, *others))
    return _contradiction(
        f"the functions of `{resource.name}` are worked on with Python {versions}",
        Label(span=first.span, text="nearest to some of its modules"),
        tuple(Label(span=one.span, text="nearest to others") for one in others),
        f'say which one its worker runs on, in flash.toml:\n{table}\npython = "{first.version}"',
    )


def _overruled(picked: PythonVersion, explicit: _Choice) -> Diagnostic:
    where = (
        () if explicit.span is None else (Label(span=explicit.span, text="workers run on this"),)
    )
    return Diagnostic(
        code=codes.PYTHON_CONTRADICTION,
        severity=Severity.WARNING,
        message=f"you work with Python {picked.version}, and workers run on {explicit.python}",
        primary=Label(span=picked.span),
        labels=where,
        help="make the two agree, so that what you try is what runs",
    )


def _no_such(choice: _Choice, resource: Resource) -> Diagnostic:
    is_old = choice.python.count(".") == 1 and choice.python.replace(".", "").isdigit()
    is_old = is_old and number(choice.python) < number(DEFAULT)
    near = ".".join(choice.python.split(".")[:2])
    advice = f'write "{near}"' if near in PYTHONS else f"use one of: {', '.join(PYTHONS)}"
    if choice.span is not None and choice.span.path.endswith(".python-version"):
        advice = f'keep it, and say in flash.toml what workers run on:\npython = "{DEFAULT}"'
    return Diagnostic(
        code=codes.PYTHON_NOT_SUPPORTED,
        message=f"workers cannot run on Python `{choice.python}`",
        primary=Label(span=choice.span or resource.span),
        notes=(f"FastAPI, which serves them, needs {DEFAULT} or newer",) if is_old else (),
        help=advice,
    )


def _too_old(ranges: tuple[PythonRange, ...]) -> Iterator[Diagnostic]:
    first, *others = ranges
    yield Diagnostic(
        code=codes.PYTHON_NOT_SUPPORTED,
        message="no Python that the project allows can run a worker",
        primary=Label(span=first.span, text=f"allows `{first.specifier}`"),
        labels=tuple(Label(span=one.span, text=f"and `{one.specifier}`") for one in others),
        notes=(f"workers run on: {', '.join(PYTHONS)}",),
        help=f"allow one of them: `>={DEFAULT}`",
    )


def _contradiction(
    message: str, primary: Label, labels: tuple[Label, ...], advice: str
) -> Diagnostic:
    return Diagnostic(
        code=codes.PYTHON_CONTRADICTION,
        message=message,
        primary=primary,
        labels=labels,
        help=advice,
    )
