"""Types: what an annotation means, through bindings alone."""

from dataclasses import replace

from flashc.ir.bindings import Bindings, BoundClass, BoundValue, Defined, External, Unresolved
from flashc.ir.code import CallCode, LibraryName
from flashc.ir.expressions import (
    BinaryOperation,
    Call,
    Constant,
    Display,
    DisplayKind,
    EllipsisConstant,
    Expression,
    Subscript,
)
from flashc.ir.facts import Known, Scalar
from flashc.ir.types import (
    AnnotatedType,
    AnyType,
    DistinctType,
    EllipsisType,
    GenericType,
    LibraryType,
    LiteralType,
    NoneType,
    ProjectType,
    Type,
    UnionType,
    UnknownType,
)
from flashc.passes.fold import fold
from flashc.passes.names.lookup import follow, look_up
from flashc.passes.parse import parse_expression
from flashc.passes.secrets import shows_secret, without_secret_documents
from flashc.passes.types.calls import (
    ALIASES,
    CLASSES,
    CONSTRAINED,
    FILLED_WITH,
    MANY,
    NEW_TYPES,
    TYPING,
    VARIABLES,
)
from flashc.passes.types.class_kinds import kind_of, usable_kind
from flashc.passes.types.code import code_of, marker_of
from flashc.passes.types.markers import may_mark
from flashc.passes.types.misspelt import meant_by

# Names of `typing` that are other names of something else.
RENAMED = {
    "List": "builtins.list",
    "Dict": "builtins.dict",
    "Set": "builtins.set",
    "FrozenSet": "builtins.frozenset",
    "Tuple": "builtins.tuple",
    "Text": "builtins.str",
    "Sequence": "collections.abc.Sequence",
    "Iterable": "collections.abc.Iterable",
    "Mapping": "collections.abc.Mapping",
    "MutableMapping": "collections.abc.MutableMapping",
    "MutableSequence": "collections.abc.MutableSequence",
    "MutableSet": "collections.abc.MutableSet",
    "Iterator": "collections.abc.Iterator",
    "Generator": "collections.abc.Generator",
    "AsyncIterable": "collections.abc.AsyncIterable",
    "AsyncIterator": "collections.abc.AsyncIterator",
    "AsyncGenerator": "collections.abc.AsyncGenerator",
    "Deque": "collections.deque",
    "OrderedDict": "collections.OrderedDict",
    "Counter": "collections.Counter",
}
# An annotation that nests deeper, or holds more, is none that somebody wrote down to be read.
DEEPEST = 50
MOST_PARTS = 1000


def type_of(bindings: Bindings, module: str, annotation: Expression | None) -> Type:
    """Give what `annotation` means in `module`; AnyType where there is none."""
    if annotation is None:
        return AnyType()
    return _Reader(bindings).read(module, annotation, DEEPEST)


def union(members: tuple[Type, ...]) -> Type:
    """Join types: nested unions flattened, repetitions dropped, None last; Any swallows all."""
    flat: dict[Type, None] = {}
    for member in members:
        for part in member.members if isinstance(member, UnionType) else (member,):
            flat[part] = None
    if any(isinstance(part, AnyType) for part in flat):
        return AnyType()
    ordered = sorted(flat, key=lambda part: isinstance(part, NoneType))
    return ordered[0] if len(ordered) == 1 else UnionType(members=tuple(ordered))


class _Reader:
    def __init__(self, bindings: Bindings) -> None:
        self._bindings = bindings
        self._parts = 0

    def read(self, module: str, expression: Expression, depth: int) -> Type:
        self._parts += 1
        if depth == 0 or self._parts > MOST_PARTS:
            return self._unknown(module, expression, "is nested too deeply, or within itself")
        match expression:
            case Constant(value=None):
                return NoneType()
            case Constant(value=str() as text):
                return self._quoted(module, expression, text, depth)
            case EllipsisConstant():
                return EllipsisType()
            case BinaryOperation(operator="|"):
                sides = _sides(expression)
                return union(tuple(self.read(module, side, depth - 1) for side in sides))
            case Subscript():
                return self._subscript(module, expression, depth)
            case Call():
                return self._call(module, expression, depth)
            case _:
                return self._named(module, expression, depth)

    def _quoted(self, module: str, expression: Expression, text: str, depth: int) -> Type:
        source = self._bindings.modules[module].source
        written = source.slice(expression.span).find(text)
        at = None if written < 0 else expression.span.start + written
        inner = parse_expression(text, expression.span, at)
        if inner is None:
            return self._unknown(module, expression, "is not an expression")
        return self.read(module, inner, depth - 1)

    def _named(self, module: str, expression: Expression, depth: int) -> Type:
        symbol = follow(self._bindings, look_up(self._bindings, module, expression))
        match symbol:
            case External():
                return _library(symbol.name)
            case Defined():
                return self._defined(module, expression, symbol, depth)
            case Unresolved(broken=True):
                return AnyType()  # What the syntax error hides may be any type.
            case Unresolved():
                advice = meant_by(self._bindings, module, expression) if symbol.missing else None
                return replace(self._unknown(module, expression, symbol.reason), advice=advice)
            case _:
                return self._unknown(module, expression, "is a module")

    def _defined(self, module: str, expression: Expression, symbol: Defined, depth: int) -> Type:
        bound = symbol.binding.bound
        if isinstance(bound, BoundClass):
            kind = kind_of(self._bindings, symbol.module, bound.definition)
            return ProjectType(module=symbol.module, name=symbol.name, kind=kind)
        if isinstance(bound, BoundValue):
            # A type alias: `Names = list[str]`, or `type Names = list[str]`.
            return self._alias(symbol, bound.value, depth)
        return self._unknown(module, expression, "is a function")

    def _alias(self, symbol: Defined, value: Expression, depth: int) -> Type:
        module = symbol.module
        if not isinstance(value, Call):
            return self.read(module, value, depth - 1)
        name = self._called(module, value)
        if name in CLASSES:
            kind = usable_kind(self._bindings, CLASSES[name])
            return ProjectType(module=module, name=symbol.name, kind=kind)
        if name in NEW_TYPES and len(value.arguments) == 2:
            base = self.read(module, value.arguments[1], depth - 1)
            if isinstance(base, UnknownType):
                return base
            return DistinctType(module=module, name=symbol.name, base=base)
        return self._call(module, value, depth)

    def _called(self, module: str, call: Call) -> str:
        """Give the full name of a library's function that is called; empty for any other."""
        callee = follow(self._bindings, look_up(self._bindings, module, call.function))
        return callee.name if isinstance(callee, External) else ""

    def _call(self, module: str, call: Call, depth: int) -> Type:
        name = self._called(module, call)
        if name in ALIASES and len(call.arguments) == 2:
            return self.read(module, call.arguments[1], depth - 1)
        if name in VARIABLES:
            return self._variable(module, call, depth)
        known = self._constrained(module, call, name, depth) if name in CONSTRAINED else None
        return known or self._unknown(module, call, "is a call, whose result is not known")

    def _variable(self, module: str, call: Call, depth: int) -> Type:
        """Give what stands for a type variable: its bound, or anything."""
        bound = next((k.value for k in call.keywords if k.name == "bound"), None)
        if bound is not None:
            return self.read(module, bound, depth - 1)
        if len(call.arguments) > 1:
            return self._unknown(module, call, "is a type variable with constraints")
        return AnyType()

    def _constrained(self, module: str, call: Call, name: str, depth: int) -> Type | None:
        """Give the `Annotated` that a function of pydantic's stands for; None where it is unclear."""
        base, carrier, known = CONSTRAINED[name]
        named = [(k.name or "", code_of(self._bindings, module, k.value)) for k in call.keywords]
        keywords = tuple((key, code) for key, code in named if code is not None and key in known)
        if len(keywords) != len(named):
            return None
        origin = LibraryType(name=base)
        items = tuple(self.read(module, item, depth - 1) for item in call.arguments)
        if len(items) > (1 if known == MANY else 0):
            return None
        metadata = CallCode(function=LibraryName(name=carrier), arguments=(), keywords=keywords)
        return AnnotatedType(
            base=GenericType(origin=origin, arguments=items) if items else origin,
            metadata=(metadata,) if keywords else (),
        )

    def _subscript(self, module: str, expression: Subscript, depth: int) -> Type:
        origin = self._named(module, expression.value, depth)
        index = expression.index
        is_tuple = isinstance(index, Display) and index.kind is DisplayKind.TUPLE
        items = index.items if is_tuple and isinstance(index, Display) else (index,)
        name = origin.name if isinstance(origin, LibraryType) else ""
        short = name.rpartition(".")[2] if name.startswith(TYPING) else ""
        if short == "Literal":
            return self._literal(module, expression, items)
        if short == "Annotated" and len(items) > 1:
            return self._annotated(module, expression, items, depth)
        if isinstance(origin, UnknownType) and origin.advice and not origin.marked:
            return origin
        arguments = tuple(self.read(module, item, depth - 1) for item in items)
        if short == "Optional":
            return union((*arguments, NoneType()))
        if short == "Union":
            return union(arguments)
        if short in {"Required", "NotRequired", "Final"}:
            return arguments[0]
        if isinstance(origin, ProjectType) or (isinstance(origin, LibraryType) and not short):
            return GenericType(origin=origin, arguments=arguments)
        return self._unknown(module, expression, "is not a type that a request can state")

    def _literal(self, module: str, expression: Expression, items: tuple[Expression, ...]) -> Type:
        values: list[Scalar] = []
        for item in items:
            fact = fold(self._bindings, module, item)
            value = fact.value if isinstance(fact, Known) else ()
            if not isinstance(value, str | bytes | int | bool | None):
                return self._unknown(
                    module, expression, "holds what is no text, number, boolean or None"
                )
            values.append(value)
        return LiteralType(values=tuple(values))

    def _annotated(
        self, module: str, expression: Expression, items: tuple[Expression, ...], depth: int
    ) -> Type:
        metadata = [(item, code_of(self._bindings, module, item)) for item in items[1:]]
        known = tuple(code for _, code in metadata if code is not None)
        hidden = any(
            may_mark(self._bindings, module, item)
            for item, code in metadata
            if code is not None and marker_of(code) is None
        )
        if hidden or len(known) != len(metadata):
            return self._unknown(module, expression, "holds metadata that cannot be repeated")
        shown = tuple(without_secret_documents(code) for code in known)
        if any(shows_secret(code) for code in shown):
            return self._unknown(module, expression, "holds a literal that looks like a secret")
        base = self.read(module, items[0], depth - 1)
        if isinstance(base, AnnotatedType):
            # As Python joins them: what the inner one says counts as much.
            inner, secret = (*base.metadata, *shown), base.secret or shown != known
            return AnnotatedType(base=base.base, metadata=inner, secret=secret)
        if isinstance(base, UnknownType) and base.marked:
            return base
        return AnnotatedType(base=base, metadata=shown, secret=shown != known)

    def _unknown(self, module: str, expression: Expression, reason: str) -> UnknownType:
        source = self._bindings.modules[module].source
        marked = may_mark(self._bindings, module, expression)
        return UnknownType(text=source.slice(expression.span), reason=reason, marked=marked)


def _sides(expression: Expression) -> list[Expression]:
    """Give the members of `a | b | c`, which nests to the left."""
    sides: list[Expression] = []
    while isinstance(expression, BinaryOperation) and expression.operator == "|":
        sides.append(expression.right)
        expression = expression.left
    return [expression, *reversed(sides)]


def _library(name: str) -> Type:
    name = FILLED_WITH.get(name, name)
    if name.startswith(TYPING):
        short = name.rpartition(".")[2]
        if short == "Any":
            return AnyType()
        return LibraryType(name=RENAMED.get(short, name))
    return AnyType() if name == "builtins.object" else LibraryType(name=name)
