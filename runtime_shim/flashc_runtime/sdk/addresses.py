"""Where other endpoints are."""

import os

from flashc_runtime.naming import address_variable


class EndpointNotDeployedError(ValueError):
    """A call needs the address of an endpoint, and none is configured."""


def address_of(name: str) -> str:
    """Return the base URL of the endpoint `name`, without a trailing slash.

    Raises `EndpointNotDeployedError` that says how to configure one.
    """
    variable = address_variable(name)
    address = os.environ.get(variable, "").rstrip("/")
    if not address:
        raise EndpointNotDeployedError(
            f"Endpoint URL not available - endpoint may not be deployed: {name!r} has no address. "
            f"Set {variable} to the URL of its worker, or declare it as LiveLoadBalancer to run "
            f"its functions in this process"
        )
    return address
