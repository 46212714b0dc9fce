"""FC511: values of resource fields that the API refuses, or that contradict one another."""

from collections.abc import Iterator

from flashc import codes
from flashc.diagnostic import Diagnostic, Label
from flashc.ir.declarations import Declarations
from flashc.ir.facts import Construction, Known, Reference, Value
from flashc.ir.program import Resource, Setting
from flashc.ir.settings import Config
from flashc.passes.settle.fields import RULES, Wrong
from flashc.sdk.endpoint import NAME, argument_of
from flashc.sdk.hardware import disk_limit

_GPU_FIELDS = ("gpus", "gpuCount", "cudaVersions", "minCudaVersion")
# What a CPU resource runs on where it names no instance.
_DEFAULT_INSTANCE = "CPU3G_2_8"


def check_fields(declarations: Declarations, config: Config) -> Iterator[Diagnostic]:
    """Report each wrong value; what `flash.toml` has a part in is that file's business."""
    path = config.source.path if config.source is not None else None
    for resource in declarations.resources:
        by_name = {setting.name: setting for setting in resource.settings}
        own = {name: setting for name, setting in by_name.items() if setting.span.path != path}
        wrong: set[str] = set()
        for name, setting in own.items():
            rule = RULES.get(name)
            problem = None if rule is None or setting.value is None else rule(setting.value)
            if problem is not None:
                wrong.add(name)
                yield _refused(resource, setting, problem)
        right = {name: setting for name, setting in own.items() if name not in wrong}
        yield from _workers(resource, right)
        yield from _wrong_kind(resource, right)
        if resource.resource_class.cpu and "instanceIds" not in wrong and "template" in right:
            yield from _disk(right["template"], by_name.get("instanceIds"))


def _refused(resource: Resource, setting: Setting, wrong: Wrong) -> Diagnostic:
    written = argument_of(resource.resource_class, setting.name)
    return Diagnostic(
        code=codes.FIELD_VALUE,
        message=f"`{written}` must be {wrong.expected}",
        primary=Label(span=setting.span, text=wrong.found),
        help=wrong.advice,
    )


def _workers(resource: Resource, settings: dict[str, Setting]) -> Iterator[Diagnostic]:
    least, most = settings.get("workersMin"), settings.get("workersMax")
    if least is None or most is None or resource.resource_class.name == NAME:
        return
    if isinstance(least.value, int) and isinstance(most.value, int) and least.value > most.value:
        yield Diagnostic(
            code=codes.FIELD_VALUE,
            message=f"`{resource.name}` has at least {least.value} workers, and at most {most.value}",
            primary=Label(span=least.span, text="`workersMin`"),
            labels=(Label(span=most.span, text="`workersMax`"),),
            help="raise `workersMax`, or lower `workersMin`",
        )


def _wrong_kind(resource: Resource, settings: dict[str, Setting]) -> Iterator[Diagnostic]:
    is_cpu = resource.resource_class.cpu
    if resource.resource_class.name == NAME:
        return
    for field in _GPU_FIELDS if is_cpu else ("instanceIds",):
        setting = settings.get(field)
        if setting is not None and setting.value is not None:
            kind, other = ("CPUs", "GPUs") if is_cpu else ("GPUs", "CPUs")
            yield Diagnostic(
                code=codes.FIELD_VALUE,
                message=f"`{field}` is set for `{resource.name}`, which runs on {kind}",
                primary=Label(span=setting.span),
                labels=(Label(span=resource.span, text=f"a `{resource.resource_class.name}`"),),
                help=f"remove it, or use a resource that runs on {other}",
            )


def _disk(template: Setting, instances: Setting | None) -> Iterator[Diagnostic]:
    """Hold the container disk of a CPU resource to what its smallest instance has."""
    size = _disk_of(template.value)
    named = instances.value if instances is not None else (_DEFAULT_INSTANCE,)
    limits = {
        instance: disk_limit(instance)
        for one in (named if isinstance(named, tuple) else ())
        if (instance := _instance(one)) is not None
    }
    smallest = min(limits, key=lambda name: limits[name], default=None)
    if size is not None and smallest is not None and size > limits[smallest]:
        yield Diagnostic(
            code=codes.FIELD_VALUE,
            message=f"a container disk of {size} GB is more than `{smallest}` can have",
            primary=Label(span=template.span, text=f"at most {limits[smallest]} GB"),
            labels=() if instances is None else (Label(span=instances.span, text="runs on these"),),
            help=f"write `containerDiskInGb={limits[smallest]}`, or use a larger instance",
        )


def _disk_of(template: Value) -> int | None:
    if not isinstance(template, Construction):
        return None
    fact = dict(template.keywords).get("containerDiskInGb")
    is_size = isinstance(fact, Known) and isinstance(fact.value, int)
    return fact.value if is_size else None  # type: ignore[union-attr,return-value]


def _instance(value: Value) -> str | None:
    """Give a CPU instance by the name of its member; None for what is reported already."""
    name = value.name.rpartition(".")[2] if isinstance(value, Reference) else value
    is_instance = isinstance(name, str) and name.lower().startswith("cpu")
    is_whole = isinstance(name, str) and len(name.replace("-", "_").split("_")) == 3
    return str(name) if is_instance and is_whole else None
