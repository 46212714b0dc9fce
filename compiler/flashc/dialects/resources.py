"""Resources: from the expression that a decorator names to the construction behind it."""

from collections.abc import Iterator, Mapping

from flashc import codes
from flashc.diagnostic import Code, Diagnostic, Fix, Label
from flashc.dialects.arguments import Arguments, Callee, bind_arguments
from flashc.dialects.conditions import deciding_choice
from flashc.dialects.dynamic_resources import DynamicReader
from flashc.dialects.misspelt import meant, undefined_maker
from flashc.dialects.resource_words import (
    BIND_IT,
    did_you_mean,
    name_advice,
    stated,
    written,
)
from flashc.dialects.variants import (
    CHOICE,
    candidates_of,
    choose,
    class_instead,
    class_of,
    deployed_instead,
)
from flashc.ir.bindings import (
    Bindings,
    BoundValue,
    Defined,
    External,
    Symbol,
    Unresolved,
)
from flashc.ir.expressions import Call, Conditional, Expression, Name
from flashc.ir.facts import Known, Unknown
from flashc.ir.program import (
    Resource,
    ResourceClass,
    Setting,
    UnknownSetting,
    open_name,
    unknown_setting,
)
from flashc.ir.syntax import BlockKind
from flashc.passes.names.lookup import follow, look_up
from flashc.passes.settle.addresses import address_of
from flashc.passes.settle.fields import taken
from flashc.passes.suggest import suggestion
from flashc.passes.toml_words import decided_with
from flashc.sdk.names import (
    RESOURCE_CLASSES,
    RESOURCE_FIELDS,
    public_name,
)
from flashc.source import Span


class ResourceReader:
    """Finds resources, each construction once; collects what is wrong with them."""

    def __init__(self, bindings: Bindings, names: Mapping[Span, Setting]) -> None:
        self._bindings = bindings
        self._names = names
        self._read: dict[Span, Resource | None] = {}
        self._dynamic = DynamicReader(bindings)
        # Those that decorators name, and those that a condition may replace by the deployed one.
        self._used: set[Span] = set()
        self._left_out: set[Span] = set()
        # Those that run jobs, whatever is wrong with them.
        self.queues: list[Span] = []
        self.diagnostics: list[Diagnostic] = []

    def all(self) -> tuple[Resource, ...]:
        """Give every resource: those that decorators named, and those only bound at module level."""
        for module in sorted(self._bindings.modules):
            for name, bindings in self._bindings.namespaces[module].names.items():
                for binding in bindings:
                    looped = any(step.kind is BlockKind.LOOP for step in binding.branch)
                    if isinstance(binding.bound, BoundValue) and not looped:
                        self._construction(module, binding.bound.value)
                if len(bindings) > 1:
                    self._chosen(module, Name(id=name, span=bindings[0].span))
        left_out = self._left_out - self._used
        found = (r for span, r in self._read.items() if r is not None and span not in left_out)
        return tuple(sorted(found, key=lambda r: (r.module, r.span.start)))

    def read(self, module: str, expression: Expression) -> Resource | None:
        """Give the resource that `expression` leads to; None after having said why not."""
        chosen = self._chosen(module, expression)
        if isinstance(chosen, Resource):
            self._used.add(chosen.span)
            return chosen
        symbol = follow(self._bindings, look_up(self._bindings, module, expression))
        self._left_out |= {*_made(expression, symbol)}
        dynamic = chosen is None and self._dynamic.report(module, expression)
        if isinstance(dynamic, Diagnostic):
            self.diagnostics.append(dynamic)
        elif dynamic:
            pass
        elif isinstance(expression, Call) and chosen is None:
            if class_of(self._bindings, module, expression) is None:
                self._report_class(module, expression)
        elif chosen is None or chosen:
            near = meant(self._bindings, module, expression, symbol)
            if near is not None:
                self._left_out.add(near[1])
            self._report(module, expression, symbol, chosen, None if near is None else near[0])
        return None

    def mention(self, module: str, expression: Expression) -> None:
        """Take note of the resource of a function that is reported: nothing more is said of either."""
        chosen = self._chosen(module, expression)
        if isinstance(chosen, Resource):
            self._left_out.add(chosen.span)
        symbol = follow(self._bindings, look_up(self._bindings, module, expression))
        self._left_out |= {*_made(expression, symbol)}

    def _chosen(self, module: str, expression: Expression) -> Resource | str | None:
        """Give the resource that is compiled, or why none is; "" where that has been said."""
        candidates = candidates_of(self._bindings, module, expression)
        calls = [(c.module, c.expression) for c in candidates if isinstance(c.expression, Call)]
        known = [one for one in calls if class_of(self._bindings, *one)]
        if not candidates or len(known) != len(candidates):
            return None
        found = [self._construction(*one) for one in known]
        resources = tuple(resource for resource in found if resource is not None)
        if len(resources) != len(found):
            return ""
        chosen = choose(resources)
        if isinstance(chosen, Resource) and len(resources) > 1:
            self._left_out |= {r.span for r in resources if r is not chosen}
            remark = deployed_instead(chosen, resources)
            self.diagnostics += () if remark is None else (remark,)
        return chosen

    def _construction(self, module: str, expression: Expression) -> Resource | None:
        if not isinstance(expression, Call):
            return None
        if expression.span not in self._read:
            cls = class_of(self._bindings, module, expression)
            if cls is None:
                return None
            remark = class_instead(expression, cls)
            self.diagnostics += () if remark is None else (remark,)
            self._read[expression.span] = self._resource(module, expression, cls.compiled)
        return self._read[expression.span]

    def _resource(self, module: str, call: Call, cls: ResourceClass) -> Resource | None:
        if not cls.load_balanced:
            self.queues.append(call.span)
        callee = Callee(name=cls.name, known=RESOURCE_FIELDS, positional=False)
        arguments, problems = bind_arguments(self._bindings, module, call, callee)
        self.diagnostics.extend(problems)
        name = self._name(module, call, cls, arguments)
        if name is None:
            return None
        settings = tuple(self._settings(arguments))
        return Resource(
            resource_class=cls,
            name=str(name.value),
            settings=tuple(one for one in settings if isinstance(one, Setting)),
            module=module,
            span=call.span,
            name_span=name.span,
            unknown=tuple(one for one in settings if isinstance(one, UnknownSetting)),
            open_name=open_name(arguments.fact(self._bindings, "name")),
        )

    def _name(
        self, module: str, call: Call, cls: ResourceClass, arguments: Arguments
    ) -> Setting | None:
        fact = arguments.fact(self._bindings, "name")
        settled = self._names.get(call.span)
        if fact is None:
            self._add(
                codes.NAME_MISSING,
                f"`{cls.name}` has no `name`",
                call.function.span,
                "",
                f'name the endpoint: `{cls.name}(name="my-api")`',
            )
            return None
        if isinstance(fact, Unknown):
            if settled is None and not fact.broken:
                self._add(
                    codes.NAME_NOT_CONSTANT,
                    "the endpoint's name is not a constant",
                    fact.span,
                    fact.reason,
                    name_advice(address_of(self._bindings, module, call.span), fact.variable),
                )
            return settled
        if not isinstance(fact.value, str):
            self._add(
                codes.WRONG_ARGUMENT_TYPE,
                "the endpoint's `name` is not text",
                fact.span,
                "",
                'write it as text: `name="my-api"`',
            )
            return None
        name = Setting(name="name", value=fact.value, span=arguments.span("name") or call.span)
        if settled is not None and settled.value != fact.value:
            self.diagnostics.append(stated(name, settled))
        return name

    def _settings(self, arguments: Arguments) -> Iterator[Setting | UnknownSetting]:
        for field in RESOURCE_FIELDS[1:]:
            found = arguments.fact(self._bindings, field)
            if found is None:
                continue
            fact, span = found, arguments.span(field) or found.span
            if isinstance(fact, Known):
                yield Setting(name=field, value=taken(field, fact.value), span=span)
            elif not fact.broken:
                yield unknown_setting(field, fact)

    def _report_class(self, module: str, call: Call) -> None:
        callee = follow(self._bindings, look_up(self._bindings, module, call.function))
        name = public_name(callee)
        near = suggestion(name, RESOURCE_CLASSES) if name else None
        reason = f"`{name}` is not a resource" if name else "the result of a call that is not run"
        self._add(
            codes.UNKNOWN_RESOURCE,
            "the resource of `@remote` cannot be resolved",
            call.span,
            reason,
            f"did you mean `{near}`?" if near else BIND_IT,
        )

    def _report(
        self, module: str, expression: Expression, symbol: Symbol, why: str | None, near: str | None
    ) -> None:
        shown = written(expression)
        if isinstance(symbol, Unresolved) and symbol.broken:
            return
        if isinstance(symbol, External) and not symbol.name.startswith("builtins."):
            self._report_import(expression, symbol, shown)
            return
        candidates = symbol.candidates if isinstance(symbol, Unresolved) else ()
        reason = symbol.reason if isinstance(symbol, Unresolved) else "is not a resource"
        if isinstance(expression, Conditional):
            reason = "depends on a condition"
        reason = why or reason
        labels = tuple(Label(span=c.binding.span, text="bound here") for c in candidates)
        if isinstance(symbol, Defined):
            labels = (Label(span=symbol.binding.span, text="bound here"),)
            maker = undefined_maker(self._bindings, symbol)
            reason = reason if maker is None else f"made by `{maker}`, which is not defined"
        variables = deciding_choice(self._bindings, module, expression, symbol)
        self.diagnostics.append(
            Diagnostic(
                code=codes.UNKNOWN_RESOURCE,
                message=f"the resource {shown} of `@remote` cannot be resolved",
                primary=Label(span=expression.span, text=reason),
                labels=labels,
                help=decided_with(did_you_mean(near) if why is None else CHOICE, variables),
                fix=None if near is None else Fix(span=expression.span, replacement=near),
            )
        )

    def _report_import(self, expression: Expression, symbol: External, shown: str) -> None:
        missing = symbol.name.rpartition(".")[0] or symbol.name
        self._add(
            codes.CANNOT_IMPORT,
            f"Cannot import module '{missing}'",
            expression.span,
            f"the resource {shown} comes from it, and it is not part of the sources",
            "ensure the module is below the import root (`--root`), check the import statement",
        )

    def _add(self, code: Code, message: str, span: Span, label: str, help_: str) -> None:
        primary = Label(span=span, text=label)
        self.diagnostics.append(Diagnostic(code=code, message=message, primary=primary, help=help_))


def _made(expression: Expression, symbol: Symbol) -> Iterator[Span]:
    """Yield the constructions that an unresolved resource could be: nothing more is said of them."""
    candidates = symbol.candidates if isinstance(symbol, Unresolved) else ()
    found = [c.binding.bound for c in candidates]
    if isinstance(symbol, Defined):
        found.append(symbol.binding.bound)
    values = [expression, *(bound.value for bound in found if isinstance(bound, BoundValue))]
    while values:
        value = values.pop()
        if isinstance(value, Conditional):
            values += (value.then, value.otherwise)
        yield value.span
