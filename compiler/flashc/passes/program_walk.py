"""Walking a program: what nearly every check starts from."""

from collections.abc import Iterator

from flashc.ir.functions import Function
from flashc.ir.program import (
    Endpoint,
    LoadBalancedEndpoint,
    Program,
    QueueEndpoint,
    Route,
)
from flashc.ir.targets import QueueFunction, QueueTarget


def routes_of(program: Program) -> Iterator[tuple[LoadBalancedEndpoint, Route]]:
    """Yield every route of every load-balanced endpoint with its endpoint."""
    for endpoint in program.endpoints:
        if isinstance(endpoint, LoadBalancedEndpoint):
            for route in endpoint.routes:
                yield endpoint, route


def queues_of(program: Program) -> Iterator[QueueEndpoint]:
    """Yield every queue endpoint."""
    yield from (one for one in program.endpoints if isinstance(one, QueueEndpoint))


def entries_of(endpoint: Endpoint) -> Iterator[tuple[tuple[str, str], Route | QueueTarget]]:
    """Yield each route or target of an endpoint, after module and name of what it runs."""
    if isinstance(endpoint, LoadBalancedEndpoint):
        yield from (((one.function.module, one.function.name), one) for one in endpoint.routes)
    else:
        yield from (((one.module, one.name), one) for one in endpoint.targets)


def functions_of_target(target: QueueTarget) -> Iterator[Function]:
    """Yield what a job can run of a target: the function itself, or the methods of the class."""
    if isinstance(target, QueueFunction):
        yield target.function
    else:
        yield from (method.function for method in target.methods)


def job_functions_of(program: Program) -> Iterator[Function]:
    """Yield every function and method that jobs of any queue endpoint can run."""
    for queue in queues_of(program):
        for target in queue.targets:
            yield from functions_of_target(target)
