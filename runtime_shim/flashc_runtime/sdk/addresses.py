"""Where other endpoints are."""

import os

from flashc_runtime.naming import address_variable

REGISTRY = os.path.join(".flash", "endpoints.json")  # noqa: PTH118  (pathlib is slow to import)


class EndpointNotDeployedError(ValueError):
    """A call needs the address of an endpoint, and none is configured."""


def address_of(name: str) -> str:
    """Return the base URL of the endpoint `name`, without a trailing slash.

    It comes from `FLASH_ENDPOINT_URL_<SLUG>`, else from `.flash/endpoints.json` in the working
    folder or the nearest folder above that has one: `{"endpoints": {name: {"url": ...}}}`.
    Raises `EndpointNotDeployedError` that says how to configure an address.
    """
    variable = address_variable(name)
    address = os.environ.get(variable) or _registered(name)
    if not address:
        raise EndpointNotDeployedError(
            f"Endpoint URL not available - endpoint may not be deployed: {name!r} has no address. "
            f"Set {variable} to the URL of its worker, or declare it as LiveLoadBalancer to run "
            f"its functions in this process"
        )
    if not address.startswith(("http://", "https://")):
        raise ValueError(f"the address of {name!r} must start with http:// or https://: {address}")
    if any(letter in "?#\\" or letter.isspace() for letter in address):
        raise ValueError(f"the address of {name!r} must be a URL without query: {address!r}")
    return address.rstrip("/")


def _registered(name: str) -> str:
    path = _find_registry()
    if not path:
        return ""
    import json  # noqa: PLC0415  (most processes have no registry)

    try:
        with open(path, encoding="utf-8") as file:  # noqa: PTH123
            url = json.load(file)["endpoints"].get(name, {}).get("url", "")
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"{path} is not a registry of endpoints: {error!r}") from None
    return str(url)


def _find_registry() -> str:
    folder = os.getcwd()  # noqa: PTH109
    while True:
        path = os.path.join(folder, REGISTRY)  # noqa: PTH118
        if os.path.isfile(path):  # noqa: PTH113
            return path
        above = os.path.dirname(folder)  # noqa: PTH120
        if above == folder:
            return ""
        folder = above
