"""Imports inside functions reach other endpoints too: the usual cure for a cycle between two."""

import json
from pathlib import Path

import pytest

from flashc.cli import main

CALLED = """
from tetra_rp import LiveLoadBalancer, remote

api = LiveLoadBalancer(name="prices")


@remote(api, method="POST", path="/price")
async def price(item: str):
    return 3
"""
CALLER = """
from tetra_rp import LiveLoadBalancer, remote

api = LiveLoadBalancer(name="cart")


@remote(api, method="POST", path="/total")
async def total(item: str):
    {statement}
    return await {call}(item=item)
"""


@pytest.mark.parametrize(
    ("statement", "call"),
    [
        ("from store.prices import price", "price"),
        ("from store import prices", "prices.price"),
        ("from . import prices as other", "other.price"),
        ("import store.prices", "store.prices.price"),
    ],
)
def test_a_worker_whose_function_imports_another_endpoint_has_the_client(
    tmp_path: Path, statement: str, call: str
) -> None:
    package = tmp_path / "src" / "store"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("", encoding="utf-8")
    (package / "prices.py").write_text(CALLED, encoding="utf-8")
    source = CALLER.format(statement=statement, call=call)
    (package / "cart.py").write_text(source, encoding="utf-8")
    assert main([str(tmp_path / "src"), "-o", str(tmp_path / "out"), "-q"]) == 0
    manifest = json.loads((tmp_path / "out" / "cart" / "flashc.json").read_text(encoding="utf-8"))
    assert manifest["calls"] == ["prices"]
    assert "src/flashc_runtime/sdk/http/client.py" in manifest["files"]


def test_a_source_called_main_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "__main__.py").write_text(CALLED, encoding="utf-8")
    assert main(["check", str(tmp_path)]) == 1
    assert (
        "module `__main__` would hide the program that starts the worker" in capsys.readouterr().err
    )
