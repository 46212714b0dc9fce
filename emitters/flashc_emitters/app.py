"""`app.py`: one explicit, typed function for each route, and the registry of them."""

from flashc.ir.plan.handlers import Handler
from flashc.ir.plan.worker import WorkerPlan
from flashc_emitters.black_layout import IN_DICTIONARY, STATEMENT
from flashc_emitters.code import Code
from flashc_emitters.handlers import Names, function
from flashc_emitters.headers import module_docstring
from flashc_emitters.imports import import_block
from flashc_emitters.layout import INDENT, Bracket, lay_out
from flashc_emitters.literals import python
from flashc_emitters.names import called, with_helpers
from flashc_emitters.own_modules import own_modules
from flashc_emitters.rendering import render


def emit_app(plan: WorkerPlan) -> str:
    """Return the text of `app.py`."""
    names = plan.app.helpers
    functions = [function(handler, names) for handler in plan.app.handlers]
    used = frozenset({"create_app"}).union(*(each.helpers for each in functions))
    imports = with_helpers(plan.app.imports, used, names)
    return render(
        "src/package/app.py.jinja",
        module_docstring=module_docstring("HTTP worker of the endpoint", plan.endpoint),
        imports=import_block(
            imports, own_modules(plan), one_a_line=frozenset({f"{plan.package}.models"})
        ),
        create=_create(plan, names),
        functions=functions,
        registry=_registry(plan.app.handlers, names),
    )


def _create(plan: WorkerPlan, names: Names) -> Code:
    settings = [python.string(plan.endpoint)]
    if not plan.app.serves_docs:
        settings.append(Code("docs=False"))
    if plan.live:
        settings.append(Code("execute=True"))
    before = f"{called('app', names)} = {called('create_app', names)}("
    return lay_out(Bracket(before=before, items=tuple(settings), after=")"), 0, STATEMENT)


def _registry(handlers: tuple[Handler, ...], names: Names) -> Code:
    """Return the table of routes, always with one on a line: a new route is a new line."""
    entries = (_entry(handler) for handler in handlers)
    return Code("\n".join((f"{called('ROUTE_REGISTRY', names)} = {{", *entries, "}")))


def _entry(handler: Handler) -> Code:
    key = f"({python.string(handler.method)}, {python.string(handler.path)})"
    return lay_out(f"{key}: {handler.target},", INDENT, IN_DICTIONARY)
