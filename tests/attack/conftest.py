"""The worker that hostile clients meet."""

import resource
from collections.abc import Iterator

import pytest

from attack.wire import APP
from runtime.processes import Worker, running, write_worker


@pytest.fixture(scope="module")
def worker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Worker]:
    """Give a worker that has little patience, and both sides sockets enough."""
    folder = write_worker(tmp_path_factory.mktemp("target"), APP)
    limits = {"FLASH_IDLE_TIMEOUT": "2", "FLASH_REQUEST_TIMEOUT": "5"}
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(hard, 4096)), hard))
    with running(folder, FLASH_MAX_BODY_BYTES="2000000", **limits) as started:
        yield started.ready()
        assert started.ask("GET", "/quick") == (200, "quick")
        assert "Traceback" not in started.log, started.log
        assert started.stop() == 0
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
