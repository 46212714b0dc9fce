"""Clients: what a worker's modules call through endpoint objects, instead of declaring it."""

import re
from collections.abc import Iterator

from flashc.dialects.endpoint_objects import (
    Construction,
    arguments_of,
    client_argument,
    construction_of,
)
from flashc.dialects.endpoint_strays import mentions_sdk
from flashc.ir.bindings import Bindings
from flashc.ir.expressions import Attribute, Call
from flashc.ir.facts import Known
from flashc.ir.syntax import ModuleSyntax, walk
from flashc.passes.names.bodies import expressions_of, parts_of
from flashc.passes.settle.addresses import address_of
from flashc.sdk.endpoint import NAME

# The calls that any object sends to a queue.
_SENDING = frozenset({"run", "runsync", "cancel"})
# Without one of these words a module has no client, so most are not walked.
_LIKELY = re.compile(r"\b(id|image|run|runsync|cancel)\b|\*\*")


def clients_in(bindings: Bindings, modules: tuple[str, ...]) -> tuple[str, ...]:
    """Give what the modules are clients of, sorted: by name, by id, or by `module:variable`."""
    if not mentions_sdk(bindings, modules):
        return ()
    found = {label for name in modules for label in _labels(bindings, bindings.modules[name])}
    return tuple(sorted(found))


def _labels(bindings: Bindings, module: ModuleSyntax) -> Iterator[str]:
    if not _LIKELY.search(module.source.text):
        return
    for statement in walk(module.body):
        for expression in expressions_of(statement):
            for part in parts_of(expression):
                called = _called(bindings, module.name, part) if isinstance(part, Call) else None
                if called is not None:
                    yield _label(bindings, called)


def _called(bindings: Bindings, module: str, call: Call) -> Construction | None:
    """Give the object that a call makes a client, or sends something to."""
    made = construction_of(bindings, module, call)
    if made is not None:
        arguments, _ = arguments_of(bindings, made)
        return made if client_argument(arguments) is not None else None
    callee = call.function
    if not isinstance(callee, Attribute) or callee.name not in _SENDING:
        return None
    return construction_of(bindings, module, callee.value)


def _label(bindings: Bindings, construction: Construction) -> str:
    arguments, _ = arguments_of(bindings, construction)
    for name in ("name", "id"):
        fact = arguments.fact(bindings, name)
        if isinstance(fact, Known) and isinstance(fact.value, str):
            return fact.value
    address = address_of(bindings, construction.module, construction.call.span)
    return address or f"{construction.module}:{NAME}"
