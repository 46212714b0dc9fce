"""FC660: modules that a worker ships beside its functions, and whose own files ask for another Python.

Which Python a worker runs on is settled by the files nearest to its functions. What these import may
be at home elsewhere, with a `requires-python` or a `.python-version` of its own.
"""

from collections.abc import Iterator, Mapping

from flashc import codes
from flashc.diagnostic import Diagnostic, Label, Severity
from flashc.ir.bindings import Bindings
from flashc.ir.closure import Closure
from flashc.ir.constraints import Constraints, PythonRange, PythonVersion
from flashc.ir.program import Endpoint, Program
from flashc.passes.settle.python_ranges import PYTHONS, allows, lowest
from flashc.passes.toml_words import toml_key


def check_shipped_pythons(
    program: Program, bindings: Bindings, closures: Mapping[str, Closure], constraints: Constraints
) -> Iterator[Diagnostic]:
    """Warn once for each file and Python."""
    said: set[tuple[PythonRange | PythonVersion, str]] = set()
    homes = _homes(constraints)
    for endpoint in program.endpoints if len(constraints.scopes) > 1 else ():
        closure = closures.get(endpoint.resource.name)
        if closure is None:
            continue
        own = {bindings.modules[module].source.shipped for module, _ in endpoint.runs}
        settled = {c for path in own for c in constraints.scope_of(path).pythons}
        for module in closure.modules:
            scope = constraints.scope_of(bindings.modules[module].source.shipped)
            for claim in scope.pythons:
                # What holds for a folder around the functions is overruled by what is nearer to them.
                is_around = isinstance(claim, PythonVersion) and any(
                    path.startswith(homes[claim]) for path in own
                )
                known = claim in settled or is_around or (claim, endpoint.python) in said
                if not known and not _fits(claim, endpoint.python):
                    said.add((claim, endpoint.python))
                    yield _contradicts(endpoint, module, claim)


def _homes(constraints: Constraints) -> Mapping[PythonRange | PythonVersion, str]:
    """Give the folder of each claim as the beginning of paths: the outermost that it holds for."""
    found: dict[PythonRange | PythonVersion, str] = {}
    for scope in constraints.scopes:
        for claim in scope.pythons:
            # Innermost folders come first.
            found[claim] = f"{scope.folder}/" if scope.folder else ""
    return found


def _fits(claim: PythonRange | PythonVersion, python: str) -> bool:
    if isinstance(claim, PythonVersion):
        return claim.version == python
    return allows(claim.specifier, python)


def _contradicts(endpoint: Endpoint, module: str, claim: PythonRange | PythonVersion) -> Diagnostic:
    python, name = endpoint.python, endpoint.resource.name
    if isinstance(claim, PythonVersion):
        wanted = claim.version if claim.version in PYTHONS else None
        does, text = "is worked on with Python " + claim.version, ""
    else:
        wanted = lowest((claim.specifier,))
        does, text = f"is not meant for Python {python}", f"allows `{claim.specifier}`"
    settle = f'in flash.toml:\n[endpoint.{toml_key(name)}]\npython = "{wanted}"'
    return Diagnostic(
        code=codes.PYTHON_CONTRADICTION,
        severity=Severity.WARNING,
        message=f"`{module}` {does}, and `{name}`, which ships it, runs on {python}",
        primary=Label(span=claim.span, text=text),
        help="change what this file says"
        + (f", or run the worker on it, {settle}" if wanted else ""),
    )
