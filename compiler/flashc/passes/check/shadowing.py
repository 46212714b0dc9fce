"""FC602: modules of the user's that would hide what every worker needs."""

from collections.abc import Iterator, Mapping

from flashc import codes
from flashc.diagnostic import Diagnostic, Label
from flashc.ir.bindings import Bindings
from flashc.ir.closure import Closure
from flashc.ir.needs import Needs
from flashc.passes.naming.slugs import package_of
from flashc.passes.naming.stdlib_names import is_standard
from flashc.passes.requirements.companions import BRINGS
from flashc.passes.requirements.import_names import providers
from flashc.source import Span

# What the emitted code and the runtime import, directly or through FastAPI.
RUNTIME = frozenset(
    """annotated_types annotated_doc anyio click fastapi flashc_runtime h11 httptools idna
    multipart pydantic pydantic_core starlette typing_extensions typing_inspection uvicorn uvloop""".split()
)


def check_shadowing(
    bindings: Bindings, closures: Mapping[str, Closure], needs: Mapping[str, Needs]
) -> Iterator[Diagnostic]:
    """Report each shipped top-level module whose name is taken, once."""
    seen: set[str] = set()
    for name, closure in closures.items():
        package = package_of(name)
        installed = _installed(needs[name]) if name in needs else frozenset()
        python = needs[name].python if name in needs else bindings.python
        for module in closure.shipped:
            top = module.split(".", maxsplit=1)[0]
            owner = _owner(top, package, python) or _provider(top, installed)
            if owner is not None and top not in seen:
                seen.add(top)
                yield _shadows(bindings, module, top, owner)


def _owner(top: str, package: str, python: str) -> str | None:
    if top == "__main__":
        return "the program that starts the worker"
    if top == package:
        return "the worker's own generated package"
    if top in RUNTIME:
        return "a package that every worker imports"
    return "a module of Python's standard library" if is_standard(top, python) else None


def _installed(needs: Needs) -> frozenset[str]:
    """Give the distributions that a worker certainly installs, with what they always bring."""
    names = frozenset(need.name for need in needs.needs)
    return names.union(*(BRINGS.get(name, frozenset()) for name in names))


def _provider(top: str, installed: frozenset[str]) -> str | None:
    found = next((name for name in providers(top) if name in installed), None)
    return None if found is None else f"what the worker installs with `{found}`"


def _shadows(bindings: Bindings, module: str, top: str, owner: str) -> Diagnostic:
    source = bindings.modules[module].source
    return Diagnostic(
        code=codes.SHADOWS,
        message=f"module `{top}` would hide {owner}",
        primary=Label(span=Span(path=source.path, start=0, end=0)),
        help=f"rename `{top}`, and the imports of it",
    )
