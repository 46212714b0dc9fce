"""Who may run code at `/execute`: this machine, and bearers of the token."""

import hmac
from collections.abc import Mapping
from typing import Any

import pytest

from flashc_runtime import create_app
from flashc_runtime.execute import guard
from flashc_runtime.execute.guard import refusal
from runtime.asgi import call
from runtime.sent import LOCAL, task


def status(headers: Mapping[str, str] | None = None, **scope: Any) -> tuple[int, str]:
    """Ask the guard alone, with a request that is fine but for the given changes."""
    all_headers = {"host": "localhost", "content-type": "application/json", **(headers or {})}
    token = scope.pop("token", "")
    whole = {
        "method": "POST",
        "http_version": "1.1",
        "client": ("127.0.0.1", 5),
        "headers": [
            (name.encode(), value.encode("utf-8"))
            for name, value in all_headers.items()
            if value is not None
        ],
        **scope,
    }
    refused = refusal(whole, token)
    return (200, "") if refused is None else (refused.status, refused.reason)


def raw_status(*headers: tuple[bytes, bytes], token: str = "") -> int:
    """Ask the guard about these very headers."""
    scope: dict[str, Any] = {"method": "POST", "http_version": "1.1", "headers": list(headers)}
    scope["client"] = ("127.0.0.1", 5)
    refused = refusal(scope, token)
    return 200 if refused is None else refused.status


@pytest.mark.parametrize(
    ("host", "peer"),
    [
        ("localhost", "127.0.0.1"),
        ("LocalHost:8000", "127.0.0.1"),
        ("127.0.0.1:1", "127.9.9.9"),
        ("[::1]:8000", "::1"),
        ("127.0.0.1", "::ffff:127.0.0.1"),
    ],
)
def test_a_program_on_this_machine_may(host: str, peer: str) -> None:
    assert status({"host": host}, client=(peer, 5)) == (200, "")


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "localhost.evil.example",
        "127.0.0.1.nip.io",
        "localhost.",
        "evil@localhost",
        "localhost:8000@evil",
        "10.0.0.1",
        "0.0.0.0",
        "[::ffff:10.0.0.1]",
        "2130706433",
        "127.1",
        "localhost,evil",
        "",
    ],
)
def test_a_host_that_is_no_name_of_this_machine_may_not(host: str) -> None:
    code, reason = status({"host": host})
    assert code == 403
    assert reason.startswith("the Host is no name of this machine; set FLASH_EXECUTE_TOKEN to run")


@pytest.mark.parametrize("peer", [("10.0.0.9", 1), ("::ffff:10.0.0.9", 1), ("unknown", 0), None])
def test_another_machine_may_not(peer: Any) -> None:
    assert status(client=peer)[0] == 403


@pytest.mark.parametrize(
    "header",
    ["origin", "forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-real-ip",
     "cf-connecting-ip", "true-client-ip", "referer", "x-proxyuser-ip", "x-remote-addr",
     "client-ip", "cdn-loop", "cf-ray", "fly-client-ip", "x-azure-clientip", "x_forwarded_for",
     "x-envoy-internal", "X-Real-IP", "x-original-url", "x-amzn-trace-id"],
)  # fmt: skip
def test_a_web_page_or_a_proxy_may_not(header: str) -> None:
    assert status({header: "127.0.0.1"})[0] == 403
    assert status({header: ""})[0] == 403


@pytest.mark.parametrize(
    "header",
    ["user-agent", "accept", "accept-encoding", "connection", "content-length", "authorization",
     "x-request-id", "x-api-key", "traceparent"],
)  # fmt: skip
def test_what_clients_send_is_no_trace_of_a_proxy(header: str) -> None:
    assert status({header: "x"}) == (200, "")


def test_a_fetch_of_another_site_may_not() -> None:
    for site, expected in (("cross-site", 403), ("same-site", 403), ("", 403), ("Cross-Site", 403)):
        assert status({"sec-fetch-site": site})[0] == expected
    assert status({"sec-fetch-site": "none"}) == (200, "")
    assert status({"sec-fetch-site": "same-origin"}) == (200, "")


def test_another_version_of_http_is_a_trace_of_a_proxy() -> None:
    code, reason = status(http_version="1.0")
    assert code == 403
    assert reason.startswith("the request may have been forwarded (it is HTTP/1.0, not 1.1); set")
    far = {"authorization": "Bearer x"}
    assert status(far, http_version="1.0", token="x") == (200, "")


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "application/json, text/plain",
             "application/jsonx", ""]
)  # fmt: skip
def test_a_form_may_not(kind: str) -> None:
    assert status({"content-type": kind}) == (415, "/execute takes content-type: application/json")
    assert status({"content-type": "application/json; charset=utf-8"})[0] == 200


def test_other_methods_may_not() -> None:
    for method in ("GET", "PUT", "OPTIONS", "HEAD"):
        assert status(method=method) == (405, "/execute takes POST")


def test_the_bearer_of_the_token_may_from_anywhere() -> None:
    far: dict[str, Any] = {"client": ("10.0.0.9", 1), "token": "geheim-é"}
    headers = {"host": "worker.example", "x-forwarded-for": "1.2.3.4", "origin": "https://x"}
    assert status({**headers, "authorization": "Bearer geheim-é"}, **far) == (200, "")
    assert status({**headers, "authorization": "bearer  geheim-é"}, **far) == (200, "")
    for wrong in ("Bearer geheim", "Bearer geheim-é2", "Basic geheim-é", "geheim-é", "Bearer", ""):
        assert status({**headers, "authorization": wrong}, **far)[0] == 401, wrong
    assert status(headers, **far)[0] == 401
    kind = {"content-type": "text/plain"}
    assert status({**headers, **kind, "authorization": "Bearer geheim-é"}, **far)[0] == 415


def test_a_wrong_token_is_not_excused_by_where_it_comes_from() -> None:
    # Behind a proxy that leaves no trace, everybody seems to be on this machine.
    assert status(token="x") == (401, "/execute wants the bearer token of FLASH_EXECUTE_TOKEN")
    assert status({"authorization": "Bearer x"}, token="x") == (200, "")
    assert status({"authorization": "Bearer y"}, token="x")[0] == 401
    # Without a token there is nothing to compare; clients send the account's key everywhere.
    assert status({"authorization": "Bearer y"}) == (200, "")
    assert status({"authorization": "Bearer "}, client=("10.0.0.9", 1))[0] == 403


def test_tokens_are_compared_in_constant_time(monkeypatch: pytest.MonkeyPatch) -> None:

    compared: list[tuple[bytes, bytes]] = []

    class Watched:
        @staticmethod
        def compare_digest(given: bytes, token: bytes) -> bool:
            compared.append((given, token))
            return hmac.compare_digest(given, token)

    monkeypatch.setattr(guard, "hmac", Watched)
    for given, expected in (("abcdefgh", 200), ("abcdefgX", 401), ("X", 401)):
        far: dict[str, Any] = {"client": ("10.0.0.9", 1), "token": "abcdefgh"}
        assert status({"authorization": f"Bearer {given}"}, **far)[0] == expected
    assert [given for given, _ in compared] == [b"abcdefgh", b"abcdefgX", b"X"]


def test_a_repeated_header_is_not_read_as_one_of_its_values() -> None:
    host, kind = (b"host", b"localhost"), (b"content-type", b"application/json")
    bearer = (b"authorization", b"Bearer x")
    assert raw_status(host, kind) == 200
    assert raw_status(host, (b"host", b"evil.example"), kind) == 403
    assert raw_status(kind) == 403
    assert raw_status(host, kind, (b"content-type", b"text/plain")) == 415
    assert raw_status(host, kind, bearer, token="x") == 200
    assert raw_status(host, kind, bearer, (b"authorization", b"Bearer y"), token="x") == 401


def test_a_refusal_says_why_and_runs_nothing() -> None:
    app = create_app("dev", execute=True)
    evil = (("host", "rebound.example"),)
    answer = call(app, "POST", "/execute", task("raise SystemExit"), headers=evil)
    assert answer.status == 403
    assert answer.json()["detail"].startswith("the Host is no name of this machine")
    assert call(app, "GET", "/execute", headers=LOCAL).headers["allow"] == "POST"
    assert call(app, "POST", "/execute/", task("def f(): pass"), headers=LOCAL).status == 200
