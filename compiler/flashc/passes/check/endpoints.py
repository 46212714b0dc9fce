"""FC209, FC210: resources without functions, and queue endpoints."""

from collections.abc import Iterator

from flashc import codes
from flashc.diagnostic import Diagnostic, Label
from flashc.ir.program import Program, QueueEndpoint, Resource
from flashc.sdk.endpoint import NAME


def check_endpoints(program: Program) -> Iterator[Diagnostic]:
    """Note what is declared but has no worker to write."""
    for endpoint in program.endpoints:
        if isinstance(endpoint, QueueEndpoint):
            names = ", ".join(f"`{target.name}`" for target in endpoint.targets)
            yield Diagnostic(
                code=codes.QUEUE_NOT_EMITTED,
                message=f"queue endpoint `{endpoint.resource.name}` is not emitted yet",
                primary=Label(span=endpoint.resource.span, text=f"runs {names}"),
                help="nothing to do; its functions are read and checked, the others are compiled",
            )
    for resource in program.unused:
        yield Diagnostic(
            code=codes.NO_FUNCTIONS,
            message=f"no function runs on the resource `{resource.name}`",
            primary=Label(span=resource.span),
            help=f"decorate a function with {_decorator(resource)}, or remove the resource",
        )


def _decorator(resource: Resource) -> str:
    return '`@api.get("/x")`' if resource.resource_class.name == NAME else "`@remote`"
