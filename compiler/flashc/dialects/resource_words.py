"""Words about resources, for messages: what was written, and what to write."""

from typing import Final

from flashc import codes
from flashc.diagnostic import Diagnostic, Label
from flashc.ir.expressions import Attribute, Expression, Name
from flashc.ir.program import Setting
from flashc.passes.toml_words import settled_with, toml_key

BIND_IT: Final = 'bind it once at module level: `api = LiveLoadBalancer(name="my-api")`'


def did_you_mean(name: str | None) -> str:
    """Suggest a name, or a binding where there is none to suggest."""
    return BIND_IT if name is None else f"did you mean `{name}`?"


def name_advice(address: str | None, variable: str | None) -> str:
    """Say how a name is settled; `address` is the resource's in flash.toml, where it has one."""
    table = None if address is None else f"[resource.{toml_key(address)}]"
    advice = 'write the name as text: `name="my-api"`'
    return settled_with(advice, table, 'name = "my-api"', variable)


def stated(name: Setting, settled: Setting) -> Diagnostic:
    """Report a name that flash.toml gives to a resource that has another."""
    return Diagnostic(
        code=codes.CONFIG_CONTRADICTION,
        message=f"the source names this resource `{name.value!s}`",
        primary=Label(span=settled.span),
        labels=(Label(span=name.span, text="stated here"),),
        help="remove it here; the file settles only a name that the source leaves open",
    )


def written(expression: Expression) -> str:
    """Give a name as it is written, in backticks."""
    if isinstance(expression, Name):
        return f"`{expression.id}`"
    if isinstance(expression, Attribute):
        return f"{written(expression.value).rstrip('`')}.{expression.name}`"
    return "`...`"
