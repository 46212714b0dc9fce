"""Reach: which functions of a worker's modules its routes and its imports can come to.

Names decide, wherever they stand: too much is reached rather than too little.
"""

from collections.abc import Iterator

from flashc.ir.bindings import Bindings
from flashc.ir.closure import Closure, Guard
from flashc.ir.expressions import Attribute, Constant, Expression, Name
from flashc.ir.syntax import Arm, Block, Class, Function, ImportFrom, Statement, walk
from flashc.passes.closure.guards import guards_of
from flashc.passes.names.bodies import children_of, expressions_of

Definition = Function | Class


def reached_functions(bindings: Bindings, closure: Closure) -> frozenset[tuple[str, str]]:
    """Give module and name of each function and class at module level that may run in a worker."""
    defined: dict[str, list[tuple[str, Definition]]] = {}
    aliases: dict[str, set[str]] = {}
    waiting: list[str] = []
    for module in closure.modules:
        syntax = bindings.modules[module]
        for statement in walk(syntax.body):
            for one in statement.names if isinstance(statement, ImportFrom) else ():
                aliases.setdefault(one.alias or one.name, set()).add(one.name)
        for definition, holder in _at_module_level(syntax.body):
            if definition is None:
                waiting.extend(_names_in(holder))
                continue
            defined.setdefault(definition.name, []).append((module, definition))
            waiting.extend(_header(definition))
            # A decorator may register what it decorates: nothing names such a function.
            if definition.decorators and (module, definition.name) not in closure.elsewhere:
                waiting.append(definition.name)
    seen: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        waiting.extend(aliases.get(name, ()))
        for module, definition in defined.get(name, ()):
            if (module, name) not in closure.elsewhere:
                waiting.extend(n for inner in walk(definition.body) for n in _mentioned(inner))
    return frozenset(
        (module, name)
        for name in seen
        for module, _ in defined.get(name, ())
        if (module, name) not in closure.elsewhere
    )


def _at_module_level(
    statements: tuple[Statement, ...],
) -> Iterator[tuple[Definition | None, Statement | Arm]]:
    """Yield each definition, and every other statement; what only `python -m` runs is left out."""
    for statement in statements:
        if isinstance(statement, Definition):
            yield statement, statement
            continue
        yield None, statement
        for arm, guard in guards_of(statement) if isinstance(statement, Block) else ():
            if guard is not Guard.MAIN:
                yield None, arm
                yield from _at_module_level(arm.body)


def _header(definition: Definition) -> Iterator[str]:
    """Yield the names that are evaluated where a definition stands."""
    bases = definition.bases if isinstance(definition, Class) else ()
    parameters = definition.parameters if isinstance(definition, Function) else ()
    defaults = (one.default for one in parameters if one.default is not None)
    notes = (one.annotation for one in parameters if one.annotation is not None)
    for expression in (*(d.expression for d in definition.decorators), *bases, *defaults, *notes):
        yield from _names_of(expression)


def _mentioned(statement: Statement) -> Iterator[str]:
    yield from _names_in(statement)
    if isinstance(statement, Definition):
        yield from _header(statement)
    for arm in statement.arms if isinstance(statement, Block) else ():
        yield from _names_in(arm)


def _names_in(holder: Statement | Arm) -> Iterator[str]:
    for expression in expressions_of(holder):
        yield from _names_of(expression)


def _names_of(expression: Expression) -> Iterator[str]:
    waiting = [expression]
    while waiting:
        part = waiting.pop()
        match part:
            case Name():
                yield part.id
            case Attribute():
                yield part.name
            case Constant(value=str() as text) if text.isidentifier():
                # As in `getattr(module, "name")`.
                yield text
        waiting.extend(children_of(part))
