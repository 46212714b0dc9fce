"""FC623: models that pydantic refuses: attributes without a type, and types that it does not know."""

from collections.abc import Iterator
from dataclasses import replace

from flashc.diagnostic import Diagnostic, Label
from flashc.ir.bindings import Bindings, BoundValue, External, Symbol
from flashc.ir.expressions import (
    BinaryOperation,
    Call,
    Constant,
    DictDisplay,
    Display,
    Expression,
    FormattedString,
    Subscript,
    UnaryOperation,
)
from flashc.ir.syntax import Class
from flashc.ir.types import ClassKind
from flashc.passes.names.builtin_names import ALL_BUILTINS
from flashc.passes.names.class_bodies import bound_in_class
from flashc.passes.names.remembered import Remembered
from flashc.passes.parse import parse_expression
from flashc.passes.startup.dataclass_fields import Role, role_of
from flashc.passes.startup.fields import names_in
from flashc.passes.startup.ground import Ground
from flashc.passes.startup.handlers import Failure
from flashc.passes.startup.lineage import (
    PLAIN_BASES,
    Link,
    bound_in,
    class_of,
    fields_of,
    line_of,
    named,
)
from flashc.passes.startup.refused import no_schema, without_annotation
from flashc.passes.startup.typed import type_problems
from flashc.passes.types.class_kinds import kind_of

_MODELS = frozenset({"pydantic.BaseModel", "pydantic.main.BaseModel"})
# What makes pydantic take a type that it does not know, or look at it later.
_ALLOWING = ("arbitrary_types_allowed", "__get_pydantic", "__get_validators__", "defer_build")
_LOOKS = "pydantic evaluates it, and importing the module ends here"
_NONE = frozenset[str]()
_IGNORING = ("ignored_types",)
_UNKNOWN = frozenset({"builtins.any", "builtins.callable", "io.BytesIO", "io.StringIO"})
_CONTAINERS = frozenset(
    {
        *(f"builtins.{name}" for name in ("list", "dict", "set", "frozenset", "tuple")),
        *(f"typing.{name}" for name in ("List", "Dict", "Set", "FrozenSet", "Tuple", "Sequence")),
        *("typing.Optional", "typing.Union", "collections.abc.Sequence"),
    }
)


def model_problems(
    ground: Ground, module: str, definition: Class
) -> Iterator[tuple[Failure, Diagnostic]]:
    """Yield why pydantic refuses a class, if it is a model and that is certain."""
    bindings = ground.bindings
    if not definition.bases:
        return
    line = line_of(bindings, module, definition, _MODELS | PLAIN_BASES)
    if line is None or kind_of(bindings, module, line[0].definition) is not ClassKind.MODEL:
        return
    untyped = list(_without_types(bindings, line))
    unknown = list(_types(ground, module, definition))
    # What all classes of the line say is asked last: it costs more than to find nothing.
    if not (untyped or unknown) or any(_says(link, "metaclass") for link in line):
        return
    if not any(_mentions(bindings, link, _IGNORING) for link in line):
        yield from untyped
    if unknown and all(
        _is_strict(bindings, link) and _is_complete(ground, link, set()) for link in line
    ):
        yield from unknown


def _types(ground: Ground, module: str, definition: Class) -> Iterator[tuple[Failure, Diagnostic]]:
    bindings = ground.bindings
    for target, _, annotation in fields_of(definition):
        yield from _when_postponed(ground, module, annotation)
        if target.id.startswith("_"):
            continue
        for kind, place in _not_known(bindings, module, annotation):
            if role_of(bindings, module, annotation) is Role.FIELD:
                problem = no_schema(definition.name, target.id, place.span, kind)
                yield Failure.RUNTIME, problem


def _without_types(
    bindings: Bindings, line: tuple[Link, ...]
) -> Iterator[tuple[Failure, Diagnostic]]:
    link = line[-1]
    own = {target.id for target, _, _ in fields_of(link.definition)}
    plain = Constant | Display | DictDisplay | FormattedString | UnaryOperation
    for one in bound_in_class(bindings, link.module, link.definition):
        is_free = one.name.startswith("_") or one.name == "model_config" or one.name in own
        value = one.bound.value if isinstance(one.bound, BoundValue) else None
        if is_free or value is None or _is_constant(bindings, line, one.name):
            continue
        is_field = isinstance(value, Call) and _is_field(bindings, link.module, value)
        if isinstance(value, plain) or is_field:
            yield Failure.RUNTIME, without_annotation(link.definition.name, one.name, one.span)


def _is_constant(bindings: Bindings, line: tuple[Link, ...], name: str) -> bool:
    """Whether a class or one that it inherits from may say that a name is no field."""
    return any(
        target.id == name and role_of(bindings, one.module, annotation) is not Role.FIELD
        for one in line
        for target, _, annotation in fields_of(one.definition)
    )


def _when_postponed(
    ground: Ground, module: str, annotation: Expression
) -> Iterator[tuple[Failure, Diagnostic]]:
    """Yield what fails in an annotation that only pydantic evaluates."""
    if isinstance(annotation, Constant) and isinstance(annotation.value, str):
        inner = parse_expression(annotation.value, annotation.span)
        for failure, problem in type_problems(ground, module, inner, _NONE) if inner else ():
            yield failure, replace(problem, primary=Label(span=annotation.span, text=_LOOKS))
    elif module in ground.deferring:
        yield from type_problems(ground, module, annotation, _NONE)


def _is_field(bindings: Bindings, module: str, call: Call) -> bool:
    return named(bindings, module, call.function) == External(name="pydantic.Field")


def _not_known(
    bindings: Bindings, module: str, annotation: Expression
) -> Iterator[tuple[str, Expression]]:
    """Yield the classes that an annotation names and pydantic cannot validate, each with its place."""
    match annotation:
        case Constant(value=str()):
            inner = parse_expression(str(annotation.value), annotation.span)
            for kind, _ in _not_known(bindings, module, inner) if inner is not None else ():
                yield kind, annotation
        case BinaryOperation(operator="|"):
            for side in (annotation.left, annotation.right):
                yield from _not_known(bindings, module, side)
        case Subscript():
            origin = named(bindings, module, annotation.value)
            if isinstance(origin, External) and origin.name in _CONTAINERS:
                index = annotation.index
                for item in index.items if isinstance(index, Display) else (index,):
                    yield from _not_known(bindings, module, item)
        case _:
            found = _unknown_kind(bindings, named(bindings, module, annotation))
            if found is not None:
                yield found, annotation


def _unknown_kind(bindings: Bindings, symbol: Symbol) -> str | None:
    if isinstance(symbol, External):
        return symbol.name.rpartition(".")[2] if symbol.name in _UNKNOWN else None
    link = class_of(symbol)
    if link is None or kind_of(bindings, link.module, link.definition) is not ClassKind.OTHER:
        return None
    line = line_of(bindings, link.module, link.definition, PLAIN_BASES)
    if line is None or any(
        one.definition.keywords or one.definition.decorators or _mentions(bindings, one, _ALLOWING)
        for one in line
    ):
        return None
    return link.definition.name


def _is_strict(bindings: Bindings, link: Link) -> bool:
    """Whether a model certainly refuses types that pydantic does not know."""
    if _mentions(bindings, link, _ALLOWING) or any(
        k.name is None for k in link.definition.keywords
    ):
        return False
    names = bound_in(bindings, link)
    if "Config" in names:
        return False
    for one in bound_in_class(bindings, link.module, link.definition):
        if one.name == "model_config":
            value = one.bound.value if isinstance(one.bound, BoundValue) else None
            is_plain = isinstance(value, Call) and all(k.name for k in value.keywords)
            if not is_plain or not isinstance(value, Call) or value.arguments:
                return False
            return named(bindings, link.module, value.function) == External(
                name="pydantic.ConfigDict"
            )
    return True


def _is_complete(ground: Ground, link: Link, seen: set[tuple[str, str]]) -> bool:
    """Whether pydantic finds all types that a class names already when its statement runs."""
    key = (link.module, link.definition.name)
    if key in seen:
        return True
    seen.add(key)
    bindings = ground.bindings
    is_deferred = link.module in ground.deferring
    for _, _, annotation in fields_of(link.definition):
        for used, quoted in names_in(annotation):
            is_late = is_deferred or quoted is not None
            if is_late and not _is_earlier(bindings, link, used.id):
                return False
            inner = class_of(named(bindings, link.module, used))
            if inner is not None and not _is_complete(ground, inner, seen):
                return False
    return True


def _is_earlier(bindings: Bindings, link: Link, name: str) -> bool:
    """Whether a name certainly has its value before the statement of a class runs."""
    if name == link.definition.name:
        return True
    start = link.definition.span.start
    found = bindings.namespaces[link.module].names.get(name, ())
    if not found:
        return name in ALL_BUILTINS
    return all(one.span.start < start and not one.branch for one in found)


_MENTIONED: Remembered[tuple[str, tuple[str, ...]], bool] = Remembered()


def _mentions(bindings: Bindings, link: Link, words: tuple[str, ...]) -> bool:
    known = _MENTIONED.of(bindings)
    found = known.get((link.module, words))
    if found is None:
        text = bindings.modules[link.module].source.text
        found = known[link.module, words] = any(word in text for word in words)
    return found


def _says(link: Link, keyword: str) -> bool:
    return any(one.name == keyword for one in link.definition.keywords)
