"""FC624: types that Python refuses to make: `Optional[int, str]`, `"Order" | None`, `int[str]`."""

from collections.abc import Iterator

from flashc.diagnostic import Diagnostic
from flashc.ir.bindings import Bindings, External
from flashc.ir.expressions import (
    BinaryOperation,
    Conditional,
    Constant,
    Display,
    DisplayKind,
    Expression,
    FormattedString,
    Name,
    Opaque,
    Starred,
    Subscript,
)
from flashc.passes.names.bodies import children_of
from flashc.passes.startup.ground import Ground
from flashc.passes.startup.handlers import Failure
from flashc.passes.startup.lineage import PLAIN_BASES, bound_in, class_of, line_of, named
from flashc.passes.startup.refused import not_generic, quoted_union, wrong_arguments

_ONE = (
    *("List", "Set", "FrozenSet", "Counter", "Deque", "Type", "Sequence", "MutableSequence"),
    *("Iterable", "Iterator", "Collection", "AsyncIterable", "AsyncIterator", "Awaitable"),
)
_TWO = ("Dict", "DefaultDict", "OrderedDict", "Mapping", "MutableMapping")
_TAKES = {f"typing.{name}": 1 for name in _ONE} | {f"typing.{name}": 2 for name in _TWO}
_SINGLE = frozenset({"typing.Optional", "typing.ClassVar", "typing.Final"})
_CALLABLES = frozenset({"typing.Callable", "collections.abc.Callable"})
_ANNOTATED = frozenset({"typing.Annotated", "typing_extensions.Annotated"})
_NOT_GENERIC = frozenset(
    f"builtins.{name}"
    for name in ("int", "str", "float", "bool", "bytes", "complex", "object", "any", "callable")
)
# Types whose `|` takes types alone.
_TYPES = frozenset(
    f"builtins.{name}"
    for name in (
        *("int", "str", "float", "bool", "bytes", "complex", "object"),
        *("list", "dict", "set", "frozenset", "tuple"),
    )
)
_PLAIN = PLAIN_BASES - {"typing.Generic"}
_MODELS = frozenset({"pydantic.BaseModel", "pydantic.main.BaseModel"})
_NUMBERS = {1: "one type", 2: "two types"}


def type_problems(
    ground: Ground, module: str, expression: Expression, taken: frozenset[str]
) -> Iterator[tuple[Failure, Diagnostic]]:
    """Yield what fails in an expression that is evaluated; names in `taken` are not the module's."""
    match expression:
        case Name() | Constant() | Opaque() | Conditional() | FormattedString():
            # Parts of these are no types, or may not be evaluated.
            return
        case Subscript():
            yield from _subscript(ground.bindings, module, expression, taken)
        case BinaryOperation(operator="|"):
            yield from _union(ground.bindings, module, expression, taken)
    for child in children_of(expression):
        yield from type_problems(ground, module, child, taken)


def _subscript(
    bindings: Bindings, module: str, expression: Subscript, taken: frozenset[str]
) -> Iterator[tuple[Failure, Diagnostic]]:
    if isinstance(expression.value, Subscript) or _is_taken(expression.value, taken):
        return
    symbol = named(bindings, module, expression.value)
    shown = bindings.modules[module].source.slice(expression.value.span)
    if isinstance(symbol, External):
        if symbol.name in _NOT_GENERIC:
            yield Failure.TYPE, not_generic(shown, expression.span)
            return
        expected = _expected(symbol.name, expression.index)
        if expected is not None:
            last = symbol.name.rpartition(".")[2]
            yield Failure.TYPE, wrong_arguments(last, expected, expression.span)
        return
    link = class_of(symbol)
    if link is None:
        return
    line = line_of(bindings, link.module, link.definition, _PLAIN | _MODELS)
    if line is None:
        return
    for one in line:
        definition = one.definition
        text = bindings.modules[one.module].source.text
        has_parameters = text[definition.name_span.end : definition.name_span.end + 1] == "["
        if (
            *definition.keywords,
            *definition.decorators,
        ) or has_parameters:
            return
        if any(isinstance(base, Subscript) for base in definition.bases):
            return
        if "__class_getitem__" in bound_in(bindings, one):
            return
    yield Failure.TYPE, not_generic(link.definition.name, expression.span)


def _expected(name: str, index: Expression) -> str | None:
    """Say what a generic type takes, where it gets something else."""
    is_tuple = isinstance(index, Display) and index.kind is DisplayKind.TUPLE
    items = index.items if isinstance(index, Display) and is_tuple else (index,)
    if any(isinstance(item, Starred) for item in items):
        return None
    if name in _TAKES:
        return _NUMBERS[_TAKES[name]] if len(items) != _TAKES[name] else None
    if name in _SINGLE:
        return "one type" if is_tuple else None
    if name in _CALLABLES:
        return "a list of parameters and a result" if len(items) != 2 or not is_tuple else None
    if name in _ANNOTATED:
        return "a type and what is said of it" if len(items) < 2 or not is_tuple else None
    return None


def _union(
    bindings: Bindings, module: str, expression: BinaryOperation, taken: frozenset[str]
) -> Iterator[tuple[Failure, Diagnostic]]:
    sides = (expression.left, expression.right)
    texts = [isinstance(side, Constant) and isinstance(side.value, str) for side in sides]
    others = [side for side, is_text in zip(sides, texts, strict=True) if not is_text]
    if any(texts) and all(_is_type(bindings, module, other, taken) for other in others):
        source = bindings.modules[module].source
        shown = [source.slice(side.span) for side in sides]
        yield Failure.TYPE, quoted_union(shown, expression.span)


def _is_type(bindings: Bindings, module: str, side: Expression, taken: frozenset[str]) -> bool:
    """Whether a side of `|` certainly refuses a text on the other."""
    if isinstance(side, Constant):
        return side.value is None
    if _is_taken(side, taken):
        return False
    symbol = named(bindings, module, side)
    if isinstance(symbol, External):
        return symbol.name in _TYPES
    link = class_of(symbol)
    if link is None or isinstance(side, Subscript):
        return False
    line = line_of(bindings, link.module, link.definition, _PLAIN | _MODELS)
    return line is not None and not any(
        one.definition.keywords or one.definition.decorators for one in line
    )


def _is_taken(expression: Expression, taken: frozenset[str]) -> bool:
    inner = expression
    while not isinstance(inner, Name):
        value = getattr(inner, "value", None)
        if value is None or isinstance(value, str | int | float | complex | bytes):
            return False
        inner = value
    return inner.id in taken
