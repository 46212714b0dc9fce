"""FC601, FC607 to FC613: imports that nothing provides, and requirements that reach no worker."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from flashc import codes
from flashc.diagnostic import Diagnostic, Label, Severity
from flashc.ir.bindings import Bindings
from flashc.ir.constraints import Entry, Role, Scope
from flashc.ir.needs import ByImport, Needs, Reason
from flashc.ir.program import Endpoint
from flashc.passes.fold import deciding
from flashc.passes.fold.arms import tests_around
from flashc.passes.program_walk import entries_of
from flashc.passes.requirements.companions import BRINGS, TOOLS
from flashc.passes.requirements.distributions import SDKS, Finding, Verdict, dotted
from flashc.passes.requirements.pep508 import canonical, holds, parse
from flashc.passes.requirements.workers import Worker, way_to
from flashc.passes.toml_words import decided_with
from flashc.source import Span

# How many names a message lists.
_LISTED = 6


def say(
    bindings: Bindings, found: Sequence[tuple[Worker, Sequence[Finding]]]
) -> Iterator[Diagnostic]:
    """Report every import that nothing provides: each module once a file, for all workers at once."""
    lacking: dict[tuple[Span, str, Verdict], list[tuple[Worker, Finding]]] = {}
    for worker, findings in found:
        seen: set[tuple[str, str, Verdict]] = set()
        for finding in findings:
            edge = finding.edge
            key = (edge.span.path, edge.target, finding.verdict)
            if key not in seen:
                seen.add(key)
                same = lacking.setdefault((edge.span, edge.target, finding.verdict), [])
                same.append((worker, finding))
    for (_, _, verdict), each in lacking.items():
        if verdict is Verdict.MISSING:
            yield _missing(bindings, [worker for worker, _ in each], each[0][1])
        elif verdict in (Verdict.ASSUMED, Verdict.DOUBTFUL):
            way = way_to(bindings, [worker for worker, _ in each], each[0][1].module)
            notes = () if way is None else (way,)
            yield from (replace(_SAY[verdict](finding), notes=notes) for _, finding in each)
        else:
            yield from (_SAY[verdict](finding) for _, finding in each)


def dropped_sdk(endpoint: Endpoint) -> Iterator[Diagnostic]:
    """Note each declaration that asks for the SDK itself."""
    for _, entry in entries_of(endpoint):
        for text in entry.packages.python:
            parts = parse(text)
            if parts is not None and parts.name in SDKS:
                yield Diagnostic(
                    code=codes.SDK_LEFT_OUT,
                    message=f"`{text}` is left out of the worker",
                    primary=Label(span=entry.span),
                    notes=("a worker ships a small stand-in with the SDK's names instead",),
                    help="nothing to do; the line may stay",
                )


def local_distribution(
    name: str, reasons: Sequence[Reason], entries: Sequence[Entry]
) -> Iterator[Diagnostic]:
    """Report an import that a folder of the machine provides."""
    place = next(entry.span for entry in entries if entry.local)
    for reason in reasons:
        if isinstance(reason, ByImport) and not reason.edge.guarded:
            yield Diagnostic(
                code=codes.LOCAL_DISTRIBUTION,
                message=f"`{dotted(reason.edge)}` comes from a folder that no worker can install",
                primary=Label(span=reason.edge.span),
                labels=(Label(span=place, text=f"`{name}` is a folder of this machine"),),
                help="choose an import root that holds its modules (`--root`), so that they ship,"
                " or publish it",
            )


def unused(needs: Iterable[Needs]) -> Iterator[Diagnostic]:
    """Note what the project requires and no endpoint needs, once for all modules of a file's scope."""
    used: dict[Scope, set[str]] = {}
    pythons: dict[Scope, set[str]] = {}
    for one in needs:
        names = {need.name for need in one.needs}
        used.setdefault(one.scope, set()).update(
            names, *(BRINGS.get(name, frozenset()) for name in names)
        )
        pythons.setdefault(one.scope, set()).add(one.python)
    # Files that hold for several scopes are used if they are in one.
    done = {e.span for scope, names in used.items() for e in scope.entries if e.name in names}
    for scope, names in used.items():
        left = {
            entry.name: entry
            for entry in reversed(scope.entries)
            if entry.role is Role.REQUIRED
            and entry.span not in done
            and entry.name not in names | TOOLS | SDKS
            and any(_holds(entry, python) for python in pythons[scope])
            and not entry.local
        }
        done.update(entry.span for entry in left.values())
        if left:
            yield _unused(sorted(left.values(), key=lambda e: (e.span.path, e.span.start)))


def _holds(entry: Entry, python: str) -> bool:
    parts = parse(entry.requirement)
    return parts is not None and holds(parts.marker, python)


def _unused(entries: Sequence[Entry]) -> Diagnostic:
    names = _listed([entry.name for entry in entries])
    verb = "is" if len(entries) == 1 else "are"
    return Diagnostic(
        code=codes.REQUIREMENT_UNUSED,
        message=f"no endpoint imports {names}, so {'it is' if verb == 'is' else 'they are'}"
        " in no worker",
        primary=Label(span=entries[0].span),
        help=f'what is loaded without an import is declared: `dependencies=["{entries[0].name}"]`',
    )


def _missing(bindings: Bindings, workers: Sequence[Worker], finding: Finding) -> Diagnostic:
    """Report an import that ends its workers; where none is the module's own, say how it gets there."""
    way = way_to(bindings, workers, finding.module)
    at = f"a function of `{workers[0].endpoint}`" if way else "the function"
    advice = _copy(finding, finding.left, at) if finding.left else _declare(finding, at)
    no_more = f"Python {finding.left} and later have no `{finding.top}`"
    return Diagnostic(
        code=codes.CANNOT_IMPORT,
        message=f"Cannot import module '{finding.edge.target}'",
        primary=Label(
            span=finding.edge.span,
            text=no_more if finding.left else "no requirement provides it",
        ),
        notes=() if way is None else (way,),
        help=decided_with(advice, _deciding(bindings, finding)),
    )


def _declare(finding: Finding, at: str) -> str:
    name = finding.names[0]
    # A name that is close to a known one is a typo: nobody should install what is called like it.
    if finding.near:
        return (
            f"did you mean `{finding.near}`? If not, say what provides"
            f' `{finding.edge.target}`, in flash.toml: `[imports]` and `{finding.top} = "..."`'
        )
    return (
        f'declare what provides it: `dependencies=["{name}"]` at {at}, or a'
        f" line `{name}` in requirements.txt"
    )


def _copy(finding: Finding, python: str, at: str) -> str:
    name = finding.names[0]
    older = f"3.{int(python.partition('.')[2]) - 1}"
    pinned = f'run the worker on Python {older} (`python = "{older}"` in flash.toml)'
    if name == canonical(finding.top):
        return pinned
    where = "" if at == "the function" else f" at {at}"
    return f'declare a copy of it, `dependencies=["{name}"]`{where}, or {pinned}'


def _deciding(bindings: Bindings, finding: Finding) -> tuple[str, ...]:
    """Give the variables that decide one `if` around an import: with it, the import may be gone."""
    body = bindings.modules[finding.module].body
    for tests in tests_around(body, finding.edge.span):
        variables = deciding(bindings, finding.module, tests)
        if variables:
            return variables
    return ()


def _guarded(finding: Finding) -> Diagnostic:
    return Diagnostic(
        code=codes.OPTIONAL_IMPORT,
        message=f"`{finding.edge.target}` is not in the worker",
        primary=Label(span=finding.edge.span, text=f"it stands {finding.edge.guard.value}"),
        help=f'if the worker needs it: `dependencies=["{finding.names[0]}"]`',
    )


def _from_sdk(finding: Finding) -> Diagnostic:
    return Diagnostic(
        code=codes.REQUIREMENT_ASSUMED,
        severity=Severity.NOTE,
        message=f"`{finding.names[0]}` is added to the worker's requirements",
        primary=Label(span=finding.edge.span, text="the SDK brought it so far"),
        help=f"write it down to choose its version: a line `{finding.names[0]}` in"
        " requirements.txt",
    )


def _in_image(finding: Finding) -> Diagnostic:
    return Diagnostic(
        code=codes.OPTIONAL_IMPORT,
        message=f"`{finding.edge.target}` is left to the image",
        primary=Label(span=finding.edge.span, text="no requirement provides it"),
        notes=("the endpoint names an image of its own, which may hold it",),
        help=f'if it does not: `dependencies=["{finding.names[0]}"]`',
    )


def _doubtful(finding: Finding) -> Diagnostic:
    top = finding.top
    return Diagnostic(
        code=codes.PROVIDER_UNCERTAIN,
        message=f"`{top}` may come from {_listed(finding.names)}",
        primary=Label(span=finding.edge.span, text="no requirement is called like it"),
        help=f'say which one it is, in flash.toml: `[imports]` and `{top} = "{finding.names[0]}"`',
    )


def _assumed(finding: Finding) -> Diagnostic:
    name = finding.names[0]
    return Diagnostic(
        code=codes.REQUIREMENT_ASSUMED,
        message=f"`{name}` is added to the worker's requirements, in any version",
        primary=Label(span=finding.edge.span, text="no requirement provides it"),
        help=f'write it down: `dependencies=["{name}"]` at the function, or a line `{name}` in'
        " requirements.txt",
    )


def _listed(names: Sequence[str]) -> str:
    shown = [f"`{name}`" for name in names[:_LISTED]]
    rest = len(names) - len(shown)
    if rest:
        return f"{', '.join(shown)} and {rest} more"
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} or {shown[-1]}"


_SAY = {
    Verdict.GUARDED: _guarded,
    Verdict.FROM_SDK: _from_sdk,
    Verdict.IN_IMAGE: _in_image,
    Verdict.DOUBTFUL: _doubtful,
    Verdict.ASSUMED: _assumed,
}
