"""Settings of an endpoint object: what its arguments mean in the words of the resource classes."""

from collections.abc import Iterator

from flashc import codes
from flashc.diagnostic import Diagnostic, Fix, Label
from flashc.dialects.arguments import Arguments
from flashc.ir.bindings import Bindings
from flashc.ir.facts import Fact, Known, Value
from flashc.ir.program import Setting, UnknownSetting, unknown_setting
from flashc.passes.settle.fields import taken
from flashc.passes.suggest import suggestion
from flashc.sdk.endpoint import CPUS, FIELDS
from flashc.sdk.hardware import GPUS
from flashc.source import Span

# Arguments of which one may be written as itself or as a list of one.
_MANY = frozenset({"gpu", "cpu"})
_EXCLUSIVE = (("gpu", "cpu", "specify one or neither"), ("id", "image", "keep one of the two"))


def settings_of(
    bindings: Bindings, arguments: Arguments
) -> Iterator[Setting | UnknownSetting | Diagnostic]:
    """Yield every setting that is known or not, and what the API would refuse."""
    for argument, field in FIELDS.items():
        fact = arguments.fact(bindings, argument)
        if fact is None:
            continue
        span = arguments.span(argument) or fact.span
        if not isinstance(fact, Known):
            if not fact.broken:
                yield unknown_setting(field, fact)
            continue
        value = fact.value
        if arguments.is_defined(bindings, argument):
            value = taken(field, value)
            if argument == "gpu":
                # A variable holds the name of a member; what is no member is reported later.
                gpus = value if isinstance(value, tuple) else (value,)
                yield Setting(name=field, value=gpus, span=span)
                continue
        yield from _known(argument, field, value, span)
    yield from _workers(bindings, arguments)


def exclusions(arguments: Arguments) -> Iterator[Diagnostic]:
    """Report arguments of which the API takes one."""
    for first, second, advice in _EXCLUSIVE:
        one, other = arguments.span(first), arguments.span(second)
        if one is not None and other is not None:
            yield Diagnostic(
                code=codes.ARGUMENTS_EXCLUDE,
                message=f"`{first}` and `{second}` are mutually exclusive",
                primary=Label(span=other, text=f"`{second}` here"),
                labels=(Label(span=one, text=f"`{first}` here"),),
                help=advice,
            )


def _known(
    argument: str, field: str, value: Value, span: Span
) -> Iterator[Setting | UnknownSetting | Diagnostic]:
    items = value if isinstance(value, tuple) else (value,)
    if argument == "volume" and isinstance(value, tuple):
        # One volume has a field of its own, several have another.
        field, value = ("networkVolume", value[0]) if len(value) == 1 else ("networkVolumes", value)
    problem = next(_refusals(argument, items, span), None)
    if problem is not None:
        yield problem
        return
    yield Setting(name=field, value=items if argument in _MANY else value, span=span)


def _refusals(argument: str, items: tuple[Value, ...], span: Span) -> Iterator[Diagnostic]:
    match argument:
        case "cpu":
            yield from (_no_cpu(item, span) for item in items if _is_no_cpu(item))
        case "gpu":
            yield from (_gpu_as_text(item, span) for item in items if isinstance(item, str))
        case "max_concurrency" if isinstance(items[0], int) and items[0] < 1:
            yield _refused(
                f"`max_concurrency` must be at least 1, but is {items[0]}", span, "write 1 or more"
            )
        case "volume" if not items:
            yield _refused("the list of volumes is empty", span, "name a volume, or remove it")


def _is_no_cpu(item: Value) -> bool:
    return isinstance(item, str) and item not in CPUS


def _no_cpu(item: Value, span: Span) -> Diagnostic:
    near = suggestion(str(item), CPUS)
    return Diagnostic(
        code=codes.ENDPOINT_VALUE,
        message=f"there is no CPU instance {item!a}",
        primary=Label(span=span),
        notes=() if near else (f"there are: {', '.join(CPUS)}",),
        help=f'did you mean `"{near}"`?' if near else "name one of them",
        fix=Fix(span=span, replacement=f'"{near}"') if near else None,
    )


def _gpu_as_text(item: str, span: Span) -> Diagnostic:
    near = suggestion(item, GPUS) or "ANY"
    owner = "GpuType" if near.startswith("NVIDIA") else "GpuGroup"
    return _refused(
        "`gpu` must be a GpuGroup, GpuType, or a list of them, and is text",
        span,
        f"write `gpu={owner}.{near}`",
    )


def _workers(
    bindings: Bindings, arguments: Arguments
) -> Iterator[Setting | UnknownSetting | Diagnostic]:
    """Read `workers=n` as at most n, and `workers=(least, most)`."""
    fact: Fact | None = arguments.fact(bindings, "workers")
    if fact is None:
        return
    span = arguments.span("workers") or fact.span
    if not isinstance(fact, Known):
        if not fact.broken:
            yield unknown_setting("workersMax", fact)
        return
    value = fact.value
    if arguments.is_defined(bindings, "workers"):
        value = (
            tuple(taken("workersMax", one) for one in value)
            if isinstance(value, tuple)
            else taken("workersMax", value)
        )
    pair = value if isinstance(value, tuple) else (0, value)
    match pair:
        case (int() as least, int() as most):
            problem = _workers_problem(least, most)
        case _:
            problem = "`workers` must be a whole number or a pair of them"
    if problem is not None:
        advice = "write `workers=3`, or `workers=(1, 3)` for (least, most)"
        if isinstance(value, str) and value.isdecimal():
            advice += "; `int(...)` makes a number of text"
        yield _refused(problem, span, advice)
        return
    yield Setting(name="workersMin", value=pair[0], span=span)
    yield Setting(name="workersMax", value=pair[1], span=span)


def _workers_problem(least: int, most: int) -> str | None:
    if least < 0 or most < 0:
        return f"`workers` cannot be negative: ({least}, {most})"
    return f"least workers ({least}) exceed most ({most})" if least > most else None


def _refused(message: str, span: Span, advice: str) -> Diagnostic:
    return Diagnostic(
        code=codes.ENDPOINT_VALUE, message=message, primary=Label(span=span), help=advice
    )
