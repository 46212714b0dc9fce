"""The message for sources that declare nothing: it says, per file, why."""

from collections.abc import Iterator

from flashc import codes
from flashc.diagnostic import Diagnostic
from flashc.ir.bindings import Bindings, External
from flashc.ir.closure import ImportGraph
from flashc.ir.expressions import Attribute, Call, Expression, Name
from flashc.ir.syntax import Class, Function, ModuleSyntax, walk
from flashc.passes.names.lookup import follow, look_up
from flashc.sdk.names import PACKAGES, is_remote

# So many files are explained one by one; the message stays readable in a large project.
MOST_FILES = 20


def nothing_declared(bindings: Bindings, graph: ImportGraph) -> Diagnostic:
    """Say that nothing is declared, with a reason for each file."""
    reasons = [
        f"{module.source.path}: {_reason(bindings, graph, module)}"
        for module in bindings.modules.values()
    ]
    if len(reasons) > MOST_FILES:
        reasons = [*reasons[:MOST_FILES], f"and {len(reasons) - MOST_FILES} more files"]
    return Diagnostic(
        code=codes.NOTHING_DECLARED,
        message="no function carries `@remote(...)` or a route of an `Endpoint`",
        notes=tuple(reasons),
        help='declare an endpoint: `@remote(api, method="POST", path="/api/process")`',
    )


def _reason(bindings: Bindings, graph: ImportGraph, module: ModuleSyntax) -> str:
    other = next(_other_remotes(bindings, module), None)
    if other is not None:
        return other
    imported = {target.split(".")[0] for target in graph.outside.get(module.name, ())}
    sdks = sorted(imported & PACKAGES)
    if sdks:
        return f"imports `{sdks[0]}`, but decorates no function with what it offers"
    return "does not import `tetra_rp` or `runpod_flash`"


def _other_remotes(bindings: Bindings, module: ModuleSyntax) -> Iterator[str]:
    """Explain decorators that are spelled `remote` and are something else, or local."""
    for statement in walk(module.body):
        if not isinstance(statement, Function | Class):
            continue
        for decorator in statement.decorators:
            callee = decorator.expression
            callee = callee.function if isinstance(callee, Call) else callee
            if _last_name(callee) != "remote":
                continue
            symbol = follow(bindings, look_up(bindings, module.name, callee))
            if is_remote(symbol):
                yield "its `@remote` functions are `local=True`"
            elif isinstance(symbol, External):
                yield f"its `@remote` is `{symbol.name}`, not the SDK's"
            else:
                yield "its `@remote` is not imported from the SDK"


def _last_name(expression: Expression) -> str:
    if isinstance(expression, Attribute):
        return expression.name
    return expression.id if isinstance(expression, Name) else ""
