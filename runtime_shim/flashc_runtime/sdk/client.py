"""Calls of what runs elsewhere: by an address that is configured, else at the platform."""

import os
from importlib import import_module
from typing import Any

from flashc_runtime.naming import address_variable
from flashc_runtime.sdk.addresses import address_of

PLATFORM = "api.runpod.ai"


def routes_address(name: str | None, id: str | None) -> str:  # noqa: A002
    """Return the base URL of an endpoint's routes.

    `FLASH_ENDPOINT_URL_<SLUG>` of the name, else of the id, wins; an id alone is an address at the
    platform. Raises `EndpointNotDeployedError` for a name that nothing is configured for.
    """
    return _configured(name, id) or (f"https://{id}.{PLATFORM}" if id else address_of(name or ""))


def queue_address(name: str | None, id: str | None) -> str:  # noqa: A002
    """Return the base URL of an endpoint's queue, under which are `/run`, `/status/...`."""
    at_platform = f"https://{PLATFORM}/v2/{id}"
    return _configured(name, id) or (at_platform if id else address_of(name or ""))


def _configured(name: str | None, id: str | None) -> str | None:  # noqa: A002
    known = (each for each in (name, id) if each and os.environ.get(address_variable(each)))
    found = next(known, None)
    return None if found is None else address_of(found)


async def request(
    name: str, address: str, method: str, path: str, data: Any, timeout: float
) -> Any:
    """Send `data` as JSON, nothing where it is None, and return the answer.

    Raises `TimeoutError`, `ConnectionError` or, for a status of 400 and above, `RuntimeError`.
    """
    # By name and when called, as a worker that makes no calls is shipped without it.
    try:
        http = import_module("flashc_runtime.sdk.http")
    except ImportError as error:
        raise RuntimeError(
            f"calls to other endpoints need flashc_runtime.sdk.http and the packages httpx and "
            f"pydantic: {error}"
        ) from error
    call = http.encode_json(method, path, data)
    return http.decode_body(await http.send_async(name, address, call, timeout))
