"""The `@remote` dialect: generations A (`tetra_rp`) and B (`runpod_flash`) of the API.

Recognises decorators by what they are bound to, never by how they are spelled.
"""

from collections.abc import Iterator, Mapping

from flashc import codes
from flashc.diagnostic import Diagnostic, Label
from flashc.dialects.arguments import Arguments, Callee, bind_arguments
from flashc.dialects.own_names import OwnNames
from flashc.dialects.places import Place, in_arm, in_definition, misplaced, rebound
from flashc.dialects.positional import positional_route
from flashc.dialects.resources import ResourceReader
from flashc.ir.bindings import Binding, Bindings, BoundValue, Defined, Symbol
from flashc.ir.declarations import Declaration, Declarations
from flashc.ir.expressions import Call, Expression
from flashc.ir.facts import Fact, Known, Unknown
from flashc.ir.program import Resource, Setting
from flashc.ir.syntax import Block, Class, Decorator, Function, Statement
from flashc.passes.names.lookup import follow, look_up
from flashc.sdk.names import REMOTE_ARGUMENTS, is_remote
from flashc.source import Span

REMOTE = Callee(name="remote", known=REMOTE_ARGUMENTS, positional=True)


def declare(
    bindings: Bindings, names: Mapping[Span, Setting]
) -> tuple[Declarations, tuple[Diagnostic, ...]]:
    """Recognise every declaration of the dialect in all modules, sorted by module and place.

    `names` are those that the configuration gives to resources, by where they are constructed.
    """
    reader = _Reader(bindings, names)
    declared: list[Declaration] = []
    for name in sorted(bindings.modules):
        module = bindings.modules[name]
        top = Place(module=name)
        for place, definition in _definitions(bindings, module.body, top):
            declared.extend(reader.read(place, definition))
    resources = reader.resources.all()
    declarations = Declarations(
        declared=tuple(declared),
        resources=resources,
        silent=(),
        queues=tuple(reader.resources.queues),
    )
    return declarations, (*reader.diagnostics, *reader.resources.diagnostics)


def remote_call(bindings: Bindings, module: str, expression: Expression) -> Call | None:
    """Give the call of `remote` that a decorator is, also through a name: `route = remote(api)`."""
    if isinstance(expression, Call):
        callee = follow(bindings, look_up(bindings, module, expression.function))
        return expression if is_remote(callee) else None
    symbol = follow(bindings, look_up(bindings, module, expression))
    if not isinstance(symbol, Defined) or not isinstance(symbol.binding.bound, BoundValue):
        return None
    value = symbol.binding.bound.value
    is_here = isinstance(value, Call) and symbol.module == module
    return remote_call(bindings, module, value) if is_here else None


def _definitions(
    bindings: Bindings, statements: tuple[Statement, ...], place: Place
) -> Iterator[tuple[Place, Function | Class]]:
    for statement in statements:
        if isinstance(statement, Function | Class):
            yield place, statement
            yield from _definitions(bindings, statement.body, in_definition(place, statement))
        elif isinstance(statement, Block):
            for arm in statement.arms:
                yield from _definitions(bindings, arm.body, in_arm(bindings, place, statement, arm))


class _Reader:
    """Reads decorators into declarations; collects what is wrong with their form."""

    def __init__(self, bindings: Bindings, names: Mapping[Span, Setting]) -> None:
        self._bindings = bindings
        self._own_names = OwnNames(bindings)
        self.resources = ResourceReader(bindings, names)
        # A function is reported once, however many routes it has.
        self._reported: set[Span] = set()
        self.diagnostics: list[Diagnostic] = []

    def read(self, place: Place, definition: Function | Class) -> Iterator[Declaration]:
        for decorator in definition.decorators:
            expression = decorator.expression
            call = remote_call(self._bindings, place.module, expression)
            if call is None and not is_remote(self._symbol(place, expression)):
                continue
            is_inside = place.kind is not None
            if is_inside and self._own_names.hide(place.module, definition, expression):
                continue
            if call is not None:
                yield from self._declaration(place, definition, decorator, call)
            else:
                self._report_no_resource(definition, decorator.span)

    def _symbol(self, place: Place, expression: Expression) -> Symbol:
        return follow(self._bindings, look_up(self._bindings, place.module, expression))

    def _declaration(
        self, place: Place, definition: Function | Class, decorator: Decorator, call: Call
    ) -> Iterator[Declaration]:
        by_position = positional_route(self._bindings, place.module, call)
        if by_position is not None:
            self.diagnostics.append(by_position)
            return
        arguments, problems = bind_arguments(self._bindings, place.module, call, REMOTE)
        self.diagnostics.extend(problems)
        if self._is_local(arguments):
            return
        self._report_misplaced(place, definition, decorator)
        named = arguments.get("resource_config")
        if named is None:
            self._report_no_resource(definition, decorator.span)
            return
        if place.kind is not None:
            # Said already. What it names may be a name of the function around, and is not looked for.
            self.resources.mention(named.module, named.value)
            return
        resource = self.resources.read(named.module, named.value)
        if resource is None:
            return
        yield self._declared(place, definition, resource, arguments, decorator.span)

    def _declared(
        self,
        place: Place,
        definition: Function | Class,
        resource: Resource,
        arguments: Arguments,
        span: Span,
    ) -> Declaration:
        facts = {name: arguments.fact(self._bindings, name) for name in REMOTE_ARGUMENTS[1:]}
        self._check_flag(facts["accelerate_downloads"], "accelerate_downloads")
        return Declaration(
            module=place.module,
            definition=definition,
            resource=resource,
            method=facts["method"],
            path=facts["path"],
            dependencies=facts["dependencies"],
            system_dependencies=facts["system_dependencies"],
            span=span,
            method_span=arguments.span("method") or span,
            path_span=arguments.span("path") or span,
        )

    def _is_local(self, arguments: Arguments) -> bool:
        fact = arguments.fact(self._bindings, "local")
        self._check_flag(fact, "local")
        return isinstance(fact, Known) and fact.value is True

    def _check_flag(self, fact: Fact | None, name: str) -> None:
        if isinstance(fact, Unknown) and not fact.broken:
            self.diagnostics.append(
                Diagnostic(
                    code=codes.ARGUMENT_NOT_CONSTANT,
                    message=f"`{name}` is not a constant",
                    primary=Label(span=fact.span, text=fact.reason),
                    help=f"write `{name}=True` or `{name}=False`",
                )
            )

    def _report_no_resource(self, definition: Function | Class, span: Span) -> None:
        self.diagnostics.append(
            Diagnostic(
                code=codes.REMOTE_WITHOUT_RESOURCE,
                message=f"`@remote` on `{definition.name}` names no resource",
                primary=Label(span=span, text="on which endpoint should it run?"),
                help='pass the resource first: `@remote(api, method="POST", path="/x")`',
            )
        )

    def _report_misplaced(
        self, place: Place, definition: Function | Class, decorator: Decorator
    ) -> None:
        if definition.name_span in self._reported:
            return
        if place.kind is not None:
            self._reported.add(definition.name_span)
            self.diagnostics.append(misplaced(self._bindings, place, definition, decorator.span))
            return
        later = self._rebound(place.module, definition)
        if later is not None:
            self._reported.add(definition.name_span)
            self.diagnostics.append(rebound(definition, decorator.span, later))

    def _rebound(self, module: str, definition: Function | Class) -> Span | None:
        """Give the last place below where the name is bound to something else."""
        found = self._bindings.namespaces[module].names.get(definition.name, ())
        own = next((b for b in found if b.span == definition.name_span), None)
        later = [
            binding.span
            for binding in found
            if binding.span.start > definition.name_span.start
            and not (own and _is_instead(binding, own))
        ]
        return later[-1] if later else None


def _is_instead(binding: Binding, own: Binding) -> bool:
    """Whether a binding is made in another arm of a guard that `own` is certain to stand in."""
    arms = {step.block: step.arm for step in own.branch}
    return any(step.block in arms and step.arm != arms[step.block] for step in binding.branch)
