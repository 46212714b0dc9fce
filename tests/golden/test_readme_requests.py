"""What a worker's README shows as requests is accepted by that worker, whatever the types are."""

import re
import shlex
from pathlib import Path

from environments import Shared
from golden.compiling import compile_accepted
from golden.fixtures import ACCEPT
from golden.worker import running

# What a call makes is not known: the example says so with dots.
UNKNOWN = {"http://localhost:8000/point"}


def test_requests_with_arguments_for_generic_classes_are_accepted(
    light_path: Path, shared: Shared
) -> None:
    fixture = next(one for one in ACCEPT if one.name.startswith("generic_classes_and_types"))
    (folder,) = compile_accepted(fixture, light_path).workers
    commands = re.findall(r"^curl .*$", (folder / "README.md").read_text(), re.MULTILINE)
    assert len(commands) > 10
    with running(folder, shared) as worker:
        for command in commands:
            words = shlex.split(command)
            method = words[words.index("-X") + 1] if "-X" in words else "GET"
            body = words[words.index("-d") + 1].encode() if "-d" in words else None
            headers = {"content-type": "application/json"} if body else {}
            address = next(word for word in words if word.startswith("http:"))
            answer = worker.ask(
                method, address.removeprefix("http://localhost:8000"), body, headers
            )
            wanted = 422 if address in UNKNOWN else 200
            assert answer.status == wanted, (command, answer)
            assert ("..." in command) == (address in UNKNOWN), command
        assert worker.stop() == 0, worker.log
