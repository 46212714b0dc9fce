"""Types: what an annotation means, through bindings alone."""

from collections.abc import Mapping
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
    Name,
    Subscript,
)
from flashc.ir.facts import Known, Scalar
from flashc.ir.types import (
    AnnotatedType,
    AnyType,
    EllipsisType,
    GenericType,
    LibraryType,
    LiteralMember,
    LiteralType,
    NoneType,
    ProjectType,
    Type,
    UnknownType,
)
from flashc.passes.fold import fold
from flashc.passes.names.lookup import follow, look_up
from flashc.passes.parse import parse_expression
from flashc.passes.secrets import shows_secret, without_secret_documents
from flashc.passes.types.alias_reader import DEEPEST, AliasReader
from flashc.passes.types.calls import ALIASES, CONSTRAINED, MANY, TYPING, VARIABLES
from flashc.passes.types.class_kinds import kind_of
from flashc.passes.types.code import code_of, marker_of
from flashc.passes.types.literal_members import literal_of, member_of
from flashc.passes.types.markers import may_mark
from flashc.passes.types.misspelt import meant_by
from flashc.passes.types.parts import parts_of, union
from flashc.passes.types.renamed import library_type
from flashc.passes.types.showable import is_showable
from flashc.source import Span

# An annotation that holds more is none that somebody wrote down to be read.
MOST_PARTS = 1000


def type_of(
    bindings: Bindings,
    module: str,
    annotation: Expression | None,
    generic: Span | None = None,
    given: Mapping[str, Type] | None = None,
) -> Type:
    """Give what `annotation` means in `module`; AnyType where there is none.

    `generic` is the name of a function that may have type parameters of its own: `def f[T](x: T)`.
    `given` is what the names of type parameters stand for, where that is known.
    """
    if annotation is None:
        return AnyType()
    reader = _Reader(bindings, given or {})
    if generic is not None:
        reader.enter(module, generic)
    return reader.read(module, annotation, DEEPEST)


class _Reader(AliasReader):
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
        if isinstance(expression, Name) and expression.id in self._given:
            given = self._given[expression.id]
            # What is given twice at each level is doubled by each.
            self._parts += sum(1 for _ in parts_of(given))
            return given
        symbol = follow(self._bindings, look_up(self._bindings, module, expression))
        match symbol:
            case External():
                return library_type(symbol.name)
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
        constraints = call.arguments[1:]
        if constraints:
            return union(tuple(self.read(module, one, depth - 1) for one in constraints))
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
        index = expression.index
        is_tuple = isinstance(index, Display) and index.kind is DisplayKind.TUPLE
        items = index.items if is_tuple and isinstance(index, Display) else (index,)
        applied = self._applied(module, expression, items, depth)
        if applied is not None:
            return applied
        origin = self._named(module, expression.value, depth)
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
        members: dict[tuple[str, str], list[LiteralMember]] = {}
        for item in items:
            member = member_of(self._bindings, module, item)
            if member is not None:
                owner = member.module, member.name.rpartition(".")[0]
                members.setdefault(owner, []).append(member)
                continue
            fact = fold(self._bindings, module, item)
            value = fact.value if isinstance(fact, Known) else ()
            if not isinstance(value, str | bytes | int | bool | None):
                return self._unknown(
                    module, expression, "holds what is no text, number, boolean or None"
                )
            if not is_showable(value):
                return self._unknown(
                    module, expression, "holds text or bytes that JSON cannot hold"
                )
            values.append(value)
        # `None` is a type of its own; in a `Literal` it would be written in another way than elsewhere.
        stated = tuple(value for value in values if value is not None)
        plain = (LiteralType(values=stated),) if stated else ()
        none = (NoneType(),) if len(stated) < len(values) else ()
        return union((*plain, *(literal_of(one) for one in members.values()), *none))

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


def _sides(expression: Expression) -> list[Expression]:
    """Give the members of `a | b | c`, which nests to the left."""
    sides: list[Expression] = []
    while isinstance(expression, BinaryOperation) and expression.operator == "|":
        sides.append(expression.right)
        expression = expression.left
    return [expression, *reversed(sides)]
