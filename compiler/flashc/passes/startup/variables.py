"""Variables: what an expression takes from the environment with `os.environ["NAME"]`."""

from collections.abc import Iterator

from flashc.ir.bindings import Bindings, External
from flashc.ir.expressions import (
    Conditional,
    Constant,
    Expression,
    FormattedString,
    Name,
    Opaque,
    Subscript,
)
from flashc.passes.names.bodies import children_of, root_of
from flashc.passes.names.lookup import follow, look_up
from flashc.source import Span

_ENVIRON = External(name="os.environ")


def variables_in(
    bindings: Bindings, module: str, expression: Expression, taken: frozenset[str]
) -> Iterator[tuple[str, Span]]:
    """Yield the variables that are certainly read; names in `taken` are not the module's."""
    match expression:
        case Name() | Constant() | Opaque() | Conditional():
            return
        case Subscript(index=Constant(value=str() as name)) if not isinstance(
            expression.value, Subscript | FormattedString
        ):
            root = root_of(expression)
            is_free = root is not None and root.id not in taken
            if (
                is_free
                and follow(bindings, look_up(bindings, module, expression.value)) == _ENVIRON
            ):
                yield name, expression.span
    for child in children_of(expression):
        yield from variables_in(bindings, module, child, taken)
