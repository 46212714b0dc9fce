"""Targets: the functions and classes of a queue endpoint, understood in full."""

from collections.abc import Iterator
from dataclasses import replace

from flashc import codes
from flashc.diagnostic import Diagnostic, Label
from flashc.ir.bindings import (
    Binding,
    Bindings,
    BoundClass,
    Defined,
    External,
    Unresolved,
)
from flashc.ir.declarations import Declaration
from flashc.ir.expressions import Attribute, Name, Subscript
from flashc.ir.syntax import Class, ParameterKind
from flashc.ir.targets import (
    MethodKind,
    QueueClass,
    QueueFunction,
    QueueTarget,
    TargetMethod,
    TargetProperty,
)
from flashc.passes.lower.constructors import PLAIN, constructor_of
from flashc.passes.lower.functions import lower_function
from flashc.passes.lower.members import Member, Method, Other, members_of
from flashc.passes.lower.packages import lower_packages
from flashc.passes.names.linearize import ClassOrder, class_order

# What a job may name without saying it: `model(...)`.
CALL = "__call__"
_POSITIONAL = {ParameterKind.POSITIONAL_ONLY, ParameterKind.POSITIONAL_OR_KEYWORD}


def lower_target(
    bindings: Bindings, declaration: Declaration
) -> tuple[QueueTarget, tuple[Diagnostic, ...]]:
    """Understand what a queue endpoint runs, and report what in it cannot be seen."""
    packages, problems = lower_packages(declaration)
    problems = (*problems, *_routed(declaration))
    definition = declaration.definition
    if not isinstance(definition, Class):
        function = lower_function(bindings, declaration.module, definition)
        return QueueFunction(function=function, packages=packages, span=declaration.span), problems
    order = class_order(bindings, _symbol(declaration.module, definition))
    reader = _ClassReader(bindings, order)
    target = QueueClass(
        module=declaration.module,
        name=definition.name,
        docstring=definition.docstring,
        constructor=constructor_of(bindings, order.classes),
        methods=tuple(reader.methods),
        properties=tuple(reader.properties),
        libraries=tuple(
            one.name for one in order.classes if isinstance(one, External) and one.name not in PLAIN
        ),
        packages=packages,
        span=declaration.span,
    )
    return target, (*problems, *reader.diagnostics)


def _symbol(module: str, definition: Class) -> Defined:
    """Give the class itself; its name may be bound again, `Model = endpoint(Model)`."""
    bound = BoundClass(definition=definition)
    binding = Binding(name=definition.name, bound=bound, span=definition.name_span, branch=())
    return Defined(module=module, name=definition.name, binding=binding)


class _ClassReader:
    """Walks the classes in their order; the first that binds a name decides what it is."""

    def __init__(self, bindings: Bindings, order: ClassOrder) -> None:
        self._bindings = bindings
        self.methods: list[TargetMethod] = []
        self.properties: list[TargetProperty] = []
        self.diagnostics: list[Diagnostic] = list(_unseen(order))
        seen: set[str] = set()
        for owner in order.classes:
            if isinstance(owner, Defined):
                for name, (binding, member) in members_of(bindings, owner).items():
                    if name not in seen:
                        seen.add(name)
                        self._read(owner, name, binding, member)

    def _read(self, owner: Defined, name: str, binding: Binding, member: Member) -> None:
        if name.startswith("_") and name != CALL:
            return
        if member is Other.PROPERTY:
            found = TargetProperty(
                name=name, module=owner.module, owner=owner.name, span=binding.span
            )
            self.properties.append(found)
        elif member is Other.UNCERTAIN:
            self.diagnostics.append(_uncertain(owner, name, binding))
        elif isinstance(member, Method):
            self._method(owner, name, member)

    def _method(self, owner: Defined, name: str, member: Method) -> None:
        function = lower_function(self._bindings, member.module, member.function)
        if member.kind is not MethodKind.STATIC:
            first = function.parameters[0] if function.parameters else None
            if first is not None and first.kind in _POSITIONAL:
                function = replace(function, parameters=function.parameters[1:])
            elif first is None or first.kind is not ParameterKind.VAR_POSITIONAL:
                self.diagnostics.append(_selfless(owner, name, member))
        self.methods.append(
            TargetMethod(name=name, kind=member.kind, owner=member.owner, function=function)
        )


def _unseen(order: ClassOrder) -> Iterator[Diagnostic]:
    for base, symbol in order.unseen:
        if isinstance(symbol, Unresolved) and symbol.broken:
            continue
        is_named = isinstance(base, Name | Attribute | Subscript)
        reason = symbol.reason if isinstance(symbol, Unresolved) else "is not a class"
        yield Diagnostic(
            code=codes.METHODS_UNSEEN,
            message="a base class cannot be followed, so the methods that it has are not seen",
            primary=Label(span=base.span, text=reason if is_named else "is computed"),
            help="name a class that is defined or imported once at module level",
        )


def _uncertain(owner: Defined, name: str, binding: Binding) -> Diagnostic:
    return Diagnostic(
        code=codes.METHODS_UNSEEN,
        message=f"which `{name}` the class `{owner.name}` has is not known",
        primary=Label(span=binding.span, text="bound under a condition, or more than once"),
        help=f"define `{name}` once in the class, and put the condition into its body",
    )


def _selfless(owner: Defined, name: str, member: Method) -> Diagnostic:
    first = "cls" if member.kind is MethodKind.CLASS else "self"
    return Diagnostic(
        code=codes.METHOD_WITHOUT_SELF,
        message=f"method `{name}` of `{owner.name}` has no parameter for `{first}`",
        primary=Label(span=member.function.name_span, text="calling it raises a TypeError"),
        help=f"add `{first}` as its first parameter, or put `@staticmethod` above it",
    )


def _routed(declaration: Declaration) -> Iterator[Diagnostic]:
    """Report a method or path: jobs come from a queue, which has neither."""
    for name in ("method", "path"):
        if getattr(declaration, name) is not None:
            span = declaration.method_span if name == "method" else declaration.path_span
            yield Diagnostic(
                code=codes.ROUTE_ON_QUEUE,
                message=f"`{name}` has no effect on a `{declaration.resource.resource_class.name}`",
                primary=Label(span=span, text="a queue has no routes"),
                help="remove it, or use a load-balanced resource such as `LiveLoadBalancer`",
            )
