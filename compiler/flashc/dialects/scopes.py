"""Scopes: every statement of a module, with what the functions around it bind."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from flashc.dialects.places import Place, in_arm, in_definition
from flashc.dialects.sdk_guards import sdk_symbol
from flashc.ir.bindings import (
    Bindings,
    BoundClass,
    BoundFunction,
    BoundImport,
    BoundModule,
    BoundValue,
    Defined,
    External,
    ModuleSymbol,
    Symbol,
    Unresolved,
)
from flashc.ir.expressions import Attribute, Call, Expression, Name
from flashc.ir.syntax import (
    Arm,
    Assign,
    Block,
    BlockKind,
    Class,
    Delete,
    Function,
    Statement,
)
from flashc.passes.names.bodies import expressions_of, local_names, own_statements
from flashc.passes.names.lookup import follow, look_up_name
from flashc.passes.names.namespaces import bound_by, is_main_guard


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Where something stands, and the names there that are not the module's."""

    place: Place
    local: frozenset[str] = frozenset()
    # The part of `local` that callers of a function around decide, and the one that it imports.
    parameters: frozenset[str] = frozenset()
    imported: Mapping[str, Symbol] = field(default_factory=dict)
    # What it binds to values, functions and classes itself; of several bindings the last.
    assigned: Mapping[str, BoundValue | BoundFunction | BoundClass] = field(default_factory=dict)
    # What loops and comprehensions around give one by one, by the name that takes it.
    iterated: Mapping[str, Expression] = field(default_factory=dict)
    # Whether an import may fail here: then the program says itself what happens; and whether it has.
    guarded: bool = False
    handling: bool = False
    # Whether it stands under `if __name__ == "__main__":`, which no worker runs.
    in_main: bool = False
    # In a class: what functions and classes inside see instead, which have none of its names.
    around: "Scope | None" = None

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
    """Whether a function around binds the name itself, to something that is not known."""
    root = root_of_decorator(expression)
    known = (scope.imported, scope.assigned, scope.iterated)
    return root is not None and root.id in scope.local and not any(root.id in one for one in known)


def root_of_decorator(expression: Expression) -> Name | None:
    """Give the name that a call or decorator hangs on: `api` of `api.get("/x")(f)`."""
    while isinstance(expression, Call | Attribute):
        expression = expression.function if isinstance(expression, Call) else expression.value
    return expression if isinstance(expression, Name) else None


def _scoped(
    bindings: Bindings, statements: tuple[Statement, ...], scope: Scope
) -> Iterator[tuple[Statement, Scope]]:
    for statement in statements:
        yield statement, scope
        if isinstance(statement, Function):
            yield from _scoped(bindings, statement.body, _within(bindings, scope, statement))
        elif isinstance(statement, Class):
            yield from _in_class(bindings, scope, statement)
        elif isinstance(statement, Block):
            syntax = bindings.modules[scope.module]
            guarded = scope.guarded or statement.kind is BlockKind.TRY
            for arm in statement.arms:
                place = in_arm(bindings, scope.place, statement, arm)
                in_main = arm.test is not None and is_main_guard(arm.test, syntax)
                inner = replace(
                    scope,
                    place=place,
                    guarded=guarded,
                    handling=scope.handling or arm.role.startswith("except"),
                    in_main=scope.in_main or in_main,
                )
                if statement.kind is BlockKind.LOOP and statement.binds and arm.test is not None:
                    names = {b.id: arm.test for b in statement.binds if isinstance(b, Name)}
                    inner = replace(inner, iterated={**inner.iterated, **names})
                yield from _scoped(bindings, arm.body, inner)


def _in_class(
    bindings: Bindings, scope: Scope, definition: Class
) -> Iterator[tuple[Statement, Scope]]:
    """Go through the body of a class, whose names hide others from where they are bound."""
    around = replace(scope.around or scope, place=scope.place)
    inner = replace(around, place=in_definition(scope.place, definition), around=around)
    for statement in definition.body:
        yield from _scoped(bindings, (statement,), inner)
        imported, assigned = _bound(bindings, (statement,), scope.module)
        own = frozenset({*imported, *assigned})
        # What a condition decides may be bound or not.
        if own and not isinstance(statement, Block):
            inner = _binding(inner, own, imported, assigned)


def _within(bindings: Bindings, scope: Scope, definition: Function) -> Scope:
    imported, assigned = _bound(bindings, definition.body, scope.module)
    base = scope if scope.around is None else scope.around
    inner = _binding(base, local_names(definition), imported, assigned)
    return replace(
        inner,
        place=in_definition(scope.place, definition),
        parameters=inner.parameters | {parameter.name for parameter in definition.parameters},
    )


_Assigned = dict[str, BoundValue | BoundFunction | BoundClass]


def _bound(
    bindings: Bindings, statements: tuple[Statement, ...], module: str
) -> tuple[dict[str, Symbol], _Assigned]:
    imported: dict[str, Symbol] = {}
    assigned: _Assigned = {}
    for statement in own_statements(statements):
        if isinstance(statement, Arm):
            continue
        for name, bound, _ in bound_by(statement, bindings.modules[module]):
            if isinstance(bound, BoundImport | BoundModule):
                imported[name] = _imported(bindings, bound)
            elif isinstance(bound, BoundValue | BoundFunction | BoundClass):
                assigned[name] = bound
    return imported, assigned


def _binding(
    scope: Scope, own: frozenset[str], imported: dict[str, Symbol], assigned: _Assigned
) -> Scope:
    """Give a scope in which `own` names hide those around."""
    return replace(
        scope,
        local=scope.local | own,
        parameters=scope.parameters - own,
        imported={**{n: s for n, s in scope.imported.items() if n not in own}, **imported},
        assigned={**{n: b for n, b in scope.assigned.items() if n not in own}, **assigned},
        iterated={n: e for n, e in scope.iterated.items() if n not in own},
    )


def _imported(bindings: Bindings, bound: BoundImport | BoundModule) -> Symbol:
    """Give what a function's own import stands for."""
    is_ours = bindings.has_module(bound.module)
    if isinstance(bound, BoundModule):
        return ModuleSymbol(module=bound.module) if is_ours else External(name=bound.module)
    if is_ours:
        return look_up_name(bindings, bound.module, bound.name)
    return External(name=f"{bound.module}.{bound.name}")


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
