"""SIGTERM under load: whoever was told that a request was read gets its answer."""

import signal
from pathlib import Path

from runtime.load import Client
from runtime.processes import eventually, running, write_worker

APP = """\
import asyncio
from typing import Any
from flashc_runtime import create_app
app = create_app("demo")

@app.get("/work")
async def work() -> Any:
    await asyncio.sleep(0.02)
    return 1
"""


def test_no_request_is_lost_when_a_busy_worker_is_stopped(tmp_path: Path) -> None:
    with running(write_worker(tmp_path, APP)) as worker:
        clients = [Client(worker.ready()) for _ in range(8)]
        for client in clients:
            client.start()
        eventually(lambda: sum(client.answered for client in clients) >= 200, "a load")
        assert worker.stop(signal.SIGTERM) == 0
        for client in clients:
            client.join()
    assert [client.unanswered for client in clients] == [[]] * 8
    assert "ERROR" not in worker.log
