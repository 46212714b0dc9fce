"""A worker whose environment lacks the faster parser refuses the same versions of HTTP."""

from pathlib import Path

from attack.wire import APP, Wire, get
from runtime.processes import running, write_worker

WITHOUT_IT = "import sys\nsys.modules['httptools'] = None\n"


def test_another_version_of_http_is_505_there_too(tmp_path: Path) -> None:
    write_worker(tmp_path, APP, sitecustomize=WITHOUT_IT)
    with running(tmp_path) as worker:
        worker.ready()
        for line in ("GET /quick HTTP/2.0", "GET /ping HTTP/0.9"):
            with Wire(worker) as client:
                client.send(f"{line}\r\nHost: x\r\n\r\n".encode())
                [answer] = client.read_all()
                assert (answer.status, answer.json()) == (
                    505,
                    {"detail": "HTTP Version Not Supported"},
                )
        with Wire(worker) as client:
            client.send(get("/quick") + b"GET /quick HTTP/1.0\r\n\r\n")
            assert [each.json() for each in client.read_all()] == ["quick", "quick"]
        assert worker.stop() == 0
