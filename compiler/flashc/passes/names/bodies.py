"""Function bodies, as far as lints read them: calls, assignments, and which names are local."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from flashc.ir.bindings import Bindings, BoundFunction
from flashc.ir.expressions import (
    Attribute,
    BinaryOperation,
    Call,
    Conditional,
    DictDisplay,
    Display,
    Expression,
    FormattedString,
    Interpolation,
    Name,
    Opaque,
    Starred,
    Subscript,
    UnaryOperation,
)
from flashc.ir.functions import Function
from flashc.ir.syntax import (
    Arm,
    Assign,
    Bind,
    Block,
    Class,
    Delete,
    ExpressionStatement,
    Import,
    ImportFrom,
    Statement,
)
from flashc.ir.syntax import Function as FunctionSyntax

# The kinds of comprehensions; what stands in their elements need not run even once.
COMPREHENSIONS: Final = frozenset(
    ("list_comprehension", "set_comprehension", "dictionary_comprehension", "generator_expression")
)


def definition_of(bindings: Bindings, function: Function) -> FunctionSyntax | None:
    """Give the syntax of a function of the program."""
    found = bindings.namespaces[function.module].names.get(function.name, ())
    for binding in found:
        if isinstance(binding.bound, BoundFunction) and binding.span == function.span:
            return binding.bound.function
    return None


def own_statements(statements: tuple[Statement, ...]) -> Iterator[Statement | Arm]:
    """Yield the statements and arms of a body, without those of functions and classes inside."""
    for statement in statements:
        yield statement
        if isinstance(statement, Block):
            for arm in statement.arms:
                yield arm
                yield from own_statements(arm.body)


def expressions_of(statement: Statement | Arm) -> tuple[Expression, ...]:
    """Give the expressions that a statement holds itself."""
    held = _HELD.get(type(statement))
    return () if held is None else held(statement)


def _of_assignment(statement: Assign) -> tuple[Expression, ...]:
    value = statement.value
    return statement.targets if value is None else (*statement.targets, value)


_HELD: Final[Mapping[type, Callable[[Any], tuple[Expression, ...]]]] = {
    Assign: _of_assignment,
    ExpressionStatement: lambda one: (one.value,),
    Delete: lambda one: one.targets,
    Arm: lambda one: () if one.test is None else (one.test,),
}


def calls_in(statements: tuple[Statement, ...]) -> Iterator[Call]:
    """Yield every call that running a body makes, in functions inside it excepted."""
    for statement in own_statements(statements):
        for expression in expressions_of(statement):
            for part in parts_of(expression):
                if isinstance(part, Call):
                    yield part


def parts_of(expression: Expression) -> Iterator[Expression]:
    """Yield an expression and all parts of it; what a lambda holds runs later and is left out."""
    waiting = [expression]
    while waiting:
        part = waiting.pop()
        yield part
        if not (isinstance(part, Opaque) and part.kind == "lambda"):
            waiting.extend(reversed(children_of(part)))


def local_names(definition: FunctionSyntax) -> frozenset[str]:
    """Give the names that a function binds itself: parameters, what it assigns, imports and defines."""
    parameters = frozenset(parameter.name for parameter in definition.parameters)
    return parameters | bound_by_body(definition.body)


def bound_by_body(body: tuple[Statement, ...]) -> frozenset[str]:
    """Give the names that a body binds itself, in compound statements included."""
    names: set[str] = set()
    for statement in own_statements(body):
        names.update(_bound_by(statement))
    return frozenset(names)


def _bound_by(statement: Statement | Arm) -> Iterator[str]:
    match statement:
        case Assign():
            yield from (name.id for target in statement.targets for name in names_in(target))
        case Block():
            yield from (name.id for target in statement.binds for name in names_in(target))
        case FunctionSyntax() | Class():
            yield statement.name
        case Import():
            yield from (m.alias or m.module.split(".")[0] for m in statement.modules)
        case ImportFrom():
            # An import gives the module's own object, under a name that hides the module's.
            yield from (n.alias or n.name for n in statement.names)
        case Bind():
            yield statement.name.id
        case _:
            return


def single_targets(target: Expression) -> Iterator[Expression]:
    """Yield what a target is made of: names, attributes and subscripts of `a, (b.c, *d[0])`."""
    if isinstance(target, Starred):
        yield from single_targets(target.value)
    elif isinstance(target, Display):
        for item in target.items:
            yield from single_targets(item)
    else:
        yield target


def names_in(target: Expression) -> Iterator[Name]:
    """Yield the names that assigning to a target binds."""
    return (one for one in single_targets(target) if isinstance(one, Name))


def root_of(expression: Expression) -> Name | None:
    """Give the name that an attribute or subscript chain starts from: `a` of `a.b[c].d`."""
    while isinstance(expression, Attribute | Subscript):
        expression = expression.value
    return expression if isinstance(expression, Name) else None


def children_of(expression: Expression) -> tuple[Expression, ...]:
    """Give the expressions that an expression is made of."""
    # Asked of every expression again and again: one look-up tells names and constants, which have none.
    children = _CHILDREN.get(type(expression))
    return () if children is None else children(expression)


def _of_call(call: Call) -> tuple[Expression, ...]:
    keywords = [keyword.value for keyword in call.keywords]
    return (call.function, *call.arguments, *keywords)


def _of_dictionary(display: DictDisplay) -> tuple[Expression, ...]:
    keys = [item.key for item in display.items if item.key is not None]
    return (*keys, *[item.value for item in display.items])


def _of_text(text: FormattedString) -> tuple[Expression, ...]:
    return tuple(part.value for part in text.parts if isinstance(part, Interpolation))


_CHILDREN: Final[Mapping[type, Callable[[Any], tuple[Expression, ...]]]] = {
    Attribute: lambda one: (one.value,),
    Subscript: lambda one: (one.value, one.index),
    Call: _of_call,
    Display: lambda one: one.items,
    DictDisplay: _of_dictionary,
    Starred: lambda one: (one.value,),
    UnaryOperation: lambda one: (one.operand,),
    BinaryOperation: lambda one: (one.left, one.right),
    Conditional: lambda one: (one.then, one.test, one.otherwise),
    FormattedString: _of_text,
    Opaque: lambda one: one.parts,
}
