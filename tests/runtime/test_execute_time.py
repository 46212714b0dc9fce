"""Code that does not end leaves the worker as it is."""

import asyncio
import json
import sys
import threading
from collections.abc import Iterator
from types import ModuleType

import pytest

from flashc_runtime import create_app
from runtime.asgi import Answer, _call
from runtime.processes import PATIENCE_SECONDS, eventually
from runtime.sent import LOCAL, ask, task


class Meeting(ModuleType):
    """A module in which code that was sent and a test tell each other how far they are."""

    def __init__(self) -> None:
        super().__init__("sent_meeting")
        self.begun = threading.Event()
        self.release = threading.Event()
        self.ended: list[str] = []


STUCK = """\
async def f():
    from sent_meeting import begun, release
    begun.set()
    release.wait()
"""


@pytest.fixture
def meeting() -> Iterator[Meeting]:
    """Give the module, which the code imports; what still waits in it is released."""
    made = Meeting()
    sys.modules[made.__name__] = made
    yield made
    made.release.set()
    del sys.modules[made.__name__]


def test_code_that_never_returns_holds_up_nobody(meeting: Meeting) -> None:
    app = create_app("dev", execute=True)

    @app.get("/other")
    async def other() -> int:
        return 1

    async def both() -> list[Answer]:
        waiting = asyncio.create_task(
            _call(app, "POST", "/execute", json.dumps(task(STUCK)).encode(), LOCAL)
        )
        assert await asyncio.to_thread(meeting.begun.wait, PATIENCE_SECONDS)
        beside = await _call(app, "GET", "/other", b"", ())
        assert not waiting.done()
        meeting.release.set()
        return [beside, await waiting]

    beside, stuck = asyncio.run(both())
    assert (beside.status, beside.json()) == (200, 1)
    assert (stuck.status, stuck.json()["success"]) == (200, True)


@pytest.mark.usefixtures("meeting")
def test_code_that_never_returns_ends_with_504(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLASH_REQUEST_TIMEOUT", "1")
    answer = ask(task(STUCK))
    assert (answer.status, answer.json()) == (504, {"detail": "Gateway Timeout"})


def test_an_async_function_is_cancelled_with_its_request(
    meeting: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FLASH_REQUEST_TIMEOUT", "1")
    code = (
        "async def f():\n"
        "    import asyncio, sent_meeting\n"
        "    try:\n"
        "        await asyncio.sleep(6000)\n"
        "    finally:\n"
        "        sent_meeting.ended.append('cancelled')"
    )
    assert ask(task(code)).status == 504
    eventually(lambda: meeting.ended, "it is cancelled")
    assert meeting.ended == ["cancelled"]


def test_code_may_end_after_the_worker_has(
    meeting: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FLASH_REQUEST_TIMEOUT", "1")
    failed: list[str] = []
    monkeypatch.setattr(threading, "excepthook", lambda args: failed.append(repr(args.exc_value)))
    assert ask(task(STUCK)).status == 504
    meeting.release.set()
    executing = [each for each in threading.enumerate() if each.name == "execute"]
    for each in executing:
        each.join(PATIENCE_SECONDS)
    assert executing
    assert failed == []


def test_only_so_many_run_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    from flashc_runtime.execute import endpoint

    monkeypatch.setattr(endpoint, "MOST_RUNNING", 0)
    answer = ask(task("def f(): pass"))
    assert (answer.status, answer.headers["retry-after"]) == (429, "1")
