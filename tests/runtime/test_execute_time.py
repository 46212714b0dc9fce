"""Code that does not end leaves the worker as it is."""

import asyncio
import json
import sys
import threading
import time

import pytest

from flashc_runtime import create_app
from runtime.asgi import Answer, _call
from runtime.sent import LOCAL, ask, task


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
