"""FC508: a queue's scaler on a load-balanced endpoint."""

from collections.abc import Iterator

from flashc import codes
from flashc.diagnostic import Diagnostic, Label
from flashc.ir.facts import Reference, Value
from flashc.ir.program import LoadBalancedEndpoint, Program

SETTINGS = frozenset({"scalerType", "scaler_type"})
FITTING = "REQUEST_COUNT"


def check_scalers(program: Program) -> Iterator[Diagnostic]:
    """Report each load-balanced endpoint that scales by something else than its requests."""
    for endpoint in program.endpoints:
        if not isinstance(endpoint, LoadBalancedEndpoint):
            continue
        for setting in endpoint.resource.settings:
            named = _name(setting.value) if setting.name in SETTINGS else None
            if named is not None and named != FITTING:
                yield Diagnostic(
                    code=codes.QUEUE_SCALER,
                    message=f"a load-balanced endpoint cannot scale by `{named}`",
                    primary=Label(span=setting.span, text="there is no queue to measure"),
                    help=f"use `ServerlessScalerType.{FITTING}`, or leave the field out",
                )


def _name(value: Value) -> str | None:
    if isinstance(value, Reference):
        return value.name.rpartition(".")[2]
    return value if isinstance(value, str) else None
