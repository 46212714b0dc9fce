"""FC620: attributes of the standard library's modules that are read at import and are not there."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from flashc import codes
from flashc.diagnostic import Diagnostic, Label, Severity
from flashc.ir.bindings import Bindings, External
from flashc.ir.closure import Closure, ImportGraph
from flashc.ir.expressions import Attribute, Conditional, Expression, Opaque
from flashc.ir.program import Program
from flashc.ir.syntax import (
    Assign,
    Class,
    ExpressionStatement,
    Function,
    ModuleSyntax,
    Statement,
)
from flashc.passes.check.standard_names import Absences
from flashc.passes.names.bodies import (
    COMPREHENSIONS,
    bound_by_body,
    children_of,
    parts_of,
    root_of,
)
from flashc.passes.names.lookup import follow, look_up
from flashc.passes.names.patched_attributes import is_patched
from flashc.passes.naming.standard_library import StandardLibrary
from flashc.passes.settle.python_ranges import number
from flashc.passes.startup.later import NOTE, moments_of
from flashc.source import Span


def check_standard_attributes(
    program: Program,
    bindings: Bindings,
    graph: ImportGraph,
    closures: Mapping[str, Closure],
    library: StandardLibrary,
    begun: frozenset[str],
) -> Iterator[Diagnostic]:
    """Report each, in what stands in a module or the body of a class under no condition.

    `begun` are modules that a worker imports at its start; what only functions import is warned of.
    """
    # By place, whether what ends a start was found there already, and what ends a call only.
    errors: set[Span] = set()
    warnings: dict[Span, Diagnostic] = {}
    absences = Absences(library)
    # Many endpoints ship the same modules, for the same Python.
    done: set[tuple[str, str, bool]] = set()
    for endpoint in sorted(program.endpoints, key=lambda one: number(one.python)):
        closure = closures.get(endpoint.resource.name)
        if closure is None:
            continue
        moments = moments_of(closure, graph, bindings, begun)
        for module in closure.modules:
            is_late = module not in moments.start
            key = (module, endpoint.python, is_late)
            if key in done or (is_late and module not in moments.later):
                continue
            done.add(key)
            for found in _missing(bindings, module, absences, endpoint.python):
                place = found.primary.span if found.primary else Span("", 0, 0)
                if is_late:
                    late = replace(found, severity=Severity.WARNING, notes=(NOTE,))
                    warnings.setdefault(place, late)
                elif place not in errors:
                    errors.add(place)
                    yield found
    yield from (late for place, late in warnings.items() if place not in errors)


def _missing(
    bindings: Bindings, module: str, absences: Absences, python: str
) -> Iterator[Diagnostic]:
    for attribute in _read(bindings.modules[module]):
        owner = follow(bindings, look_up(bindings, module, attribute.value))
        if not isinstance(owner, External):
            continue
        absent = absences.of_name(owner.name, attribute.name, python)
        if absent is not None and not is_patched(bindings, attribute.name):
            yield Diagnostic(
                code=codes.NO_MEMBER,
                message=f"module `{owner.name}` has no `{attribute.name}`",
                primary=Label(span=attribute.name_span, text=absent.label),
                help=absent.help,
            )


def _read(module: ModuleSyntax) -> Iterator[Attribute]:
    for expression, hidden in _evaluated(module.body, frozenset()):
        # A choice inside of an expression may be made for the version or the system.
        if any(_decides(part) for part in parts_of(expression)):
            continue
        for part in _certain(expression):
            root = root_of(part)
            if isinstance(part, Attribute) and (root is None or root.id not in hidden):
                yield part


def _evaluated(
    statements: tuple[Statement, ...], hidden: frozenset[str]
) -> Iterator[tuple[Expression, frozenset[str]]]:
    """Yield what importing the module evaluates for certain, with the names of classes around it."""
    for statement in statements:
        match statement:
            case Assign():
                if statement.value is not None:
                    yield statement.value, hidden
            case ExpressionStatement():
                yield statement.value, hidden
            case Function():
                yield from ((d.expression, hidden) for d in statement.decorators)
                defaults = (p.default for p in statement.parameters)
                yield from ((one, hidden) for one in defaults if one is not None)
            case Class():
                yield from ((d.expression, hidden) for d in statement.decorators)
                yield from ((base, hidden) for base in statement.bases)
                yield from _evaluated(statement.body, hidden | bound_by_body(statement.body))


def _certain(expression: Expression) -> Iterator[Expression]:
    """Yield the parts that are evaluated for certain: of a comprehension the first thing it goes over."""
    yield expression
    children = children_of(expression)
    if isinstance(expression, Opaque) and expression.kind == "lambda":
        return
    if isinstance(expression, Opaque) and expression.kind in COMPREHENSIONS:
        clauses = (one for one in children if isinstance(one, Opaque))
        first = next(one for one in clauses if one.kind == "for_in_clause")
        children = first.parts[-1:]
    for child in children:
        yield from _certain(child)


def _decides(part: Expression) -> bool:
    return isinstance(part, Conditional) or (
        isinstance(part, Opaque) and part.kind in ("boolean_operator", "conditional_expression")
    )
