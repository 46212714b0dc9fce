"""One repository, three generations of the API: one compile, every worker at once, real calls."""

import json
import re
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from environments import Shared
from golden.compiling import compile_accepted
from golden.fixtures import named
from golden.worker import Worker, running


def address(worker: Worker) -> str:
    found = re.search(r"listening on (http://\S+)", worker.log)
    assert found is not None, worker.log
    return found[1].replace("0.0.0.0", "127.0.0.1")


def ask(worker: Worker, method: str, path: str, **body: Any) -> Any:
    content = json.dumps(body).encode() if body else None
    answer = worker.ask(method, path, content, {"content-type": "application/json"})
    assert answer.status == 200, worker.log
    return json.loads(answer.body)


def test_workers_of_all_generations_call_one_another(light_path: Path, shared: Shared) -> None:
    compiled = compile_accepted(named("three_generations_side_by_side"), light_path)
    assert [folder.name for folder in compiled.workers] == ["first", "second", "third"]
    assert "old-jobs    queue-based, not emitted yet" in compiled.output
    assert "newer-jobs  queue-based, not emitted yet" in compiled.output
    with ExitStack() as stack:
        where: dict[str, str] = {}
        workers: dict[str, Worker] = {}
        for folder in compiled.workers:
            worker = stack.enter_context(running(folder, shared, **where))
            worker.wait_until_ready()
            workers[folder.name] = worker
            where[f"FLASH_ENDPOINT_URL_{folder.name.upper()}"] = address(worker)
        assert ask(workers["first"], "POST", "/add", x=2) == 3
        assert ask(workers["second"], "POST", "/far", x=4) == {"sum": 5}
        assert ask(workers["third"], "POST", "/power", x=3) == {"power": 9}
        answers = ask(workers["third"], "GET", "/others")
        assert answers == {"add": 2, "multiply": {"product": 6}}
