"""The program in `fixtures/pytest/two_endpoints`, as two workers that call each other over HTTP.

`test_testing_patterns.py` runs its own tests, where both endpoints are plain functions.
"""

import contextlib
import io
import json
import re
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from environments import REPOSITORY, Shared
from flashc.cli import main
from golden.worker import SECONDS, Worker, running

PROGRAM = REPOSITORY / "fixtures" / "pytest" / "two_endpoints"


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("two")
    source = folder / "src"
    shutil.copytree(PROGRAM, source, ignore=shutil.ignore_patterns("test_*", "__pycache__"))
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        assert main([str(source), "-o", str(folder / "build")]) == 0, said.getvalue()
    return folder / "build"


@pytest.fixture(scope="module")
def stock(build: Path, shared: Shared) -> Iterator[Worker]:
    with running(build / "the stock", shared, FLASH_ACCESS_LOG="1") as worker:
        yield worker


@pytest.fixture(scope="module")
def shop(build: Path, shared: Shared, stock: Worker) -> Iterator[Worker]:
    with running(build / "shop", shared, FLASH_ENDPOINT_URL_THE_STOCK=address(stock)) as worker:
        yield worker


def address(worker: Worker) -> str:
    found = re.search(r"listening on (http://127\.0\.0\.1:\d+)", worker.log)
    assert found is not None, worker.log
    return found[1]


def logs(worker: Worker, text: str) -> bool:
    """Say whether the log has the text; it is read while the worker goes on."""
    deadline = time.monotonic() + SECONDS
    while text not in worker.log and time.monotonic() < deadline:
        time.sleep(0.01)
    return text in worker.log


def get(worker: Worker, target: str) -> Any:
    answer = worker.ask("GET", target, None, {"x-request-id": "trace-1"})
    assert answer.status == 200, worker.log
    return json.loads(answer.body)


def test_sync_and_async_functions_are_called_over_http(shop: Worker, stock: Worker) -> None:
    assert get(shop, "/available?name=tin") is True
    assert get(shop, "/available?name=zinc") is False
    assert get(shop, "/checked?name=gro%C3%9Fes%20Rad") == "7 of großes Rad"
    body = json.dumps({"wanted": ["tin", "zinc"], "day": "2024-02-29"}).encode()
    answer = shop.ask("POST", "/orders", body, {"content-type": "application/json"})
    assert (answer.status, json.loads(answer.body)) == (200, {"tin": "2024-02-29"})
    # The caller's request id is that of the called.
    assert logs(stock, '"path":"/count/tin"')
    assert logs(stock, "trace-1")


def test_generators_are_consumed_over_http(shop: Worker, stock: Worker) -> None:
    assert get(shop, "/first") == ["tin", 3]
    assert get(shop, "/names") == ["großes Rad", "tin", "zinc"]
    assert logs(stock, '"path":"/entries"')


def test_an_error_there_is_an_exception_here(shop: Worker, stock: Worker) -> None:
    assert get(shop, "/checked?name=gold") == "none: RuntimeError"
    assert shop.ask("GET", "/available?name=gold").status == 500
    assert logs(shop, "RuntimeError: HTTP error from endpoint: 500")
    assert logs(stock, "LookupError('no gold here')")


def test_the_manifests_hold_the_edges(build: Path) -> None:
    def manifest(name: str) -> Any:
        return json.loads((build / name / "flashc.json").read_bytes())

    assert manifest("shop")["calls"] == ["the stock"]
    assert manifest("the stock")["calls"] == []
    assert any(line.startswith("httpx") for line in manifest("shop")["requirements"])
    assert not any(line.startswith("httpx") for line in manifest("the stock")["requirements"])


def test_what_the_caller_reaches_ships_with_it_and_not_the_other_way(build: Path) -> None:
    # A generator of `stock_lists` yields a class of its own, and it reads what is in `stock`.
    shipped = {path.name: path.read_bytes() for path in (build / "shop/src").glob("*.py")}
    assert sorted(shipped) == ["shop.py", "stock.py", "stock_lists.py"]
    assert shipped["stock_lists.py"] == (PROGRAM / "stock_lists.py").read_bytes()
    assert not (build / "the stock/src/shop.py").exists()


def test_the_address_may_stand_in_the_registry(
    build: Path, shared: Shared, stock: Worker, tmp_path: Path
) -> None:
    folder = tmp_path / "shop"
    shutil.copytree(build / "shop", folder)
    (folder / ".flash").mkdir()
    registry = {"endpoints": {"the stock": {"url": address(stock)}}}
    (folder / ".flash/endpoints.json").write_text(json.dumps(registry), encoding="utf-8")
    with running(folder, shared) as worker:
        assert get(worker, "/available?name=tin") is True


def test_without_an_address_the_log_says_what_to_set(build: Path, shared: Shared) -> None:
    with running(build / "shop", shared) as worker:
        assert worker.ask("GET", "/available?name=tin").status == 500
        assert worker.ask("GET", "/first").status == 500
        assert logs(worker, "Endpoint URL not available - endpoint may not be deployed")
        assert logs(worker, "Set FLASH_ENDPOINT_URL_THE_STOCK to the URL of its worker")
