"""Asks a running worker what its `calls.json` says, and compares every answer.

A call has `method` and `path`, may have `query`, `headers`, and `json` or `text` as its body, and
expects `status` and `answer` (the JSON body), `lines` (JSON, one a line), or `answer_text`.
"""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from environments import Shared
from golden.compiling import Compiled
from golden.fixtures import Fixture
from golden.worker import Answer, Asked, running

_KEYS = frozenset(
    "shows method path query headers json text status answer lines answer_text".split()
)
# What a path may hold besides letters and digits; all else is percent-encoded.
_PATH = "/-._~!$&'()*+,;=:@%"


def replay_all(fixture: Fixture, compiled: Compiled, shared: Shared) -> None:
    """Start every worker of a fixture and replay its calls."""
    calls = fixture.calls
    assert sorted(calls) == [worker.name for worker in compiled.workers]
    for worker in compiled.workers:
        replay(worker, calls[worker.name], shared)


def replay(folder: Path, plan: Mapping[str, Any], shared: Shared) -> None:
    """Start one worker, ask everything, end it cleanly."""
    assert set(plan) <= {"environment", "calls"}, plan
    with running(folder, shared, **plan.get("environment", {})) as worker:
        ask_everything(worker, folder, plan)
        assert worker.stop() == 0, worker.log
    check_tracebacks(worker, plan)


def ask_everything(worker: Asked, folder: Path, plan: Mapping[str, Any]) -> None:
    """Ask a running worker all its calls, and what every worker answers alike."""
    healthy = worker.ask("GET", "/ping")
    assert (healthy.status, json.loads(healthy.body)) == (200, {"status": "healthy"})
    is_live = json.loads((folder / "flashc.json").read_bytes())["live"]
    for method, status in (("GET", 405), ("POST", 415)):
        assert worker.ask(method, "/execute").status == (status if is_live else 404)
    for call in plan["calls"]:
        _check(worker, call)


def check_tracebacks(worker: Asked, plan: Mapping[str, Any]) -> None:
    """Require one traceback in the log for each call that must fail, and no other."""
    expected_failures = sum(call["status"] == 500 for call in plan["calls"])
    assert (
        len(re.findall(r"^ *Traceback", worker.log, re.MULTILINE)) == expected_failures
    ), worker.log


def _check(worker: Asked, call: Mapping[str, Any]) -> None:
    assert set(call) <= _KEYS, f"unknown keys in {call}"
    answer = ask(worker, call)
    seen = {name: _read(name, answer) for name in call if name in _READERS}
    wanted = {name: value for name, value in call.items() if name in _READERS}
    assert seen == wanted, f"{call}\n{answer.body.decode()}\n{worker.log}"
    assert wanted.keys() > {"status"} or answer.status == 422, f"nothing is compared: {call}"


_READERS = {
    "status": lambda answer: answer.status,
    "answer": lambda answer: json.loads(answer.body),
    "lines": lambda answer: [json.loads(line) for line in answer.body.splitlines() if line],
    "answer_text": lambda answer: answer.body.decode(),
}


def _read(name: str, answer: Answer) -> Any:
    try:
        return _READERS[name](answer)
    except ValueError:
        return answer.body


def ask(worker: Asked, call: Mapping[str, Any]) -> Answer:
    """Send the request of a call."""
    headers = dict(call.get("headers", {}))
    body = None
    if "json" in call:
        body = json.dumps(call["json"]).encode()
        headers = {"content-type": "application/json", **headers}
    elif "text" in call:
        body = call["text"].encode()
    query = urlencode(call.get("query", {}), doseq=True)
    target = quote(call["path"], safe=_PATH) + (f"?{query}" if query else "")
    return worker.ask(call["method"], target, body, headers)
