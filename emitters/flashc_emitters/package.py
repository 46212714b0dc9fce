"""The two small modules that make the generated package a program."""

from flashc.ir.plan.worker import OwnedModule, WorkerPlan
from flashc_emitters.black_layout import IN_BLOCK, STATEMENT
from flashc_emitters.code import Code
from flashc_emitters.headers import module_docstring
from flashc_emitters.layout import INDENT, Bracket, lay_out, one_item_a_line
from flashc_emitters.literals import python
from flashc_emitters.rendering import render


def emit_init(plan: WorkerPlan) -> str:
    """Return the text of `__init__.py`, which says which functions this process serves."""
    return render(
        "src/package/__init__.py.jinja",
        module_docstring=module_docstring("The worker of the endpoint", plan.endpoint),
        endpoint=plan.endpoint,
        owned=[_owned(module) for module in plan.owned],
        is_configured=bool(plan.configured),
        variables=[_variable(name, value) for name, value in plan.environment],
        settled=[_variable(one.name, one.value) for one in plan.variables],
    )


def emit_main(plan: WorkerPlan) -> str:
    """Return the text of `__main__.py`, so that `python -m package` serves."""
    module = python.string(f"{plan.package}.app")
    call = Bracket(
        before="sys.exit(", items=(Bracket(before="main(", items=(module,), after=")"),), after=")"
    )
    return render(
        "src/package/__main__.py.jinja",
        module_docstring=module_docstring("Serve the endpoint", plan.endpoint),
        call=lay_out(call, INDENT, IN_BLOCK),
    )


def _owned(module: OwnedModule) -> Code:
    # A list, not a tuple: black would join a tuple of one, and the second function would move it.
    names = [python.string(name) for name in module.names]
    return Code(one_item_a_line(f"{python.string(module.module)}: [", names, "],", 2 * INDENT))


def _variable(name: str, value: str) -> Code:
    items = (python.string(name), python.string(value))
    return lay_out(Bracket(before="os.environ.setdefault(", items=items, after=")"), 0, STATEMENT)
