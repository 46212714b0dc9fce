"""FC226: members that the SDK's enumerations do not have, wherever a worker's modules name them.

A worker evaluates them with the SDK's stand-in, so it fails where such a line runs: when it starts, for
what stands at module level, in a class body or as a default.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from flashc import codes
from flashc.diagnostic import Diagnostic, Fix, Label
from flashc.ir.bindings import Bindings, External
from flashc.ir.closure import Closure
from flashc.ir.expressions import Attribute, Call, Conditional, Constant, Expression, Subscript
from flashc.ir.syntax import (
    Arm,
    Block,
    BlockKind,
    Class,
    Function,
    ImportFrom,
    ModuleSyntax,
    Statement,
)
from flashc.passes.fold.members import is_enumeration
from flashc.passes.names.bodies import (
    children_of,
    expressions_of,
    local_names,
    own_statements,
    root_of,
)
from flashc.passes.names.lookup import follow, look_up
from flashc.passes.names.namespaces import is_main_guard
from flashc.passes.startup.handlers import Failure, caught_by
from flashc.passes.suggest import suggestion
from flashc.sdk.enumerations import MEMBERS, has_attribute
from flashc.sdk.names import ENUMERATIONS, PACKAGES
from flashc.source import Span

_AT_START = "importing the module ends here"
_LATER = "this line fails whenever it runs"


def check_sdk_members(bindings: Bindings, closures: Mapping[str, Closure]) -> Iterator[Diagnostic]:
    """Report each member once, unless something around it expects that it may be missing."""
    shipped = {module for closure in closures.values() for module in closure.modules}
    for name in sorted(shipped):
        module = bindings.modules[name]
        if any(word in module.source.text for word in ENUMERATIONS):
            around = _Around(module=module, later=False, hidden=frozenset(), imported={})
            yield from _Walk(bindings).statements(module.body, around)


def without_values(found: Iterable[Diagnostic], said: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Leave out members in the values of fields, which are refused as such already."""
    places = [
        one.primary.span
        for one in said
        if one.code is codes.FIELD_VALUE and one.primary is not None
    ]
    return [one for one in found if not (one.code is codes.NOT_IN_SDK and _is_in(one, places))]


def _is_in(one: Diagnostic, places: list[Span]) -> bool:
    place = one.primary.span if one.primary is not None else None
    return place is not None and any(
        span.path == place.path and span.start <= place.start and place.end <= span.end
        for span in places
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Around:
    """Where code stands: names that functions around it bind, and what they import of the SDK."""

    module: ModuleSyntax
    later: bool
    hidden: frozenset[str]
    imported: Mapping[str, str]


class _Walk:
    def __init__(self, bindings: Bindings) -> None:
        self._bindings = bindings

    def statements(
        self, statements: tuple[Statement, ...], around: _Around
    ) -> Iterator[Diagnostic]:
        for statement in statements:
            for expression in expressions_of(statement):
                yield from self._expression(expression, around)
            match statement:
                case Function():
                    yield from self._function(statement, around)
                case Class():
                    for expression in (*statement.bases, *(k.value for k in statement.keywords)):
                        yield from self._expression(expression, around)
                    for decorator in statement.decorators:
                        yield from self._expression(decorator.expression, around)
                    yield from self.statements(statement.body, around)
                case Block():
                    yield from self._block(statement, around)

    def _function(self, function: Function, around: _Around) -> Iterator[Diagnostic]:
        defaults = (one.default for one in function.parameters if one.default is not None)
        for expression in (*(d.expression for d in function.decorators), *defaults):
            yield from self._expression(expression, around)
        own = local_names(function)
        imported = {
            one.alias or one.name: f"{statement.module}.{one.name}"
            for statement in own_statements(function.body)
            if isinstance(statement, ImportFrom) and _is_sdk(statement)
            for one in statement.names
        }
        inside = _Around(
            module=around.module,
            later=True,
            hidden=around.hidden | own,
            imported={k: v for k, v in around.imported.items() if k not in own} | imported,
        )
        yield from self.statements(function.body, inside)

    def _block(self, block: Block, around: _Around) -> Iterator[Diagnostic]:
        expected = Failure.ATTRIBUTE in (caught_by(block) or ())
        for arm in block.arms:
            is_tried = block.kind is BlockKind.TRY and arm is block.arms[0]
            if (is_tried and expected) or _asks(arm):
                continue
            if arm.test is not None and is_main_guard(arm.test, around.module):
                continue
            if arm.test is not None:
                yield from self._expression(arm.test, around)
            yield from self.statements(arm.body, around)

    def _expression(self, expression: Expression, around: _Around) -> Iterator[Diagnostic]:
        waiting = [expression]
        while waiting:
            part = waiting.pop()
            if isinstance(part, Conditional) and _is_question(part.test):
                continue
            waiting.extend(children_of(part))
            match part:
                case Attribute():
                    owner = self._enumeration(part.value, around)
                    if owner is not None and not has_attribute(owner, part.name):
                        yield _problem(owner, part.name, part.name_span, around, part.name)
                case Subscript(index=Constant(value=str() as text) as index):
                    owner = self._enumeration(part.value, around)
                    if owner is not None and text not in MEMBERS.get(owner, {text: ""}):
                        yield _problem(owner, text, index.span, around, None)
                case Call(arguments=(Constant(value=str() as text) as value,), keywords=()):
                    owner = self._enumeration(part.function, around)
                    if owner is not None and text not in MEMBERS.get(owner, {"": text}).values():
                        yield _no_value(owner, text, value.span, around)

    def _enumeration(self, expression: Expression, around: _Around) -> str | None:
        """Give the class of the SDK that an expression certainly is, if it is an enumeration."""
        root = root_of(expression)
        if root is None or isinstance(expression, Subscript):
            return None
        if root.id in around.hidden:
            full = around.imported.get(root.id) if expression is root else None
        else:
            found = look_up(self._bindings, around.module.name, expression)
            symbol = follow(self._bindings, found)
            full = symbol.name if isinstance(symbol, External) else None
        if full is None or not is_enumeration(full):
            return None
        return full.rpartition(".")[2]


def _is_sdk(statement: ImportFrom) -> bool:
    return statement.level == 0 and statement.module.partition(".")[0] in PACKAGES


def _asks(arm: Arm) -> bool:
    return arm.test is not None and _is_question(arm.test)


def _is_question(test: Expression) -> bool:
    """Whether a condition asks what an object has: `hasattr(GpuGroup, "ADA_24")`."""
    waiting = [test]
    while waiting:
        part = waiting.pop()
        root = root_of(part.function) if isinstance(part, Call) else None
        if root is not None and root.id == "hasattr":
            return True
        if isinstance(part, Attribute) and part.name == "__members__":
            return True
        waiting.extend(children_of(part))
    return False


def _problem(
    owner: str, name: str, span: Span, around: _Around, replaced: str | None
) -> Diagnostic:
    members = MEMBERS[owner]
    near = suggestion(name, members)
    return Diagnostic(
        code=codes.NOT_IN_SDK,
        message=f"`{owner}` has no `{name}`",
        primary=Label(span=span, text=_LATER if around.later else _AT_START),
        notes=() if near else (f"it has: {', '.join(f'`{one}`' for one in members)}",),
        help=f"did you mean `{near}`?" if near else "write one of its members",
        fix=Fix(span=span, replacement=near) if near and replaced is not None else None,
    )


def _no_value(owner: str, value: str, span: Span, around: _Around) -> Diagnostic:
    members = MEMBERS[owner]
    near = suggestion(value, members.values())
    return Diagnostic(
        code=codes.NOT_IN_SDK,
        message=f"`{owner}` has no member of the value {value!a}",
        primary=Label(span=span, text=_LATER if around.later else _AT_START),
        notes=() if near else (f"there are: {', '.join(members.values())}",),
        help=f'did you mean `"{near}"`?' if near else "write the value of one of its members",
    )
