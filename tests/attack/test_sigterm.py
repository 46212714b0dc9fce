"""SIGTERM in the middle of what clients are doing: whoever has been heard is answered."""

import signal
from pathlib import Path

import pytest

from attack.test_slower_parser import WITHOUT_IT
from attack.wire import APP, Wire, assert_refused, get, post
from runtime.processes import Worker, eventually, running, write_worker


def is_draining(worker: Worker) -> bool:
    """Say whether probes are told so, or find nobody that listens any more."""
    try:
        return worker.ask("GET", "/ping")[0] == 503
    except ConnectionError:
        return True


def test_a_request_whose_head_was_read_is_answered_after_the_signal(tmp_path: Path) -> None:
    folder = write_worker(tmp_path, APP)
    with running(folder) as worker, Wire(worker.ready()) as computing, Wire(worker) as sending:
        sending.send(post("/echo", b'{"a":', "Content-Length: 7"))
        computing.send(get("/wait?seconds=2"))
        eventually(lambda: "waiting" in worker.log, "the function has begun")
        # Its head came before this, on a connection that was opened before this one.
        assert worker.ask("GET", "/ping")[0] == 200
        worker.process.send_signal(signal.SIGTERM)
        eventually(lambda: is_draining(worker), "the drain")
        sending.send(b"1}")
        for wire, answer in ((sending, {"a": 1}), (computing, "waited")):
            [response] = wire.read_all()
            assert (response.status, response.json()) == (200, answer)
            assert response.headers["connection"] == "close"
        assert worker.stop() == 0
        assert "Traceback" not in worker.log


@pytest.mark.parametrize("modules", [{}, {"sitecustomize": WITHOUT_IT}], ids=["fast", "h11"])
def test_who_never_finishes_a_request_does_not_hold_the_process(
    tmp_path: Path, modules: dict[str, str]
) -> None:
    folder = write_worker(tmp_path, APP, **modules)
    with (
        running(folder, FLASH_SHUTDOWN_TIMEOUT="1") as worker,
        Wire(worker.ready()) as slow,
        Wire(worker) as idle,
    ):
        slow.send(post("/echo", b"{", "Content-Length: 100"))
        assert worker.ask("GET", "/ping")[0] == 200
        assert worker.stop() == 0
        assert idle.read() is None
        assert_refused(slow.read_all(), 503)
        assert worker.log.count("POST /echo") == 1
        assert worker.log.count("not finished when the worker ended") == 1
        assert "Traceback" not in worker.log


@pytest.mark.parametrize("fast", ["0", "1"], ids=["FastAPI", "fast path"])
def test_a_function_that_outlasts_the_drain_is_answered_503(tmp_path: Path, fast: str) -> None:
    folder = write_worker(tmp_path, APP)
    limits = {"FLASH_SHUTDOWN_TIMEOUT": "1", "FLASH_FAST_PATH": fast}
    with running(folder, **limits) as worker, Wire(worker.ready()) as client:
        client.send(get("/wait?seconds=600"))
        eventually(lambda: "waiting" in worker.log, "the function has begun")
        assert worker.stop() == 0
        assert_refused(client.read_all(), 503)
        assert worker.log.count("not finished when the worker ended") == 1
        assert "Traceback" not in worker.log
