"""Configure: what `flash.toml` says, put into the declarations. It wins over a resource's fields.

A route's method, path and packages are different: the file only settles what the source leaves open,
because whoever reads the source must be able to believe what it states.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from flashc import codes
from flashc.diagnostic import Diagnostic, Label, Severity
from flashc.ir.bindings import Bindings
from flashc.ir.declarations import Declaration, Declarations
from flashc.ir.facts import Fact, Known, Unknown, Value
from flashc.ir.program import Resource, ResourceClass, Setting
from flashc.ir.settings import Config, Table
from flashc.passes.settle.addresses import constructions
from flashc.passes.settle.names import not_declared
from flashc.passes.suggest import suggestion
from flashc.passes.toml_words import toml_key
from flashc.sdk.endpoint import NAME
from flashc.sdk.names import RESOURCE_FIELDS

_GPU_FIELDS = ("gpus", "gpuCount", "cudaVersions", "minCudaVersion")


def configure(
    declarations: Declarations, bindings: Bindings, config: Config, *, complete: bool
) -> tuple[Declarations, tuple[Diagnostic, ...]]:
    """Put the configuration in. `complete` says that no declaration was left out for an error."""
    if not (config.endpoints or config.resources or config.functions):
        return declarations, ()
    problems: list[Diagnostic] = []
    if complete:
        problems += _undeclared(declarations, bindings, config)
    configured = _Configured(bindings, config, problems)
    resources = {r.span: configured.resource(r) for r in declarations.resources}
    for resource in resources.values():
        problems += _contradictions(resource, config)
    declared = tuple(
        replace(d, resource=resources.get(d.resource.span, d.resource))
        for d in declarations.declared
    )
    for table in config.functions:
        declared = _with_function(declared, table, problems)
    result = replace(declarations, declared=declared, resources=tuple(resources.values()))
    return result, tuple(problems)


# --- Resources ---


class _Configured:
    """Resources with the settings of the tables that are about them."""

    def __init__(self, bindings: Bindings, config: Config, problems: list[Diagnostic]) -> None:
        addresses = constructions(bindings) if config.resources else {}
        self._by_span = {
            span: table for table in config.resources for span in addresses.get(table.name, ())
        }
        self._by_name = {table.name: table for table in config.endpoints}
        self._problems = problems

    def resource(self, resource: Resource) -> Resource:
        tables = (self._by_span.get(resource.span), self._by_name.get(resource.name))
        own = {s.name: s for s in resource.settings}
        given: dict[str, Setting] = {}
        for setting in (s for table in tables if table for s in table.settings):
            earlier = given.get(setting.name)
            if setting.name == "name":
                continue
            is_joined = setting.name == "env"
            if earlier is not None and earlier.value != setting.value and not is_joined:
                self._problems.append(_twice(earlier, setting))
            given[setting.name] = _joined(setting, earlier or own.get(setting.name))
        settings = own | given
        return replace(
            resource,
            resource_class=_on(resource.resource_class, settings),
            settings=tuple(
                settings[name]
                # An `Endpoint` has settings that no resource class has: they come last.
                for name in dict.fromkeys((*RESOURCE_FIELDS, *settings))
                if name in settings
            ),
            unknown=tuple(one for one in resource.unknown if one.name not in given),
        )


def _on(resource_class: ResourceClass, settings: Mapping[str, Setting]) -> ResourceClass:
    """Give the class of an `Endpoint` by its fields: it has no class of its own for CPUs."""
    is_free = resource_class.name == NAME and "gpus" not in settings
    return replace(resource_class, cpu="instanceIds" in settings) if is_free else resource_class


def _joined(setting: Setting, under: Setting | None) -> Setting:
    """Join variables one by one; any other field is replaced."""
    is_environment = setting.name == "env" and isinstance(setting.value, Mapping)
    if under is None or not is_environment or not isinstance(under.value, Mapping):
        return setting
    values: dict[str, Value] = {**under.value, **setting.value}  # type: ignore[dict-item]
    return replace(setting, value=values, entries={**under.entries, **setting.entries})


def _contradictions(resource: Resource, config: Config) -> Iterator[Diagnostic]:
    """Report values of the file that do not go with the resource or with one another."""
    path = config.source.path if config.source is not None else None
    by_name = {setting.name: setting for setting in resource.settings}
    wrong_kind = _GPU_FIELDS if resource.resource_class.cpu else ("instanceIds",)
    for field in wrong_kind:
        setting = by_name.get(field)
        if setting is not None and setting.span.path == path:
            kind = "CPUs" if resource.resource_class.cpu else "GPUs"
            yield _contradiction(
                f"`{field}` is set for `{resource.name}`, which runs on {kind}",
                Label(span=setting.span),
                Label(span=resource.span, text=f"a `{resource.resource_class.name}`"),
                "remove it, or change in the source what the resource runs on",
            )
    least, most = by_name.get("workersMin"), by_name.get("workersMax")
    if least is None or most is None or path not in (least.span.path, most.span.path):
        return
    if isinstance(least.value, int) and isinstance(most.value, int) and least.value > most.value:
        first, second = (least, most) if least.span.path == path else (most, least)
        yield _contradiction(
            f"`{resource.name}` has at least {least.value} workers, and at most {most.value}",
            Label(span=first.span, text=f"`{first.name}`"),
            Label(span=second.span, text=f"`{second.name}`"),
            "raise `workersMax`, or lower `workersMin`",
        )


def _twice(earlier: Setting, later: Setting) -> Diagnostic:
    return _contradiction(
        f"`{later.name}` has two values for one endpoint",
        Label(span=later.span, text="by its name"),
        Label(span=earlier.span, text="by its variable"),
        "remove one of the two",
    )


# --- Functions ---


def _with_function(
    declared: tuple[Declaration, ...], table: Table, problems: list[Diagnostic]
) -> tuple[Declaration, ...]:
    mine = [d for d in declared if _address(d) == table.name]
    for setting in table.settings:
        facts: list[Fact | None] = [getattr(d, setting.name) for d in mine]
        if mine and not any(isinstance(fact, Unknown) for fact in facts):
            problems += _already_stated(setting, facts[0], mine[0])
    return tuple(_settled(d, table) if _address(d) == table.name else d for d in declared)


def _settled(declaration: Declaration, table: Table) -> Declaration:
    for setting in table.settings:
        if isinstance(getattr(declaration, setting.name), Unknown):
            known = Known(value=setting.value, span=setting.span)
            match setting.name:
                case "method":
                    declaration = replace(declaration, method=known, method_span=setting.span)
                case "path":
                    declaration = replace(declaration, path=known, path_span=setting.span)
                case "dependencies":
                    declaration = replace(declaration, dependencies=known)
                case "system_dependencies":
                    declaration = replace(declaration, system_dependencies=known)
    return declaration


def _already_stated(
    setting: Setting, fact: Fact | None, declaration: Declaration
) -> Iterator[Diagnostic]:
    if isinstance(fact, Known) and fact.value == setting.value:
        return
    name = declaration.definition.name
    if fact is None:
        message = f"`{name}` has no `{setting.name}` that the file could settle"
        label = Label(span=declaration.span, text="not given here")
        advice = f"write `{setting.name}=` in the decorator, and remove it here"
    else:
        message = f"the source states another `{setting.name}` for `{name}`"
        label = Label(span=fact.span, text="stated here")
        advice = "remove it here; the file settles only what the source leaves open"
    yield _contradiction(message, Label(span=setting.span), label, advice)


def _address(declaration: Declaration) -> str:
    return f"{declaration.module}:{declaration.definition.name}"


# --- Tables about nothing ---


def _undeclared(
    declarations: Declarations, bindings: Bindings, config: Config
) -> Iterator[Diagnostic]:
    functions = {_address(d): d for d in declarations.declared}
    for table in config.functions:
        if table.name not in functions:
            yield from not_declared(table, "function", functions)
    spans = {resource.span for resource in declarations.resources}
    addresses = constructions(bindings)
    known = {address: found for address, found in addresses.items() if spans & {*found}}
    for table in config.resources:
        if table.name not in known and table.name in addresses:
            yield from not_declared(table, "resource", known)
    names = {resource.name for resource in declarations.resources}
    tables = {table.name for table in config.endpoints}
    for table in config.endpoints:
        if table.name not in names:
            yield _no_endpoint(table, sorted(names - tables), sorted(names))


def _no_endpoint(table: Table, free: Sequence[str], names: Sequence[str]) -> Diagnostic:
    """Take a name close to that of an endpoint without a table for a typo; others may be elsewhere."""
    near = suggestion(table.name, free)
    there = ", ".join(f"`{name}`" for name in names) or "none"
    return Diagnostic(
        code=codes.CONFIG_NOT_DECLARED,
        severity=Severity.ERROR if near else Severity.WARNING,
        message=f"the sources declare no endpoint `{table.name}`",
        primary=Label(span=table.span),
        notes=() if near else (f"they declare: {there}",),
        help=(
            f"did you mean `[endpoint.{toml_key(near)}]`?"
            if near
            else "remove the table, or name the sources that declare it"
        ),
    )


def _contradiction(message: str, primary: Label, other: Label, advice: str) -> Diagnostic:
    return Diagnostic(
        code=codes.CONFIG_CONTRADICTION,
        message=message,
        primary=primary,
        labels=(other,),
        help=advice,
    )
