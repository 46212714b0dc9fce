"""Settle: the names that `flash.toml` gives to resources whose source does not state one.

A name decides what a declaration belongs to, so dialects ask for it while they read. Everything else
that the file says is put in later: see configure.
"""

from collections.abc import Iterator, Mapping

from flashc import codes
from flashc.diagnostic import Diagnostic, Label
from flashc.ir.bindings import Bindings
from flashc.ir.program import Setting
from flashc.ir.settings import Config, Table
from flashc.passes.settle.addresses import constructions
from flashc.passes.suggest import suggestion
from flashc.passes.toml_words import toml_key
from flashc.source import Span


def settle_names(
    bindings: Bindings, config: Config
) -> tuple[Mapping[Span, Setting], tuple[Diagnostic, ...]]:
    """Give the names by the span of the construction, and what leads nowhere."""
    if not config.resources:
        return {}, ()
    known = constructions(bindings)
    names: dict[Span, Setting] = {}
    problems: list[Diagnostic] = []
    for table in config.resources:
        spans = known.get(table.name)
        if spans is not None:
            named = [s for s in table.settings if s.name == "name"]
            names.update((span, s) for span in spans for s in named)
        elif table.name.partition(":")[0] not in bindings.broken:
            problems += not_declared(table, "resource", known)
    return names, tuple(problems)


def not_declared(table: Table, kind: str, known: Mapping[str, object]) -> Iterator[Diagnostic]:
    """Report a `[resource]` or `[function]` table that is about nothing in the sources."""
    near = suggestion(table.name, known)
    module, colon, _ = table.name.partition(":")
    example = "config:api" if kind == "resource" else "users:get_user"
    advice = f'write `[{kind}."{example}"]`: the module, a colon, the name in it'
    if near:
        advice = f"did you mean `[{kind}.{toml_key(near)}]`?"
    elif colon:
        advice = f"correct it, or name the sources that hold the module `{module}`"
    yield Diagnostic(
        code=codes.CONFIG_NOT_DECLARED,
        message=f"the sources hold no {kind} `{table.name}`",
        primary=Label(span=table.span),
        help=advice,
    )
