"""Whatever a request or an exception says, the log's records stay records of the worker's own."""

import json
import re
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from flashc_runtime.logs import contained
from runtime.processes import Worker, eventually, running, write_worker

APP = """\
import asyncio
import gc
import logging
from typing import Any
from fastapi import Request
from fastapi.responses import Response
from flashc_runtime import create_app
app = create_app("demo")

class ShownError(Exception):
    def __repr__(self) -> str:
        return self.args[0]

@app.get("/raise")
def fail(text: str) -> Any:
    raise ValueError(text)

@app.get("/shown")
async def shown(text: str) -> Any:
    raise ShownError(text)

@app.get("/header")
def header(text: str) -> Any:
    return Response(headers={"x-a": text})

@app.get("/result")
def result(text: str) -> Any:
    return type(text, (), {"__repr__": lambda self: text})()

@app.get("/group")
def group(text: str) -> Any:
    error = ExceptionGroup(text, [ValueError(text)])
    error.add_note(text)
    raise error from KeyError(text)

@app.get("/task")
async def task(text: str) -> Any:
    async def fail() -> None:
        raise ValueError(text)
    started = asyncio.create_task(fail())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    del started
    gc.collect()

@app.get("/unconfigured")
def unconfigured(text: str) -> Any:
    logging.getLogger("somebody").warning(text)

@app.get("/seen")
def seen(request: Request) -> Any:
    raise ValueError(request.headers["x-text"])
"""
ACCESS = '{"time":"2026-01-01T00:00:00.000Z","method":"GET","path":"/forged","status":200}'
RECORD = "2026-01-01T00:00:00.000Z ERROR GET /forged (f): all is lost"
FORGERIES = {
    "an access line": f"x\n{ACCESS}\n",
    "a record": f"x\n{RECORD}\nmore",
    "at once": ACCESS,
    "a record at once": RECORD,
    "after a return": f"x\r{ACCESS}\r\n{RECORD}",
    "after ends that few programs know": f"x\x0b{ACCESS}\x0c{ACCESS}\x85{ACCESS}\u2028{RECORD}",
    "over what stands above": f"\x1b[1A\x1b[2K\r{ACCESS}",
    "with bells, deletions and a title": "\x07\x08\x7f\x9b31m\x1b]0;owned\x07",
    "the other way round": "\u202e}drawkcab{\u202c\u2066x",
}
_RECORD = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z (INFO|WARNING|ERROR) ")
PATHS = ("/raise", "/shown", "/header", "/result", "/group", "/task", "/unconfigured")


@pytest.fixture(scope="module")
def worker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Worker]:
    folder = write_worker(tmp_path_factory.mktemp("logs"), APP)
    with running(folder, FLASH_ACCESS_LOG="1") as started:
        yield started.ready()


def lines_written_for(worker: Worker, path: str, text: str) -> list[str]:
    """Make a request that fails with a text; return all that is logged from then on."""
    before = len(worker.log)
    worker.ask("GET", f"{path}?text={quote(text)}")
    worker.ask("GET", "/end")
    eventually(lambda: '"path":"/end"' in worker.log[before:], "both are logged")
    log = worker.log[before:]
    assert log.endswith("\n")
    return log[:-1].split("\n")


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("name", FORGERIES)
def test_no_text_begins_a_line_that_looks_like_the_workers(
    worker: Worker, path: str, name: str
) -> None:
    lines = lines_written_for(worker, path, FORGERIES[name])
    access = [json.loads(line) for line in lines if line.startswith("{")]
    assert [each["path"] for each in access] == [path, "/end"]
    records = [line for line in lines if _RECORD.match(line)]
    assert not any(line.startswith(RECORD) for line in lines)
    can_be_sent = path == "/header" and FORGERIES[name].isprintable()
    assert len(records) == (0 if can_be_sent else 1)
    rest = [line for line in lines if not line.startswith("{") and line not in records]
    assert all(line.startswith("    ") for line in rest), rest
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202e]", "".join(lines))


def test_a_header_begins_no_line_either(worker: Worker) -> None:
    before = len(worker.log)
    with worker.connect() as caller:
        text = ACCESS.encode() + b"\xc2\x85\x85" + RECORD.encode()
        caller.sendall(b"GET /seen HTTP/1.1\r\nhost: x\r\nx-text: " + text + b"\r\n\r\n")
        assert b" 500 " in caller.recv(65536)
    eventually(lambda: '"path":"/seen"' in worker.log[before:], "it is logged")
    lines = worker.log[before:].splitlines()
    assert [line[:2] for line in lines if not line.startswith("    ")] == ["20", '{"']
    assert "\\x85" in worker.log[before:]


def test_a_traceback_is_still_one_that_people_read(worker: Worker) -> None:
    lines = lines_written_for(worker, "/raise", "it is\tbroken: größer")
    start = lines.index("    Traceback (most recent call last):")
    assert "GET /raise (fail): ValueError('it is\\tbroken: größer')" in lines[start - 1]
    assert "        raise ValueError(text)" in lines
    assert "    ValueError: it is\tbroken: größer" in lines


def test_a_text_without_end_is_cut_and_said(worker: Worker) -> None:
    lines = lines_written_for(worker, "/raise", "a" * 20_000)
    assert sum(map(len, lines)) > 20_000
    assert contained("a" * 65_536) == "a" * 65_536
    assert contained("a" * 65_537) == "a" * 65_536 + "\n    ...(1 more characters)"


@given(st.text("a {\n\t\r\x0b\x0c\x1b\x1c\x7f\x85\x9b\u2028\u2029\u202e\ud800é"))
@example("\r\n\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029")
@example("\ud800\udfff")
def test_contained_text_has_no_line_of_its_own(text: str) -> None:
    shown = contained(text)
    _, *further = shown.split("\n")
    assert f"{shown}.".splitlines() == f"{shown}.".split("\n")
    assert all(line.startswith("    ") for line in further)
    assert len(further) == text.count("\n")
    shown.encode("utf-8")


@given(st.text("".join(map(chr, range(32, 127)))))
def test_ordinary_text_stays_as_it_is(text: str) -> None:
    assert contained(text) == text
