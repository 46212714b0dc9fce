"""Who may run code in this worker: the bearer of the token, or a program on the same machine."""

import fnmatch
import hmac
import ipaddress
import re
from typing import Final, NamedTuple

from starlette.types import Scope

from flashc_runtime.answers import Headers

TOKEN = "FLASH_EXECUTE_TOKEN"  # noqa: S105  (the name of the variable)

_HOST = re.compile(rb"(localhost|[0-9.]+|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?", re.IGNORECASE)
_JSON = re.compile(rb'application/json(\s*;\s*charset="?utf-8"?)?\s*', re.IGNORECASE)
FORWARDING = (
    "*forward*",
    "*client-ip",
    "via",
    "cdn-loop",
    "cf-*",
    "x-*ip*",
    "x-*addr*",
    "x-envoy-*",
    "x-original-*",
    "x-proxy-*",
    "x-amzn-*",
    "x-appengine-*",
    "x-azure-*",
    "x-cloud-*",
)
"""Names of headers that proxies write, `_` read as `-`: the peer is then not who asks."""
_FORWARDING = re.compile("|".join(map(fnmatch.translate, FORWARDING)))
_OWN_SITES = (b"none", b"same-origin")


class Refusal(NamedTuple):
    """Why a request is not served."""

    status: int
    reason: str
    headers: Headers


OF_ANOTHER_USER: Final = Refusal(
    403,
    f"the request comes from a program of another user of this machine; set {TOKEN} to let it run code",
    [],
)


def refusal(scope: Scope, token: str) -> Refusal | None:
    """Return why this request may not run code; None when it may.

    Where a token is set, its bearers may, from anywhere, and nobody else. Without one a request
    must come from a program on this machine, straight and under a name of this machine: a web page
    and a name that resolves to the loopback address fail one of these, and so does a proxy that
    leaves any trace. One that leaves none is told by its user (`peer.py`), if that is another one;
    otherwise it looks like a program, so that a token must be set there.
    """
    headers: list[tuple[bytes, bytes]] = scope["headers"]
    if scope["method"] != "POST":
        return Refusal(405, "/execute takes POST", [(b"allow", b"POST")])
    sent = _values(headers, b"authorization")
    if token:
        if not sent:
            return _unauthorized(f"/execute wants the bearer token of {TOKEN}")
        if not _is_bearer(sent, token):
            return _unauthorized(f"the bearer token is not that of {TOKEN}")
    elif reason := _why_not_local(scope, headers):
        return Refusal(403, f"{reason}; set {TOKEN} to run code from elsewhere", [])
    kinds = _values(headers, b"content-type")
    if len(kinds) != 1 or not _JSON.fullmatch(kinds[0]):
        return Refusal(415, "/execute takes content-type: application/json", [])
    return None


def _unauthorized(reason: str) -> Refusal:
    return Refusal(401, reason, [(b"www-authenticate", b"Bearer")])


def _is_bearer(sent: list[bytes], token: str) -> bool:
    scheme, _, given = sent[0].partition(b" ")
    # In constant time: how long a comparison takes must not tell how much of a guess was right.
    is_same = hmac.compare_digest(given.strip(), token.encode("utf-8"))
    return is_same and len(sent) == 1 and scheme.lower() == b"bearer"


def _why_not_local(scope: Scope, headers: list[tuple[bytes, bytes]]) -> str:
    for name, value in headers:
        text = name.decode("latin-1").lower()
        if text in ("origin", "referer"):
            return f"the request comes from a web page (it has {text})"
        if text == "sec-fetch-site" and value.strip().lower() not in _OWN_SITES:
            return "the request comes from a web page (its sec-fetch-site is another site)"
        if _FORWARDING.match(text.replace("_", "-")):
            return f"the request was forwarded (it has {text})"
    if scope["http_version"] != "1.1":
        return f"the request may have been forwarded (it is HTTP/{scope['http_version']}, not 1.1)"
    peer = scope.get("client")
    if peer is None or not _is_loopback(peer[0]):
        return "the request comes from another machine"
    hosts = _values(headers, b"host")
    if len(hosts) != 1 or not _is_loopback_host(hosts[0]):
        return "the Host is no name of this machine"
    return ""


def _is_loopback_host(host: bytes) -> bool:
    match = _HOST.fullmatch(host)
    if match is None:
        return False
    name = match[1].decode("ascii").lower()
    return name == "localhost" or _is_loopback(name.strip("[]"))


def _is_loopback(text: str) -> bool:
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return bool((mapped or address).is_loopback)


def _values(headers: list[tuple[bytes, bytes]], name: bytes) -> list[bytes]:
    return [value for key, value in headers if key == name]
