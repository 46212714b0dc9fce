"""`POST /execute`: what it runs, what it answers, and that nothing sent there breaks the worker."""

import asyncio
import base64
import hmac
import json
import logging
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from typing import Any

import cloudpickle
import pytest

from flashc_runtime import create_app
from flashc_runtime.execute.guard import refusal
from runtime.asgi import Answer, call

LOCAL = (("host", "localhost:8000"),)


def pickled(value: Any) -> str:
    return base64.b64encode(cloudpickle.dumps(value)).decode()


def task(code: str, *args: Any, name: str = "f", **fields: Any) -> dict[str, Any]:
    """Return a request's body as the SDKs' clients make it."""
    return {
        "function_name": name,
        "function_code": code,
        "args": [pickled(each) for each in args],
        "dependencies": [],
        "system_dependencies": [],
        "accelerate_downloads": True,
        **fields,
    }


def ask(body: Any, app: Any = None) -> Answer:
    return call(app or create_app("dev", execute=True), "POST", "/execute", body, headers=LOCAL)


def result(code: str, *args: Any, **fields: Any) -> Any:
    answer = ask(task(code, *args, **fields))
    assert answer.status == 200
    assert answer.json()["success"] is True, answer.json()
    assert set(answer.json()) == {"success", "result"}
    return cloudpickle.loads(base64.b64decode(answer.json()["result"]))


def error(body: Any) -> str:
    answer = ask(body)
    assert answer.status == 200
    assert set(answer.json()) == {"success", "error"}
    assert answer.json()["success"] is False
    text: str = answer.json()["error"]
    return text


@pytest.fixture(autouse=True)
def _no_sent_modules() -> Iterator[None]:
    """Leave the test's process as it was."""
    yield
    result("def f(): pass", modules={})


# --- What it runs ---


def test_sync_and_async_functions_run_with_their_arguments() -> None:
    assert result("def f(a, b=2, *, c): return a, b, c", 1, kwargs={"c": pickled({3})}) == (
        1,
        2,
        {3},
    )
    code = "async def f(x):\n    import asyncio\n    await asyncio.sleep(0)\n    return x * 2"
    assert result(code, 21) == 42


def test_arguments_and_results_are_any_python_objects() -> None:
    class Local:
        def __init__(self, size: int) -> None:
            self.size = size

    made = result("def f(x, g): return [x, g(x.size)]", Local(3), lambda size: size + 1)
    assert (made[0].size, made[1]) == (3, 4)
    made = result("class Own:\n    size = 5\ndef f(): return Own()")
    assert made.size == 5


def test_annotations_of_names_that_were_not_sent_do_no_harm() -> None:
    assert result("def f(x: Optional[Unknown] = None) -> List[int]: return x", 1) == 1


def test_other_functions_and_fields_left_out_are_fine() -> None:
    code = "def g(x): return x + 1\ndef f(x): return g(x)"
    assert result(code, 1) == 2
    answer = ask({"function_name": "f", "function_code": "def f(): return None", "args": None})
    assert cloudpickle.loads(base64.b64decode(answer.json()["result"])) is None


def test_each_call_has_a_namespace_of_its_own() -> None:
    assert result("seen = []\ndef f():\n    seen.append(1)\n    return len(seen)") == 1
    assert result("seen = []\ndef f():\n    seen.append(1)\n    return len(seen)") == 1


def test_the_requests_id_is_known_to_the_code_and_to_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    code = (
        "def f():\n"
        "    from flashc_runtime.request_id import current_request_id\n"
        "    raise ValueError(current_request_id())"
    )
    headers = (*LOCAL, ("x-request-id", "trace-9"))
    app = create_app("dev", execute=True)
    with caplog.at_level(logging.ERROR, logger="flashc_runtime"):
        answer = call(app, "POST", "/execute", task(code), headers=headers)
    assert answer.json()["error"] == "Function execution failed: ValueError: trace-9"
    assert answer.headers["x-request-id"] == "trace-9"
    assert "POST /execute (f): Function execution failed: ValueError: trace-9" in caplog.text
    # The log's traceback begins in the code that was sent, and quotes it.
    trace = caplog.text.partition("Traceback")[2]
    assert trace.splitlines()[1].startswith('  File "<execute f ')
    assert "raise ValueError(current_request_id())" in trace


# --- What it answers when that fails ---


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("def g(): pass", "Function 'f' not found in executed code: it must be defined at module"),
        ("f = 3", "Function 'f' not found in executed code"),
        ("def f(:", "Error executing function code: SyntaxError: "),
        ("1 / 0", "Error executing function code: ZeroDivisionError: division by zero"),
        ("raise SystemExit(3)", "Error executing function code: SystemExit: 3"),
        ("def f(): raise KeyError('x')", "Function execution failed: KeyError: 'x'"),
        ("def f(): raise SystemExit", "Function execution failed: SystemExit"),
        ("async def f(): raise KeyboardInterrupt", "Function execution failed: KeyboardInterrupt"),
        ("def f(x): pass", "Function execution failed: TypeError: f() missing 1 required"),
        ("def f(): return f()", "Function execution failed: RecursionError: "),
        ("def f(): yield 1", "Failed to serialize result: TypeError: cannot pickle"),
        ("import threading\ndef f(): return threading.Lock()", "Failed to serialize result: "),
    ],
)
def test_what_goes_wrong_is_named(code: str, text: str) -> None:
    assert error(task(code)).startswith(text)


def test_a_function_that_is_not_at_module_level_is_not_found() -> None:
    code = "def outer():\n    def process_data(x): return x\nclass Shop:\n    pass"
    assert error(task(code, name="process_data")) == (
        "Function 'process_data' not found in executed code: it must be defined at module level, "
        "under this name. It defines Shop, outer."
    )


def test_what_the_module_around_the_function_had_is_explained() -> None:
    said = error(task("def f(): return users_db"))
    assert said.startswith("Function execution failed: NameError: name 'users_db' is not defined")
    assert said.endswith(
        "(only the function's own source is sent: import inside of it what it uses)"
    )


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (b"", "Invalid request body: "),
        (b"\xff\xfe", "Invalid request body: "),
        (b"[" * 200_000, "Invalid request body: "),
        (b"[]", "Invalid request body: it must be a JSON object"),
        ({}, "Missing function_name or function_code in request"),
        ({"function_name": "f"}, "Missing function_name or function_code in request"),
        ({"function_name": "f", "function_code": 1}, "function_code must be a text"),
        ({"function_name": ["f"], "function_code": "x"}, "function_name must be a text"),
        (task("x", args="abc"), "args must be a list of texts"),
        (task("x", args=[1]), "args must be a list of texts"),
        (task("x", kwargs=[]), "kwargs must be an object of texts"),
        (task("x", modules={"a.py": 1}), "modules must be an object of texts"),
        (task("x", dependencies="numpy"), "dependencies must be a list of texts"),
        (task("x", accelerate_downloads="yes"), "accelerate_downloads must be true or false"),
        (task("x", execution_type="class"), "unknown field 'execution_type'; known are "),
        (task("x", args=["%%%"]), "Failed to deserialize arguments: args: "),
        (task("x", kwargs={"k": "é"}), "Failed to deserialize arguments: kwargs['k']: "),
        (task("x", args=["AAAA"]), "Failed to deserialize arguments: "),
        (task("def f(): 'a\x00'"), "Error executing function code: "),
        (
            task("def f(): pass", name="f\nINFO forged"),
            "function_name must be a name of a function",
        ),
        (task("x", name="\ud800"), "function_name must be a name of a function"),
        (task("\ud800"), "Error executing function code: "),
    ],
)
def test_a_body_that_is_wrong_is_named(body: Any, text: str) -> None:
    assert text in error(body)


def test_a_result_that_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLASH_MAX_BODY_BYTES", "1000")
    assert "more than FLASH_MAX_BODY_BYTES (1000)" in error(task("def f(): return 'x' * 2000"))
    assert ask(task("x" * 2000)).status == 413
    assert result("def f(): return 'x' * 200") == "x" * 200


# --- Dependencies ---


def test_dependencies_must_be_there_already() -> None:
    fine = ["pydantic>=2", "cloudpickle", "nowhere-1; python_version < '3'"]
    assert result("def f(): return 1", dependencies=fine) == 1
    code = "def f(): return 1"
    said = error(task(code, dependencies=["not-there-at-all>=1"]))
    assert said.startswith("dependency 'not-there-at-all>=1' is not installed in this worker: add")
    assert "is not met by pydantic 2." in error(task(code, dependencies=["pydantic<1"]))
    assert "is no requirement" in error(task(code, dependencies=["not a requirement"]))


def test_system_dependencies_must_be_there_already(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from flashc_runtime.execute import dependencies

    status = tmp_path / "status"
    monkeypatch.setattr(dependencies, "_DPKG", status)
    dependencies._installed.cache_clear()
    code = "def f(): return 1"
    with caplog.at_level(logging.WARNING, logger="flashc_runtime"):
        assert result(code, system_dependencies=["ffmpeg"]) == 1
    assert "cannot tell whether 'ffmpeg' is there" in caplog.text
    status.write_text(
        "Package: ffmpeg\nStatus: install ok installed\nProvides: a-codec, other (= 1)\n"
        "Version: 7:5.1\n\nPackage: gone\nStatus: deinstall ok config-files\nVersion: 1\n"
    )
    there = ["ffmpeg", "ffmpeg=7:5.1", "a-codec", "other", "ffmpeg:amd64"]
    assert result(code, system_dependencies=there) == 1
    said = error(task(code, system_dependencies=["gone"]))
    assert said.startswith("system dependency 'gone' is not installed: add it to the function's")
    assert "not met by version 7:5.1" in error(task(code, system_dependencies=["ffmpeg=6"]))


# --- Modules ---


def test_modules_that_are_sent_can_be_imported() -> None:
    modules = {
        "sent_one/__init__.py": "from .inner import VALUE",
        "sent_one/inner.py": "VALUE = 3",
        "sent_folder/deep/two.py": "from sent_one import VALUE\nCOUNT = VALUE + 1",
        "größe.py": "X = 1",
    }
    code = (
        "def f():\n"
        "    import sent_one, größe\n"
        "    from sent_folder.deep.two import COUNT\n"
        "    from importlib import import_module\n"
        "    return sent_one.VALUE, COUNT, größe.X, import_module('sent_one.inner').__file__"
    )
    assert result(code, modules=modules) == (3, 4, 1, "/execute/sent_one/inner.py")


def test_a_changed_module_is_imported_anew_and_an_unchanged_one_is_kept() -> None:
    code = "def f():\n    import sent_state\n    sent_state.SEEN.append(1)\n    return len(sent_state.SEEN)"
    assert result(code, modules={"sent_state.py": "SEEN = []"}) == 1
    assert result(code, modules={"sent_state.py": "SEEN = []"}) == 2
    assert result(code, modules={"sent_state.py": "SEEN = [0, 0]"}) == 3
    assert "No module named 'sent_state'" in error(task(code))
    assert "sent_state" not in sys.modules


def test_objects_of_modules_that_are_sent_can_be_arguments_and_results() -> None:
    # Pickled by reference, as a client does for its own modules.
    reference = base64.b64encode(b"csent_shapes\nSquare\n(I4\ntR.").decode()
    source = "class Square:\n    def __init__(self, side): self.side = side"
    body = task(
        "def f(s): return s.side ** 2", args=[reference], modules={"sent_shapes.py": source}
    )
    answer = ask(body).json()
    assert cloudpickle.loads(base64.b64decode(answer["result"])) == 16


def test_a_module_of_the_worker_is_hidden_by_another_version_and_comes_back(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "shipped").mkdir()
    (tmp_path / "shipped/__init__.py").write_text("")
    (tmp_path / "shipped/own.py").write_text("VALUE = 'old'")
    monkeypatch.syspath_prepend(tmp_path)
    import shipped.own  # type: ignore[import-not-found]

    code = "def f():\n    import shipped.own\n    return shipped.own.VALUE, id(shipped.own)"
    assert result(code, modules={"shipped/own.py": "VALUE = 'old'"}) == ("old", id(shipped.own))
    assert result(code, modules={"shipped/own.py": "VALUE = 'new'"})[0] == "new"
    assert result(code) == ("old", id(sys.modules["shipped.own"]))
    assert shipped.own.VALUE == "old"
    del sys.modules["shipped.own"], sys.modules["shipped"]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("../evil.py", "is no path of a module"),
        ("/etc/evil.py", "is no path of a module"),
        ("a/../../evil.py", "is no path of a module"),
        ("a\\evil.py", "is no path of a module"),
        ("C:/evil.py", "is no path of a module"),
        ("a//b.py", "is no path of a module"),
        ("./a.py", "is no path of a module"),
        ("a.py\x00.py", "is no path of a module"),
        ("evil.pth", "is no path of a module"),
        ("", "is no path of a module"),
        ("__init__.py", "lies in no package"),
        ("json.py", "would replace json, which the worker runs on"),
        ("os/path.py", "would replace os, which the worker runs on"),
        ("flashc_runtime/execute/guard.py", "would replace flashc_runtime"),
        ("__main__.py", "would replace __main__"),
        ("pydantic/main.py", "would replace the installed package pydantic"),
    ],
)
def test_a_path_that_is_no_module_of_its_own_is_refused(path: str, text: str) -> None:
    assert text in error(task("def f(): pass", modules={path: "raise SystemExit"}))


def test_two_files_cannot_be_one_module() -> None:
    modules = {"sent_x.py": "", "sent_x/__init__.py": ""}
    assert "are the same module sent_x" in error(task("def f(): pass", modules=modules))


def test_nothing_is_written_to_disk(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    code = "def f():\n    import sent_a.b\n    return sent_a.b.X"
    assert result(code, modules={"sent_a/b.py": "X = 1"}) == 1
    assert list(tmp_path.iterdir()) == []


# --- What does not end ---


def test_code_that_never_returns_ends_with_504_and_holds_up_nobody(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("FLASH_REQUEST_TIMEOUT", "1")
    release = threading.Event()
    sys.modules["sent_release"] = type(sys)("sent_release")
    sys.modules["sent_release"].event = release  # type: ignore[attr-defined]
    app = create_app("dev", execute=True)

    @app.get("/other")
    async def other() -> int:
        return 1

    answers: dict[str, Answer] = {}

    async def both() -> None:
        from runtime.asgi import _call

        stuck = "async def f():\n    import sent_release\n    sent_release.event.wait()"
        body = json.dumps(task(stuck)).encode()
        waiting = asyncio.create_task(_call(app, "POST", "/execute", body, LOCAL))
        await asyncio.sleep(0.1)
        answers["other"] = await _call(app, "GET", "/other", b"", ())
        assert not waiting.done()
        answers["stuck"] = await waiting

    try:
        asyncio.run(both())
    finally:
        release.set()
        del sys.modules["sent_release"]
    assert answers["other"].json() == 1
    assert (answers["stuck"].status, answers["stuck"].json()) == (
        504,
        {"detail": "Gateway Timeout"},
    )


def test_an_async_function_is_cancelled_with_its_request(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLASH_REQUEST_TIMEOUT", "1")
    ended: list[str] = []
    sys.modules["sent_ended"] = type(sys)("sent_ended")
    sys.modules["sent_ended"].ended = ended  # type: ignore[attr-defined]
    code = (
        "async def f():\n"
        "    import asyncio, sent_ended\n"
        "    try:\n"
        "        await asyncio.sleep(60)\n"
        "    finally:\n"
        "        sent_ended.ended.append('cancelled')"
    )
    try:
        assert ask(task(code)).status == 504
        deadline = time.monotonic() + 5
        while not ended and time.monotonic() < deadline:
            time.sleep(0.01)
        assert ended == ["cancelled"]
    finally:
        del sys.modules["sent_ended"]


def test_only_so_many_run_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    from flashc_runtime.execute import endpoint

    monkeypatch.setattr(endpoint, "MOST_RUNNING", 0)
    answer = ask(task("def f(): pass"))
    assert (answer.status, answer.headers["retry-after"]) == (429, "1")


# --- Who may ---


def status(headers: Mapping[str, str] | None = None, **scope: Any) -> tuple[int, str]:
    """Ask the guard alone, with a request that is fine but for the given changes."""
    all_headers = {"host": "localhost", "content-type": "application/json", **(headers or {})}
    token = scope.pop("token", "")
    whole = {
        "method": "POST",
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
    scope = {"method": "POST", "client": ("127.0.0.1", 5), "headers": list(headers)}
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
     "cf-connecting-ip", "true-client-ip"],
)  # fmt: skip
def test_a_web_page_or_a_proxy_may_not(header: str) -> None:
    assert status({header: "127.0.0.1"})[0] == 403
    assert status({header: ""})[0] == 403


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
    assert status(token="x") == (200, "")
    assert status({"authorization": "Bearer y"}, token="x")[0] == 401
    # Without a token there is nothing to compare; clients send the account's key everywhere.
    assert status({"authorization": "Bearer y"}) == (200, "")
    assert status({"authorization": "Bearer "}, client=("10.0.0.9", 1))[0] == 403


def test_tokens_are_compared_in_constant_time(monkeypatch: pytest.MonkeyPatch) -> None:
    from flashc_runtime.execute import guard

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
