"""FC510: `max_concurrency` where it changes nothing."""

from collections.abc import Iterator

from flashc import codes
from flashc.diagnostic import Diagnostic, Label
from flashc.ir.functions import Function
from flashc.ir.program import LoadBalancedEndpoint, Program, QueueEndpoint, Setting
from flashc.passes.lower.program import MAX_CONCURRENCY
from flashc.passes.program_walk import functions_of_target


def check_concurrency(program: Program) -> Iterator[Diagnostic]:
    """Report it on endpoints with routes, and beside functions that block all other jobs."""
    for endpoint in program.endpoints:
        settings = endpoint.resource.settings
        setting = next((s for s in settings if s.name == MAX_CONCURRENCY), None)
        if setting is None or setting.value == 1:
            continue
        if isinstance(endpoint, LoadBalancedEndpoint):
            yield _without_effect(
                setting,
                "`max_concurrency` is about jobs, and this endpoint has routes",
                "remove it; `FLASH_MAX_CONCURRENCY` of the worker limits its requests",
            )
            continue
        for function in _blocking(endpoint):
            yield _without_effect(
                setting,
                f"`{function.name}` is not async, so jobs run one after the other all the same",
                f"write `async def {function.name}`, or remove `max_concurrency`",
                Label(span=function.span, text="not async"),
            )


def _blocking(endpoint: QueueEndpoint) -> Iterator[Function]:
    for target in endpoint.targets:
        yield from (f for f in functions_of_target(target) if not f.is_async)


def _without_effect(setting: Setting, message: str, advice: str, *labels: Label) -> Diagnostic:
    return Diagnostic(
        code=codes.CONCURRENCY_WITHOUT_EFFECT,
        message=message,
        primary=Label(span=setting.span),
        labels=labels,
        help=advice,
    )
