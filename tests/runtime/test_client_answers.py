"""The client, and answers that no worker would give."""

import gzip
import json
import socket
from typing import Any

import pytest

from runtime.far import Strict, far, get, nothing, post, strict
from runtime.servers import answer, json_answer, serving


def test_a_huge_answer_arrives_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    body = json.dumps("é" * 10_000_000).encode()
    with far(monkeypatch, json_answer(body)):
        assert get() == "é" * 10_000_000


def test_a_compressed_answer_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    body = gzip.compress(b'{"x":1}')
    kind = "content-type: application/json"
    with far(monkeypatch, answer("200 OK", body, kind, "content-encoding: gzip")):
        assert post() == {"x": 1}
    with (
        far(monkeypatch, answer("200 OK", b"no gzip", kind, "content-encoding: gzip")),
        pytest.raises(ConnectionError, match="endpoint 'far' at http"),
    ):
        post()


def test_json_that_is_none_is_a_type_error_that_shows_it(monkeypatch: pytest.MonkeyPatch) -> None:
    for call, name in ((get, "get"), (post, "post")):
        expected = f"^{name} returned "
        with far(monkeypatch, json_answer(b'{"x": ')), pytest.raises(TypeError, match=expected):
            call()


def test_a_page_of_a_proxy_is_no_result(monkeypatch: pytest.MonkeyPatch) -> None:
    page = answer("200 OK", b"<h1>Welcome</h1>", "content-type: text/html")
    with far(monkeypatch, page):
        with pytest.raises(TypeError, match=r"post: http.*/post answered text/html \('<h1>Welc"):
            post()
        with pytest.raises(TypeError, match=r"nothing: .* answered text/html"):
            nothing()
        assert get() == "<h1>Welcome</h1>"
    with far(monkeypatch, answer("204 No Content")):
        assert nothing() is None
        assert get() is None
        with pytest.raises(TypeError, match=r"post: .* answered nothing \(None\)"):
            post()


def test_a_strict_model_is_read_as_json(monkeypatch: pytest.MonkeyPatch) -> None:
    with far(monkeypatch, json_answer(b'{"size": 2, "tags": ["a"]}')):
        assert strict() == Strict(size=2, tags={"a"})
    with (
        far(monkeypatch, json_answer(b'{"size": "2"}')),
        pytest.raises(TypeError, match="strict returned"),
    ):
        strict()


def test_an_error_shows_status_text_and_request_id(monkeypatch: pytest.MonkeyPatch) -> None:
    body = b"x" * 5000
    with (
        far(monkeypatch, answer("500 Oh", body, "x-request-id: r-1")),
        pytest.raises(RuntimeError) as caught,
    ):
        get()
    assert str(caught.value) == (f"HTTP error from endpoint: 500: {'x' * 2000} (request id r-1)")
    with (
        far(monkeypatch, answer("503 Busy")),
        pytest.raises(RuntimeError, match=r"^HTTP error from endpoint: 503$"),
    ):
        get()


def redirecting(status: str, target: str) -> Any:
    def react(connection: socket.socket, request: bytes) -> None:
        first = request.split(b"\r\n")[0]
        if b"/there" in first:
            connection.sendall(json_answer(json.dumps(first.decode()).encode()))
        else:
            connection.sendall(answer(status, b"", f"location: {target}"))

    return react


def test_a_redirect_that_keeps_the_call_is_followed(monkeypatch: pytest.MonkeyPatch) -> None:
    with far(monkeypatch, redirecting("307 T", "/there?x=1")) as server:
        assert get() == "GET /there?x=1 HTTP/1.1"
        with pytest.raises(TypeError, match="post returned"):
            post({"a": 1})
        assert server.requests[-1].startswith(b"POST /there")
        assert server.requests[-1].endswith(b'{"x":{"a":1}}')
    with far(monkeypatch, redirecting("301 M", "/there")):
        assert get() == "GET /there HTTP/1.1"


def test_a_redirect_that_would_change_the_call_is_an_error(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with far(monkeypatch, redirecting("302 F", "/there")) as server:
        with pytest.raises(
            RuntimeError, match="endpoint: 302: it redirects to /there, which is not"
        ):
            post({"secret": 1})
        assert len(server.requests) == 1


def test_a_redirect_to_another_server_is_not_sent_the_arguments(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with serving(json_answer(b"1")) as other:
        target = f"http://127.0.0.1:{other.port}/there"
        error = pytest.raises(RuntimeError, match=f"it redirects to {target}")
        with far(monkeypatch, redirecting("307 T", target)), error:
            get("secret")
        assert other.requests == []


def test_redirects_without_end_end(monkeypatch: pytest.MonkeyPatch) -> None:
    with far(monkeypatch, redirecting("307 T", "/again")) as server:
        with pytest.raises(RuntimeError, match="it redirects to /again"):
            get()
        assert len(server.requests) == 6


def test_an_address_that_is_none_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    for address in (
        "127.0.0.1:8000",
        "ftp://x",
        "http://x y",
        "http://[::1",
        "http://x?a=1",
    ):
        monkeypatch.setenv("FLASH_ENDPOINT_URL_FAR", address)
        with pytest.raises(ValueError, match="'far'"):
            get()
