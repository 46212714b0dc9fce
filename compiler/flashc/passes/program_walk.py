"""Walking a program: what nearly every check starts from."""

from collections.abc import Iterator

from flashc.ir.program import LoadBalancedEndpoint, Program, Route


def routes_of(program: Program) -> Iterator[tuple[LoadBalancedEndpoint, Route]]:
    """Yield every route of every load-balanced endpoint with its endpoint."""
    for endpoint in program.endpoints:
        if isinstance(endpoint, LoadBalancedEndpoint):
            for route in endpoint.routes:
                yield endpoint, route
