"""Applications: FastAPI applications that a project makes itself, beside its endpoints.

Older layouts have one in `main.py` that calls endpoints. It is no endpoint, so nothing is written for
it; whoever compiles is told that it was seen.
"""

from collections.abc import Iterator

from flashc.ir.bindings import Bindings, External
from flashc.ir.expressions import Call
from flashc.ir.program import Application
from flashc.ir.syntax import ModuleSyntax, walk
from flashc.passes.names.bodies import expressions_of, parts_of
from flashc.passes.names.lookup import follow, look_up

CLASSES = frozenset(
    {"fastapi.FastAPI", "fastapi.applications.FastAPI", "starlette.applications.Starlette"}
)
# Without one of these words a module makes none, so most are not walked.
WORDS = ("FastAPI", "Starlette")


def applications_in(bindings: Bindings) -> tuple[Application, ...]:
    """Give the first application that each module makes, in order of their modules."""
    found = (next(_made(bindings, bindings.modules[m]), None) for m in sorted(bindings.modules))
    return tuple(one for one in found if one is not None)


def _made(bindings: Bindings, module: ModuleSyntax) -> Iterator[Application]:
    if not any(word in module.source.text for word in WORDS):
        return
    for statement in walk(module.body):
        for expression in expressions_of(statement):
            for part in parts_of(expression):
                if isinstance(part, Call) and _is_class(bindings, module.name, part):
                    path = module.source.path
                    yield Application(module=module.name, path=path, span=part.span)


def _is_class(bindings: Bindings, module: str, call: Call) -> bool:
    symbol = follow(bindings, look_up(bindings, module, call.function))
    return isinstance(symbol, External) and symbol.name in CLASSES
