"""SIGTERM while a worker imports the user's code: it ends with code 0, whatever the code does."""

import signal
import time
from pathlib import Path

from flashc_runtime.signals import SECONDS_TO_END
from runtime.processes import eventually, running, write_worker

IMPORTING = """\
import sys
import time
print("importing", file=sys.stderr)
"""
ENDLESS = "time.sleep(6000)\n"
# Says when the main thread is at its end, and keeps the process for as long as a thread can.
STAYING = """\
import threading

def stay():
    threading.main_thread().join()
    print("ending", file=sys.stderr)
    time.sleep(6000)

threading.Thread(target=stay).start()
"""
CATCHING = """\
try:
    time.sleep(6000)
except BaseException:
    print("caught", file=sys.stderr)
"""


def test_a_signal_during_the_import_ends_with_code_0(tmp_path: Path) -> None:
    with running(write_worker(tmp_path, IMPORTING + ENDLESS)) as worker:
        assert worker.ask("GET", "/ping")[0] == 204
        eventually(lambda: "importing" in worker.log, "the import has begun")
        assert worker.stop() == 0
        assert "Traceback" not in worker.log


def test_a_second_signal_while_the_process_ends_is_no_error(tmp_path: Path) -> None:
    with running(write_worker(tmp_path, IMPORTING + STAYING + ENDLESS)) as worker:
        eventually(lambda: "importing" in worker.log, "the import has begun")
        worker.process.send_signal(signal.SIGTERM)
        eventually(lambda: "ending" in worker.log, "the import has ended")
        assert worker.stop() == 0
        assert "Traceback" not in worker.log


def test_an_import_that_catches_the_first_signal_is_ended_by_another(tmp_path: Path) -> None:
    with running(write_worker(tmp_path, IMPORTING + CATCHING + ENDLESS)) as worker:
        eventually(lambda: "importing" in worker.log, "the import has begun")
        worker.process.send_signal(signal.SIGTERM)
        eventually(lambda: "caught" in worker.log, "it is caught")
        time.sleep(SECONDS_TO_END)
        assert worker.stop() == 0
        assert "Traceback" not in worker.log
