"""The workers that hostile clients meet."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from attack.wire import APP
from runtime.processes import Worker, running, write_worker


@pytest.fixture(scope="module")
def worker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Worker]:
    """Give a worker with a limit on bodies and all the patience that workers have."""
    with target(tmp_path_factory, FLASH_MAX_BODY_BYTES="2000000") as started:
        yield started


@pytest.fixture(scope="module")
def impatient(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Worker]:
    """Give a worker that waits for nobody for long: only for what clients are to be too late for."""
    limits = {"FLASH_IDLE_TIMEOUT": "2", "FLASH_REQUEST_TIMEOUT": "5"}
    with target(tmp_path_factory, FLASH_MAX_BODY_BYTES="2000000", **limits) as started:
        yield started


@contextmanager
def target(factory: pytest.TempPathFactory, **variables: str) -> Iterator[Worker]:
    """Run a worker, both sides with sockets enough; it must be well after everything."""
    folder = write_worker(factory.mktemp("target"), APP)
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(hard, 4096)), hard))
    try:
        with running(folder, **variables) as started:
            yield started.ready()
            assert started.ask("GET", "/quick") == (200, "quick")
            assert started.stop() == 0
            assert "Traceback" not in started.log, started.log
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
