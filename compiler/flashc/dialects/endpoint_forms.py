"""Forms: what each endpoint object is, from its arguments and all its uses."""

from collections.abc import Mapping
from dataclasses import dataclass

from flashc import codes
from flashc.diagnostic import Code, Diagnostic, Label
from flashc.dialects.arguments import Arguments
from flashc.dialects.endpoint_objects import Construction, arguments_of, client_argument
from flashc.dialects.endpoint_settings import exclusions, settings_of
from flashc.dialects.endpoint_uses import Use
from flashc.ir.bindings import Bindings
from flashc.ir.facts import Fact, Known, Unknown
from flashc.ir.program import Resource, Setting, UnknownSetting, open_name
from flashc.passes.settle.addresses import address_of
from flashc.passes.toml_words import settled_with, toml_key
from flashc.sdk.endpoint import NAME, class_of
from flashc.source import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One object. `resource` is None for a client, and where what is wrong has been said."""

    resource: Resource | None
    dependencies: Fact | None
    system_dependencies: Fact | None


_NOTHING = Form(resource=None, dependencies=None, system_dependencies=None)


class FormReader:
    """Reads objects; collects what is wrong with them."""

    def __init__(self, bindings: Bindings, names: Mapping[Span, Setting]) -> None:
        self._bindings = bindings
        self._names = names
        # Objects that run jobs, whatever is wrong with them.
        self.queues: list[Span] = []
        self.diagnostics: list[Diagnostic] = []

    def read(self, construction: Construction, uses: tuple[Use, ...]) -> Form:
        """Understand one object with all its uses."""
        arguments, problems = arguments_of(self._bindings, construction)
        self.diagnostics += (*problems, *exclusions(arguments))
        client = client_argument(arguments)
        if client is not None:
            self._client(construction, arguments, client, uses)
            return _NOTHING
        routes = [use for use in uses if use.decoration.route is not None]
        direct = [use for use in uses if use.decoration.route is None]
        if routes and direct:
            self._report_mixed(routes, direct)
            return _NOTHING
        if direct:
            self.queues.append(construction.call.span)
        name = self._name(construction, arguments, uses)
        if name is None:
            return _NOTHING
        return Form(
            resource=self._resource(construction, arguments, name, load_balanced=not direct),
            dependencies=arguments.fact(self._bindings, "dependencies"),
            system_dependencies=arguments.fact(self._bindings, "system_dependencies"),
        )

    def _resource(
        self,
        construction: Construction,
        arguments: Arguments,
        name: Setting,
        *,
        load_balanced: bool,
    ) -> Resource:
        found = tuple(settings_of(self._bindings, arguments))
        self.diagnostics += (one for one in found if isinstance(one, Diagnostic))
        is_cpu = arguments.get("cpu") is not None
        return Resource(
            resource_class=class_of(load_balanced=load_balanced, cpu=is_cpu),
            name=str(name.value),
            settings=tuple(one for one in found if isinstance(one, Setting)),
            module=construction.module,
            span=construction.call.span,
            name_span=name.span,
            unknown=tuple(one for one in found if isinstance(one, UnknownSetting)),
            open_name=open_name(arguments.fact(self._bindings, "name")),
        )

    def _name(
        self, construction: Construction, arguments: Arguments, uses: tuple[Use, ...]
    ) -> Setting | None:
        fact = arguments.fact(self._bindings, "name")
        if fact is None:
            return self._default_name(construction, uses)
        if isinstance(fact, Unknown):
            settled = self._names.get(construction.call.span)
            if settled is None and not fact.broken:
                self._add(
                    codes.NAME_NOT_CONSTANT,
                    "the endpoint's name is not a constant",
                    Label(span=fact.span, text=fact.reason),
                    self._name_advice(construction, fact.variable),
                )
            return settled
        if not isinstance(fact.value, str):
            self._add(
                codes.WRONG_ARGUMENT_TYPE,
                "the endpoint's `name` is not text",
                Label(span=fact.span),
                'write it as text: `name="my-api"`',
            )
            return None
        return self._stated(fact, arguments.span("name") or fact.span, construction)

    def _stated(self, fact: Known, span: Span, construction: Construction) -> Setting:
        settled = self._names.get(construction.call.span)
        if settled is not None and settled.value != fact.value:
            self.diagnostics.append(
                Diagnostic(
                    code=codes.CONFIG_CONTRADICTION,
                    message=f"the source names this endpoint `{fact.value!s}`",
                    primary=Label(span=settled.span),
                    labels=(Label(span=span, text="stated here"),),
                    help="remove it here; the file settles only a name that the source leaves open",
                )
            )
        return Setting(name="name", value=fact.value, span=span)

    def _default_name(self, construction: Construction, uses: tuple[Use, ...]) -> Setting | None:
        """Take the decorated function's name, as the API does; a route gives none."""
        call = construction.call
        direct = next((use for use in uses if use.decoration.route is None), None)
        if direct is not None:
            definition = direct.definition
            return Setting(name="name", value=definition.name, span=definition.name_span)
        if uses:
            self._add(
                codes.NAME_MISSING,
                "name is required for load-balanced endpoints",
                Label(span=call.function.span),
                f'name the endpoint: `{NAME}(name="my-api")`',
            )
        else:
            self._add(
                codes.NO_FUNCTIONS,
                f"no function runs on this `{NAME}`",
                Label(span=call.span),
                "decorate a function with it, or remove it",
            )
        return None

    def _name_advice(self, construction: Construction, variable: str | None) -> str:
        address = address_of(self._bindings, construction.module, construction.call.span)
        table = None if address is None else f"[resource.{toml_key(address)}]"
        advice = 'write the name as text: `name="my-api"`'
        return settled_with(advice, table, 'name = "my-api"', variable)

    def _client(
        self, construction: Construction, arguments: Arguments, mode: str, uses: tuple[Use, ...]
    ) -> None:
        for use in uses:
            self.diagnostics.append(
                Diagnostic(
                    code=codes.CLIENT_DECORATES,
                    message=f"`{NAME}({mode}=...)` is a client and cannot decorate functions",
                    primary=Label(span=use.span, text=f"`{use.definition.name}` would be lost"),
                    labels=(Label(span=construction.call.span, text="made a client here"),),
                    help=f"remove `{mode}=` to run your own code, or call it: `await ep.post(...)`",
                )
            )
        if mode == "image" and arguments.get("name") is None:
            self._add(
                codes.NAME_MISSING,
                "name or id is required when `image` is set",
                Label(span=construction.call.function.span),
                f'name the endpoint: `{NAME}(name="vllm", image=...)`',
            )

    def _report_mixed(self, routes: list[Use], direct: list[Use]) -> None:
        second, first = (direct, routes) if routes[0].span < direct[0].span else (routes, direct)
        self.diagnostics.append(
            Diagnostic(
                code=codes.ENDPOINT_MIXED,
                message=f"one `{NAME}` has routes and decorates `{direct[0].definition.name}` itself",
                primary=Label(span=second[0].span, text="use one pattern or the other"),
                labels=(Label(span=first[0].span, text="first used here"),),
                help=f'make a second endpoint: `{NAME}(name="...")`',
            )
        )

    def _add(self, code: Code, message: str, label: Label, advice: str) -> None:
        self.diagnostics.append(Diagnostic(code=code, message=message, primary=label, help=advice))
