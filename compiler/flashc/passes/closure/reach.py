"""Reach: which functions of a worker's modules its routes and its imports can come to.

Names decide, wherever they stand: too much is reached rather than too little.
"""

from collections.abc import Iterator

from flashc.ir.bindings import Bindings
from flashc.ir.closure import Closure, Guard
from flashc.ir.expressions import Attribute, Call, Constant, Expression, Name, Subscript
from flashc.ir.syntax import Arm, Block, Class, Function, ImportFrom, Statement, walk
from flashc.passes.closure.guards import guards_of
from flashc.passes.names.bodies import children_of, expressions_of

Definition = Function | Class


def reached_functions(bindings: Bindings, closure: Closure) -> frozenset[tuple[str, str]]:
    """Give module and name of each function and class at module level that may run in a worker."""
    defined: dict[str, list[tuple[str, Definition]]] = {}
    below: dict[str, list[str]] = {}
    aliases: dict[str, set[str]] = {}
    # Names to look into, and whether they are used: a class that is only inherited from runs as a part
    # of another one, but one that is used may be asked for all that inherit from it.
    waiting: list[tuple[str, bool]] = []
    for module in closure.modules:
        syntax = bindings.modules[module]
        for statement in walk(syntax.body):
            for one in statement.names if isinstance(statement, ImportFrom) else ():
                aliases.setdefault(one.alias or one.name, set()).add(one.name)
        for definition, holder in _at_module_level(syntax.body):
            if definition is None:
                waiting += ((name, True) for name in _names_in(holder))
                continue
            defined.setdefault(definition.name, []).append((module, definition))
            waiting += ((name, True) for name in _run_where_it_stands(definition))
            for base in definition.bases if isinstance(definition, Class) else ():
                waiting += ((name, False) for name in _names_of(base))
                below.setdefault(_last_name(base), []).append(definition.name)
            # A decorator may register what it decorates: nothing names such a function.
            if _is_decorated(definition) and (module, definition.name) not in closure.elsewhere:
                waiting.append((definition.name, True))
    seen: set[tuple[str, bool]] = set()
    while waiting:
        name, is_used = waiting.pop()
        if (name, True) in seen or (name, is_used) in seen:
            continue
        seen.add((name, is_used))
        waiting += ((one, is_used) for one in aliases.get(name, ()))
        if is_used and name in defined:
            waiting += ((one, True) for one in below.get(name, ()))
        for module, definition in defined.get(name, ()):
            if (module, name) not in closure.elsewhere:
                waiting += ((n, True) for inner in walk(definition.body) for n in _mentioned(inner))
    return frozenset(
        (module, name)
        for name in dict.fromkeys(one for one, _ in seen)
        for module, _ in defined.get(name, ())
        if (module, name) not in closure.elsewhere
    )


def _is_decorated(definition: Definition) -> bool:
    """Whether a decorator stands on a definition, or on a method."""
    methods = definition.body if isinstance(definition, Class) else ()
    inner = (one for one in methods if isinstance(one, Function))
    return any(one.decorators for one in (definition, *inner) if not _is_plain(one))


def _is_plain(definition: Definition) -> bool:
    """Whether Python's own decorators alone stand on it, which register nothing."""
    found = {_last_name(one.expression) for one in definition.decorators}
    return found <= {"property", "staticmethod", "classmethod", "abstractmethod", "cached_property"}


def _last_name(expression: Expression) -> str:
    while isinstance(expression, Subscript | Call):
        expression = expression.value if isinstance(expression, Subscript) else expression.function
    if isinstance(expression, Attribute):
        return expression.name
    return expression.id if isinstance(expression, Name) else ""


def _run_where_it_stands(definition: Definition) -> Iterator[str]:
    """Yield the names that a definition evaluates, whoever uses it: the body of a class runs at once."""
    yield from _header(definition)
    for statement in definition.body if isinstance(definition, Class) else ():
        if isinstance(statement, Definition):
            yield from _run_where_it_stands(statement)
        else:
            yield from (name for inner in walk((statement,)) for name in _mentioned(inner))


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
    """Yield the names that are evaluated where a definition stands, those of bases left out."""
    keywords = definition.keywords if isinstance(definition, Class) else ()
    parameters = definition.parameters if isinstance(definition, Function) else ()
    defaults = (one.default for one in parameters if one.default is not None)
    notes = (one.annotation for one in parameters if one.annotation is not None)
    written = (*(d.expression for d in definition.decorators), *(k.value for k in keywords))
    for expression in (*written, *defaults, *notes):
        yield from _names_of(expression)


def _mentioned(statement: Statement) -> Iterator[str]:
    yield from _names_in(statement)
    if isinstance(statement, Definition):
        yield from _header(statement)
    for base in statement.bases if isinstance(statement, Class) else ():
        yield from _names_of(base)
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
