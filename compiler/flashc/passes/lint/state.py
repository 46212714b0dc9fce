"""FC703: a route changes an object of its module, which every copy of the worker has for itself."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from flashc import codes
from flashc.diagnostic import Diagnostic, Label
from flashc.ir.bindings import Bindings, BoundOtherwise, BoundValue
from flashc.ir.expressions import Attribute, Call, Expression, Name, Subscript
from flashc.ir.program import Program, Route
from flashc.ir.syntax import BY_GLOBAL, Assign, Delete, Statement
from flashc.ir.syntax import Function as FunctionSyntax
from flashc.passes.names.bodies import calls_in, definition_of, local_names, own_statements, root_of
from flashc.passes.program_walk import routes_of
from flashc.source import Span

MUTATORS = frozenset(
    """add append appendleft clear discard extend insert pop popitem popleft remove setdefault
    update""".split()
)


def lint_state(program: Program, bindings: Bindings) -> Iterator[Diagnostic]:
    """Warn once for each name that a route's function changes."""
    seen: set[tuple[Span, str]] = set()
    declared = _DeclaredGlobal(bindings)
    for _, route in routes_of(program):
        for name, place in _changes(route, bindings, declared):
            key = (route.function.span, name.id)
            if key not in seen:
                seen.add(key)
                yield _changed(route, name, place, bindings)


class _DeclaredGlobal:
    """The names that functions of a module assign to in it. Each module is gone through once."""

    def __init__(self, bindings: Bindings) -> None:
        self._bindings = bindings
        self._names: dict[str, list[Name]] = {}

    def inside(self, module: str, definition: FunctionSyntax) -> list[Name]:
        """Give those of a function, and of functions inside it, in source order."""
        names = self._in(module)
        ends = (statement.span.end for statement in definition.body)
        first = bisect_right(names, definition.name_span.start, key=_start)
        return names[first : bisect_left(names, max(ends, default=0), lo=first, key=_start)]

    def _in(self, module: str) -> list[Name]:
        if module not in self._names:
            names = self._bindings.namespaces[module].names
            by_global = (
                Name(id=name, span=binding.span)
                for name, found in names.items()
                for binding in found
                if binding.bound == BoundOtherwise(how=BY_GLOBAL)
            )
            self._names[module] = sorted(by_global, key=_start)
        return self._names[module]


def _start(name: Name) -> int:
    return name.span.start


def _changes(
    route: Route, bindings: Bindings, declared: _DeclaredGlobal
) -> Iterator[tuple[Name, Span]]:
    definition = definition_of(bindings, route.function)
    if definition is None:
        return
    yield from ((name, name.span) for name in declared.inside(route.function.module, definition))
    local = local_names(definition)
    for target in _changed_expressions(definition.body):
        root = root_of(target)
        if root is not None and root.id not in local and _is_state(route, root.id, bindings):
            yield root, target.span


def _changed_expressions(body: tuple[Statement, ...]) -> Iterator[Expression]:
    for statement in own_statements(body):
        if isinstance(statement, Assign | Delete):
            yield from (t for t in statement.targets if isinstance(t, Subscript | Attribute))
    for call in calls_in(body):
        if _is_mutation(call) and isinstance(call.function, Attribute):
            yield call.function.value


def _is_mutation(call: Call) -> bool:
    return isinstance(call.function, Attribute) and call.function.name in MUTATORS


def _is_state(route: Route, name: str, bindings: Bindings) -> bool:
    found = bindings.namespaces[route.function.module].names.get(name, ())
    return any(isinstance(binding.bound, BoundValue) for binding in found)


def _changed(route: Route, name: Name, place: Span, bindings: Bindings) -> Diagnostic:
    bound = bindings.namespaces[route.function.module].names[name.id][0]
    return Diagnostic(
        code=codes.STATE_IN_ROUTE,
        message=f"`{route.function.name}` changes `{name.id}`, which each worker has for itself",
        primary=Label(span=place, text="changed here"),
        labels=(Label(span=bound.span, text="lives in the module"),),
        notes=("workers are started, stopped and multiplied: each starts with the module's value",),
        help="keep what must last in a database, a cache or a volume",
    )
