"""Scopes: every statement and expression of a module, with what the functions around it bind."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from flashc.dialects.places import Kind, Place, in_arm, in_definition
from flashc.dialects.sdk_guards import means_present, sdk_symbol
from flashc.ir.bindings import (
    Bindings,
    BoundClass,
    BoundFunction,
    BoundImport,
    BoundModule,
    Defined,
    External,
    ModuleSymbol,
    Symbol,
    Unresolved,
)
from flashc.ir.expressions import Attribute, Call, Conditional, Expression, Name, Opaque
from flashc.ir.syntax import (
    Assign,
    Block,
    BlockKind,
    Class,
    Delete,
    Function,
    Import,
    ImportFrom,
    Statement,
)
from flashc.passes.names.bodies import children_of, expressions_of, local_names, own_statements
from flashc.passes.names.lookup import follow, look_up, look_up_name
from flashc.passes.names.namespaces import bound_by, is_main_guard

_COMPREHENSIONS: Final = frozenset(
    ("list_comprehension", "set_comprehension", "dictionary_comprehension", "generator_expression")
)
# What calls its first argument once for each item of the others.
REPEATING: Final = frozenset(
    ("builtins.map", "builtins.filter", "itertools.starmap", "functools.reduce")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Where something stands, and the names there that are not the module's."""

    place: Place
    local: frozenset[str] = frozenset()
    # The part of `local` that callers of a function around decide, and the one that it imports.
    parameters: frozenset[str] = frozenset()
    imported: Mapping[str, Symbol] = field(default_factory=dict)
    # What loops and comprehensions around give one by one, by the name that takes it.
    iterated: Mapping[str, Expression] = field(default_factory=dict)
    # Whether an import may fail here: then the program says itself what happens.
    guarded: bool = False
    # Whether it stands under `if __name__ == "__main__":`, which no worker runs.
    in_main: bool = False

    @property
    def module(self) -> str:
        """The module that it is about."""
        return self.place.module


def scoped(bindings: Bindings, module: str) -> Iterator[tuple[Statement, Scope]]:
    """Yield every statement of a module, those inside others included, in source order."""
    scope = Scope(place=Place(module=module))
    yield from _scoped(bindings, bindings.modules[module].body, scope)


def expressions_in(statement: Statement) -> Iterator[Expression]:
    """Yield what a statement evaluates itself, headers included; decorators are left to the caller."""
    match statement:
        case Function():
            yield from (p.default for p in statement.parameters if p.default is not None)
        case Class():
            yield from statement.bases
            yield from (keyword.value for keyword in statement.keywords)
        case Block():
            yield from (arm.test for arm in statement.arms if arm.test is not None)
        case Delete():
            return
        case Assign():
            # What is assigned to is no use of it.
            yield from () if statement.value is None else (statement.value,)
        case _:
            yield from expressions_of(statement)


def parts_in(
    bindings: Bindings, scope: Scope, expression: Expression
) -> Iterator[tuple[Expression, Scope]]:
    """Yield an expression and all its parts, each with the scope that it is evaluated in."""
    yield expression, scope
    match expression:
        case Opaque(kind="lambda"):
            yield from _of_lambda(bindings, scope, expression)
        case Opaque() if expression.kind in _COMPREHENSIONS:
            inner = _iterating(_looped(scope, "in a comprehension"), expression)
            for part in expression.parts:
                yield from parts_in(bindings, inner, part)
        case Conditional() if not means_present(bindings, scope.module, expression.test):
            yield from parts_in(bindings, scope, expression.test)
            inner = _under(scope, expression.test)
            for part in (expression.then, expression.otherwise):
                yield from parts_in(bindings, inner, part)
        case Call() if len(expression.arguments) > 1 and _repeats(bindings, scope, expression):
            called = bindings.modules[scope.module].source.slice(expression.function.span)
            inner = _looped(scope, f"in `{called}`")
            for part in children_of(expression):
                yield from parts_in(bindings, inner, part)
        case _:
            for part in children_of(expression):
                yield from parts_in(bindings, scope, part)


def symbol_in(bindings: Bindings, scope: Scope, expression: Expression) -> Symbol:
    """Give what an expression stands for where it is written: the names of functions hide others."""
    if not isinstance(expression, Name | Attribute):
        return Unresolved(reason="is not a name")
    root, members = _chain(expression)
    if root is None or root.id not in scope.local:
        namespace = bindings.namespaces[scope.module]
        if isinstance(expression, Name) and not namespace.stars:
            bound = namespace.names.get(expression.id, ())
            if len(bound) == 1 and isinstance(bound[0].bound, BoundFunction | BoundClass):
                # By far the most names that are called: nothing of the SDK.
                return Defined(module=scope.module, name=expression.id, binding=bound[0])
        return sdk_symbol(bindings, scope.module, expression)
    symbol = scope.imported.get(root.id)
    for member in members if symbol is not None else ():
        symbol = _member(bindings, symbol, member)
    return follow(bindings, symbol) if symbol else Unresolved(reason="is local to a function")


def hangs_on_local(expression: Expression, scope: Scope) -> bool:
    """Whether a function around binds the name itself, so that the module's is not meant."""
    while isinstance(expression, Call):
        expression = expression.function
    root, _ = _chain(expression)
    return root is not None and root.id in scope.local and root.id not in scope.imported


def _scoped(
    bindings: Bindings, statements: tuple[Statement, ...], scope: Scope
) -> Iterator[tuple[Statement, Scope]]:
    for statement in statements:
        yield statement, scope
        if isinstance(statement, Function | Class):
            yield from _scoped(bindings, statement.body, _within(bindings, scope, statement))
        elif isinstance(statement, Block):
            syntax = bindings.modules[scope.module]
            guarded = scope.guarded or statement.kind is BlockKind.TRY
            for arm in statement.arms:
                place = in_arm(bindings, scope.place, statement, arm)
                in_main = arm.test is not None and is_main_guard(arm.test, syntax)
                inner = replace(
                    scope, place=place, guarded=guarded, in_main=scope.in_main or in_main
                )
                if statement.kind is BlockKind.LOOP and statement.binds and arm.test is not None:
                    names = {b.id: arm.test for b in statement.binds if isinstance(b, Name)}
                    inner = replace(inner, iterated={**inner.iterated, **names})
                yield from _scoped(bindings, arm.body, inner)


def _within(bindings: Bindings, scope: Scope, definition: Function | Class) -> Scope:
    place = in_definition(scope.place, definition)
    if isinstance(definition, Class):
        return replace(scope, place=place)
    imported = _imports(bindings, scope.module, definition)
    own = local_names(definition) | frozenset(imported)
    return replace(
        scope,
        place=place,
        local=scope.local | own,
        parameters=scope.parameters | {parameter.name for parameter in definition.parameters},
        imported={**{n: s for n, s in scope.imported.items() if n not in own}, **imported},
    )


def _imports(bindings: Bindings, module: str, function: Function) -> Mapping[str, Symbol]:
    """Give what a function imports itself, each name with what it stands for."""
    found: dict[str, Symbol] = {}
    for statement in own_statements(function.body):
        if not isinstance(statement, Import | ImportFrom):
            continue
        for name, bound, _ in bound_by(statement, bindings.modules[module]):
            if isinstance(bound, BoundImport | BoundModule):
                source = bound.module
                is_ours = bindings.has_module(source)
                if isinstance(bound, BoundModule):
                    found[name] = ModuleSymbol(module=source) if is_ours else External(name=source)
                elif is_ours:
                    found[name] = look_up_name(bindings, source, bound.name)
                else:
                    found[name] = External(name=f"{source}.{bound.name}")
    return found


def _of_lambda(
    bindings: Bindings, scope: Scope, expression: Opaque
) -> Iterator[tuple[Expression, Scope]]:
    """Go into a lambda: its parameters hide names, and whoever calls it decides how often."""
    *headers, body = expression.parts
    parameters = frozenset(
        part.id for header in headers for part in _names(header) if isinstance(part, Name)
    )
    looped = scope.place.kind is Kind.LOOP
    place = (
        scope.place
        if looped
        else replace(scope.place, kind=Kind.FUNCTION, where="in a lambda", conditions=())
    )
    inner = replace(
        scope,
        place=place,
        local=scope.local | parameters,
        parameters=scope.parameters | parameters,
        imported={n: s for n, s in scope.imported.items() if n not in parameters},
    )
    yield from parts_in(bindings, inner, body)


def _names(expression: Expression) -> Iterator[Expression]:
    yield expression
    for child in children_of(expression):
        yield from _names(child)


def _iterating(scope: Scope, comprehension: Opaque) -> Scope:
    names: dict[str, Expression] = {}
    for clause in comprehension.parts:
        if isinstance(clause, Opaque) and clause.kind == "for_in_clause" and len(clause.parts) > 1:
            *targets, values = clause.parts
            names |= {
                part.id: values
                for target in targets
                for part in _names(target)
                if isinstance(part, Name)
            }
    return replace(scope, iterated={**scope.iterated, **names}) if names else scope


def _looped(scope: Scope, where: str) -> Scope:
    if scope.place.kind in (Kind.LOOP, Kind.FUNCTION):
        return scope
    return replace(scope, place=replace(scope.place, kind=Kind.LOOP, where=where, conditions=()))


def _under(scope: Scope, test: Expression) -> Scope:
    if scope.place.kind is None:
        place = replace(
            scope.place, kind=Kind.CONDITION, where="under a condition", conditions=(test,)
        )
        return replace(scope, place=place)
    is_decidable = scope.place.kind is Kind.CONDITION and scope.place.conditions
    conditions = (*scope.place.conditions, test) if is_decidable else ()
    return replace(scope, place=replace(scope.place, conditions=conditions))


def _repeats(bindings: Bindings, scope: Scope, call: Call) -> bool:
    """Whether a call is one of `map` or its kin, and not of something local."""
    if isinstance(call.function, Name) and call.function.id in scope.local:
        return False
    return _name(bindings, scope, call.function) in REPEATING


def _name(bindings: Bindings, scope: Scope, expression: Expression) -> str | None:
    if not isinstance(expression, Name | Attribute):
        return None
    symbol = follow(bindings, look_up(bindings, scope.module, expression))
    return symbol.name if isinstance(symbol, External) else None


def _chain(expression: Expression) -> tuple[Name | None, tuple[str, ...]]:
    """Give the name that `a.b.c` starts from, and the members after it."""
    members: list[str] = []
    while isinstance(expression, Attribute):
        members.append(expression.name)
        expression = expression.value
    return (expression if isinstance(expression, Name) else None), tuple(reversed(members))


def _member(bindings: Bindings, owner: Symbol | None, name: str) -> Symbol | None:
    match owner:
        case External():
            return External(name=f"{owner.name}.{name}")
        case ModuleSymbol():
            return look_up_name(bindings, owner.module, name)
        case _:
            return None
