"""FC618: declarations that nobody would miss, as a name in them is not defined."""

from collections.abc import Iterator

from flashc import codes
from flashc.diagnostic import Diagnostic
from flashc.ir.bindings import Bindings
from flashc.ir.closure import ImportGraph
from flashc.ir.expressions import Call, Name
from flashc.ir.syntax import Assign, Class, Function, ModuleSyntax
from flashc.passes.names.bodies import root_of
from flashc.passes.startup.ground import ground_of
from flashc.passes.startup.run import Run
from flashc.passes.suggest import suggestion
from flashc.sdk.endpoint import NAME
from flashc.sdk.names import PACKAGES, RESOURCE_CLASSES
from flashc.source import Span

_MAKERS = (NAME, *RESOURCE_CLASSES)


def check_lost(
    bindings: Bindings, graph: ImportGraph, shipped: frozenset[str]
) -> Iterator[Diagnostic]:
    """Report, in modules around the SDK that no worker ships, decorators and calls without a value.

    `@remot(api, ...)` or `api = Endpont(...)` declare nothing, so that no worker would fail by them.
    """
    around = sorted(name for name in bindings.modules if _is_around(bindings, graph, name))
    lost = [name for name in around if name not in shipped]
    if not lost:
        return
    run = Run(ground_of(bindings), {}, {})
    run.import_all(lost)
    places = {span for name in lost for span in _declaring(bindings.modules[name])}
    for diagnostic in dict.fromkeys(run.found):
        place = diagnostic.primary.span if diagnostic.primary is not None else None
        if diagnostic.code is codes.NOT_BOUND and place in places:
            yield diagnostic


def _is_around(bindings: Bindings, graph: ImportGraph, module: str) -> bool:
    names = (module, *graph.inside.get(module, ()))
    texts = [bindings.modules[name].source.text for name in names if name in bindings.modules]
    return any(package in text for text in texts for package in PACKAGES)


def _declaring(module: ModuleSyntax) -> Iterator[Span]:
    """Yield the names at module level that decorate, or that are called almost like the SDK's."""
    for statement in module.body:
        if isinstance(statement, Function | Class):
            for decorator in statement.decorators:
                head = decorator.expression
                root = root_of(head.function if isinstance(head, Call) else head)
                if root is not None:
                    yield root.span
        elif isinstance(statement, Assign) and isinstance(statement.value, Call):
            called = statement.value.function
            if isinstance(called, Name) and suggestion(called.id, _MAKERS) is not None:
                yield called.span
