"""FC705: what looks like a secret in the documents of a model that routes take.

pydantic puts a model's docstring and what its fields document into the API's document. That happens in
the user's own module, when the worker runs: nothing that is generated could leave it out.
"""

from collections.abc import Iterator

from flashc import codes
from flashc.diagnostic import Diagnostic, Label
from flashc.ir.bindings import Bindings, BoundClass, Defined
from flashc.ir.expressions import Constant
from flashc.ir.program import Program
from flashc.ir.syntax import Assign, Class
from flashc.ir.types import ClassKind, ProjectType, Type
from flashc.passes.lower.functions import secret_span
from flashc.passes.names.bodies import parts_of
from flashc.passes.names.lookup import look_up_name
from flashc.passes.plan.known_classes import project_types
from flashc.passes.plan.layers import layers
from flashc.passes.program_walk import routes_of
from flashc.passes.secrets import secret_in
from flashc.passes.types.annotations import type_of
from flashc.source import Span

# Of these FastAPI documents the text and the fields.
_DOCUMENTED = frozenset({ClassKind.MODEL, ClassKind.DATACLASS, ClassKind.TYPED_DICT})


def lint_secret_documents(program: Program, bindings: Bindings) -> Iterator[Diagnostic]:
    """Warn at each of them once."""
    if not any(secret_in(module.source.text) for module in bindings.modules.values()):
        return
    for module, definition in _models(program, bindings):
        for place in _secrets_of(bindings, module, definition):
            yield Diagnostic(
                code=codes.SECRET_LITERAL,
                message=f"what documents `{definition.name}` holds what looks like a secret",
                primary=Label(span=place, text="shown to everyone who reads the API"),
                notes=("the worker takes it from your module, as it is",),
                help="write an example that nobody can use, such as `sk-...`",
            )


def _models(program: Program, bindings: Bindings) -> Iterator[tuple[str, Class]]:
    """Yield the classes that routes take, and those that their fields name, each once."""
    seen: set[Span] = set()
    waiting: list[Type] = [
        parameter.type for _, route in routes_of(program) for parameter in route.function.parameters
    ]
    while waiting:
        for kind in project_types(waiting.pop()):
            if not isinstance(kind, ProjectType) or kind.kind not in _DOCUMENTED:
                continue
            symbol = look_up_name(bindings, kind.module, kind.name)
            bound = symbol.binding.bound if isinstance(symbol, Defined) else None
            if not isinstance(bound, BoundClass) or bound.definition.name_span in seen:
                continue
            for layer in layers(bindings, kind.module, bound.definition):
                module, definition = layer.module, layer.definition
                if definition.name_span not in seen:
                    seen.add(definition.name_span)
                    yield module, definition
                    waiting += [
                        type_of(bindings, module, one.annotation)
                        for one in definition.body
                        if isinstance(one, Assign) and one.annotation is not None
                    ]


def _secrets_of(bindings: Bindings, module: str, definition: Class) -> Iterator[Span]:
    place = secret_span(bindings, module, definition)
    if place is not None:
        yield place
    for statement in definition.body:
        if not isinstance(statement, Assign):
            continue
        for written in (statement.annotation, statement.value):
            for part in parts_of(written) if written is not None else ():
                text = part.value if isinstance(part, Constant) else None
                if isinstance(text, str) and secret_in(text) is not None:
                    yield part.span
