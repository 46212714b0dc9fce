"""The `Endpoint` dialect: generation C of the API (`runpod_flash`).

An object with routes is a load-balanced endpoint, one that decorates a function or class itself is
queue-based, and one with `id=` or `image=` is a client that declares nothing. What an object is
shows only from all its uses, so they are gathered first.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from flashc import codes
from flashc.diagnostic import Diagnostic, Label
from flashc.dialects.arguments import Callee, bind_arguments
from flashc.dialects.endpoint_forms import Form, FormReader
from flashc.dialects.endpoint_objects import Construction, construction_of
from flashc.dialects.endpoint_strays import mentions_sdk
from flashc.dialects.endpoint_uses import Use, UseReader
from flashc.dialects.places import misplaced, rebound
from flashc.dialects.sdk_guards import certain_with_sdk
from flashc.ir.bindings import Bindings, BoundValue, Defined
from flashc.ir.declarations import Declaration, Declarations
from flashc.ir.facts import Known
from flashc.ir.program import Resource, Setting
from flashc.sdk.endpoint import ROUTES
from flashc.source import Span

ROUTE_ARGUMENTS = ("path",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What is declared, before it is known what else the sources do with the objects.

    `objects` are the constructions read, `used` those that something is put on, and `lost` those of
    which a use is reported; `followed` are the calls of routes. `resources` is by construction.
    """

    declared: tuple[Declaration, ...] = ()
    resources: Mapping[Span, Resource] = field(default_factory=dict)
    objects: frozenset[Span] = frozenset()
    used: frozenset[Span] = frozenset()
    lost: frozenset[Span] = frozenset()
    followed: frozenset[Span] = frozenset()
    queues: tuple[Span, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()


def read(bindings: Bindings, names: Mapping[Span, Setting]) -> Read:
    """Recognise every declaration of the dialect in all modules, sorted by module and place.

    `names` are those that the configuration gives to endpoints, by where they are constructed.
    """
    if not mentions_sdk(bindings, bindings.modules):
        return Read()
    reader = UseReader(bindings)
    uses = tuple(use for module in sorted(bindings.modules) for use in reader.uses(module))
    objects = {c.call.span: c for c in _bound(bindings)}
    # What stands in a loop or a function is reported for its place, and not looked into.
    placed = [use.decoration.construction for use in uses if use.place.kind is None]
    objects |= {construction.call.span: construction for construction in placed}
    used = frozenset(use.decoration.construction.call.span for use in uses)
    forms = FormReader(bindings, names)
    by_object = _by_object(uses)
    formed = {span: forms.read(objects[span], by_object.get(span, ())) for span in sorted(objects)}
    declarer = _Declarer(bindings, formed)
    declared = tuple(d for use in uses for d in declarer.declaration(use))
    return Read(
        declared=declared,
        resources={
            span: form.resource for span, form in formed.items() if form.resource is not None
        },
        objects=used | objects.keys(),
        used=used,
        lost=frozenset(reader.lost),
        followed=frozenset(reader.followed),
        queues=tuple(forms.queues),
        diagnostics=(*reader.diagnostics, *forms.diagnostics, *declarer.diagnostics),
    )


def declare(found: Read, mentioned: frozenset[Span]) -> Declarations:
    """Give the declarations; `mentioned` are the objects whose routes are reported as lost."""
    # Of an object whose routes are reported nothing more is said.
    running = {declaration.resource.span for declaration in found.declared}
    silent = (found.used | mentioned | found.lost) - running
    resources = (one for span, one in found.resources.items() if span not in silent)
    return Declarations(
        declared=found.declared,
        resources=tuple(sorted(resources, key=lambda r: (r.module, r.span.start))),
        silent=(),
        queues=found.queues,
    )


def joined(one: Declarations, other: Declarations) -> Declarations:
    """Give the declarations of two dialects as one, in order of module and place."""
    return Declarations(
        declared=tuple(
            sorted((*one.declared, *other.declared), key=lambda d: (d.module, d.span.start))
        ),
        resources=tuple(
            sorted((*one.resources, *other.resources), key=lambda r: (r.module, r.span.start))
        ),
        silent=(*one.silent, *other.silent),
        queues=(*one.queues, *other.queues),
    )


def _bound(bindings: Bindings) -> Iterator[Construction]:
    """Yield every object that a module is sure to bind to a name, whether it is used or not."""
    for module, namespace in bindings.namespaces.items():
        for name, found in namespace.names.items():
            for binding in found:
                candidate = Defined(module=module, name=name, binding=binding)
                if isinstance(binding.bound, BoundValue) and certain_with_sdk(bindings, candidate):
                    construction = construction_of(bindings, module, binding.bound.value)
                    if construction is not None:
                        yield construction


def _by_object(uses: tuple[Use, ...]) -> Mapping[Span, tuple[Use, ...]]:
    found: dict[Span, list[Use]] = {}
    for use in uses:
        found.setdefault(use.decoration.construction.call.span, []).append(use)
    return {span: tuple(of_one) for span, of_one in found.items()}


class _Declarer:
    """Turns uses into declarations; collects what is wrong with them."""

    def __init__(self, bindings: Bindings, forms: Mapping[Span, Form]) -> None:
        self._bindings = bindings
        self._forms = forms
        # A function is reported once, however many routes it has.
        self._reported: set[Span] = set()
        self.diagnostics: list[Diagnostic] = []

    def declaration(self, use: Use) -> Iterator[Declaration]:
        """Give the declaration of a use, or none after having said why not."""
        self._report_misplaced(use)
        form = self._forms.get(use.decoration.construction.call.span)
        if form is None or form.resource is None or use.place.kind is not None:
            return
        if use.decoration.route is None:
            yield self._direct(use, form, form.resource)
        else:
            yield from self._route(use, form, form.resource)

    def _direct(self, use: Use, form: Form, resource: Resource) -> Declaration:
        return Declaration(
            module=use.module,
            definition=use.definition,
            resource=resource,
            method=None,
            path=None,
            dependencies=form.dependencies,
            system_dependencies=form.system_dependencies,
            span=use.span,
            method_span=use.span,
            path_span=use.span,
        )

    def _route(self, use: Use, form: Form, resource: Resource) -> Iterator[Declaration]:
        call, verb, module = use.decoration.route, use.decoration.verb, use.decoration.module
        if call is None or verb is None:
            return
        name = verb.name
        callee = Callee(name=name, known=ROUTE_ARGUMENTS, positional=True)
        arguments, problems = bind_arguments(self._bindings, module, call, callee)
        self.diagnostics.extend(problems)
        path = arguments.fact(self._bindings, "path")
        if path is None:
            self._report_pathless(call.span, name)
            return
        yield Declaration(
            module=use.module,
            definition=use.definition,
            resource=resource,
            method=Known(value=ROUTES[name].value, span=verb.name_span),
            path=path,
            dependencies=form.dependencies,
            system_dependencies=form.system_dependencies,
            span=use.span,
            method_span=verb.name_span,
            path_span=arguments.span("path") or call.span,
        )

    def _report_pathless(self, span: Span, name: str) -> None:
        self.diagnostics.append(
            Diagnostic(
                code=codes.METHOD_AND_PATH,
                message=f"`{name}` requires a path",
                primary=Label(span=span, text="`path` is missing"),
                help=f'pass it first: `@api.{name}("/api/process")`',
            )
        )

    def _report_misplaced(self, use: Use) -> None:
        definition = use.definition
        if definition.name_span in self._reported:
            return
        if use.place.kind is not None:
            self._reported.add(definition.name_span)
            self.diagnostics.append(misplaced(self._bindings, use.place, definition, use.span))
            return
        later = None if use.applied else self._bound_again(use)
        if later is not None:
            self._reported.add(definition.name_span)
            self.diagnostics.append(rebound(definition, use.span, later))

    def _bound_again(self, use: Use) -> Span | None:
        """Give the last binding below that is another object; applying an endpoint keeps it."""
        start = use.definition.name_span.start
        found = self._bindings.namespaces[use.module].names.get(use.definition.name, ())
        later = [b for b in found if b.span.start > start]
        applied = [b for b in later if isinstance(b.bound, BoundValue)]
        others = [b.span for b in later if b not in applied]
        return others[-1] if others else None
