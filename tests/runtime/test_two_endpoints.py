"""Two workers: a route of one calls a function of the other."""

import os
from pathlib import Path
from typing import Any

from runtime.processes import running, write_worker

PRICES = """\
from tetra_rp import LiveLoadBalancer, remote

api = LiveLoadBalancer(name="price list")


@remote(api, method="GET", path="/price/{name}")
async def price(name: str, count: int = 1) -> float:
    if name == "gold":
        raise LookupError("no gold")
    return 1.5 * count
"""

CART = """\
from tetra_rp import LiveLoadBalancer, remote
from prices import price

api = LiveLoadBalancer(name="cart")


@remote(api, method="POST", path="/total")
async def total(names: list[str]) -> float:
    return sum([await price(name, count=2) for name in names])
"""

PRICES_APP = """\
from typing import Any
from flashc_runtime import create_app, own_endpoint
own_endpoint("price list", {"prices": ("price",)})
import prices
app = create_app("price list")

@app.get("/price/{name}")
async def price(name: str, count: int = 1) -> Any:
    return await prices.price(name=name, count=count)
"""

CART_APP = """\
from typing import Annotated, Any
from fastapi import Body
from flashc_runtime import create_app, own_endpoint
own_endpoint("cart", {"cart": ("total",)})
import cart
app = create_app("cart")

@app.post("/total")
async def total(names: Annotated[list[str], Body(embed=True)]) -> Any:
    return await cart.total(names=names)
"""


def folder(parent: Path, name: str, app: str) -> Path:
    made = parent / name
    made.mkdir()
    return write_worker(made, app, prices=PRICES, cart=CART)


def test_a_worker_calls_another_one_and_passes_the_requests_id_on(tmp_path: Path) -> None:
    with running(folder(tmp_path, "prices", PRICES_APP), FLASH_ACCESS_LOG="1") as prices:
        address = f"http://127.0.0.1:{prices.ready().port}"
        with running(
            folder(tmp_path, "cart", CART_APP), FLASH_ENDPOINT_URL_PRICE_LIST=address
        ) as cart:
            answer: Any = cart.ready().ask(
                "POST", "/total", {"names": ["tin", "zinc"]}, headers={"x-request-id": "trace-7"}
            )
            assert answer == (200, 6.0)
            assert cart.ask("POST", "/total", {"names": ["gold"]})[0] == 500
            assert cart.stop() == 0
            assert "HTTP error from endpoint: 500" in cart.log
        assert prices.stop() == 0
        assert prices.log.count('"request_id":"trace-7"') == 2


def test_a_live_function_of_another_endpoint_is_not_run_in_this_worker(tmp_path: Path) -> None:
    assert not any(name.startswith("FLASH_ENDPOINT_URL_") for name in os.environ)
    with running(folder(tmp_path, "cart", CART_APP)) as cart:
        assert cart.ready().ask("POST", "/total", {"names": ["tin"]})[0] == 500
        cart.stop()
        assert "Endpoint URL not available - endpoint may not be deployed" in cart.log
