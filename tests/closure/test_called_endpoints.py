"""A worker that only calls a module's functions has a stub of it, and reaches the real ones."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from environments import Shared
from golden.compiling import Compiled, compile_accepted
from golden.fixtures import named
from golden.replay import ask
from golden.worker import Worker, running

FIXTURE = named("a_called_endpoint_ships_as_a_stub")
LIBRARY = "sortedcontainers"


@pytest.fixture
def compiled(light_path: Path) -> Iterator[Compiled]:
    """Compile the fixture."""
    yield compile_accepted(FIXTURE, light_path)


def address_of(worker: Worker) -> str:
    found = re.search(r"listening on (http://127\.0\.0\.1:\d+)", worker.log)
    assert found
    return found[1]


def test_both_workers_run_and_one_calls_the_other(compiled: Compiled, shared: Shared) -> None:
    with running(compiled.build / "price list", shared) as prices:
        address = address_of(prices)
        with running(
            compiled.build / "cart", shared, FLASH_ENDPOINT_URL_PRICE_LIST=address
        ) as cart:
            total = {"method": "POST", "path": "/total", "json": {"items": ["tin", "zinc"]}}
            assert json.loads(ask(cart, total).body) == 7.5
            # The default that the stub does not know is the price list's own.
            assert json.loads(cart.ask("GET", "/offers").body) == ["gold", "zinc"]
            assert json.loads(cart.ask("GET", "/cheapest").body) == "tin"
            # A stub says nothing of how generators work, but that they are generators, and of what.
            assert json.loads(cart.ask("GET", "/bargain?than=50").body) == ["tin 1.5", "zinc 2.25"]
            assert json.loads(cart.ask("GET", "/trend?name=zinc").body) == [2.25, 1.125, 0.5625]
            assert cart.stop() == 0, cart.log
        assert prices.stop() == 0, prices.log


def test_what_only_the_called_endpoint_needs_stays_there(compiled: Compiled) -> None:
    needing = [
        worker.name
        for worker in compiled.workers
        if LIBRARY in (worker / "requirements.txt").read_text()
    ]
    ordering = [
        worker.name for worker in compiled.workers if (worker / "src/shop/ordering.py").exists()
    ]
    assert needing == ordering == ["price list"]


def test_the_manifest_lists_the_stub_like_any_file(compiled: Compiled) -> None:
    manifest = json.loads((compiled.build / "cart/flashc.json").read_bytes())
    assert "src/shop/prices.py" in manifest["files"]
    assert manifest["calls"] == ["price list"]
