"""Calls to a deployed endpoint: a real worker answers, and the caller sees a plain function."""

import asyncio
import importlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from fastapi import Request
from pydantic import BaseModel

from runtime.processes import Worker, reserved_port, running, write_worker
from tetra_rp import LoadBalancerSlsStub

USER_MODULE = """\
import datetime as dt
import enum
import time
from typing import Any, Optional
from pydantic import BaseModel
from tetra_rp import LoadBalancerSlsResource, remote

api = LoadBalancerSlsResource(name="shop", imageName="x")


class Size(enum.Enum):
    SMALL = "s"


class Item(BaseModel):
    name: str
    price: float = 1.5


@remote(api, method="GET", path="/items/{name}/{part:path}")
def get_item(name: str, part: str, day: dt.date, tags: list[str] = [], size: Size = Size.SMALL,
             cheap: bool = False, note: Optional[str] = None) -> dict[str, Any]:
    return {"name": name, "part": part, "day": day, "tags": tags, "size": size, "cheap": cheap,
            "note": note}


@remote(api, method="POST", path="/items")
async def create_item(item: Item) -> Item:
    return item


@remote(api, method="PUT", path="/items/{name}")
async def update_item(name: str, price: float, when: Optional[dt.datetime] = None) -> list[Item]:
    return [Item(name=f"{name} {when and when.year}", price=price)]


@remote(api, method="POST", path="/upload")
def upload(photo: bytes, title: str, sizes: list[int]) -> str:
    return f"{title} {len(photo)} {sizes}"


@remote(api, method="POST", path="/slow")
def slow(seconds: float) -> None:
    time.sleep(seconds)


@remote(api, method="POST", path="/broken")
def broken() -> None:
    raise KeyError("secret")


@remote(api, method="DELETE", path="/items/{name}")
def remove(name: str, why: Optional[str] = "old") -> str:
    return f"{name} {why}"


@remote(api, method="GET", path="/wrong")
def wrong() -> int:
    return "text"


@remote(api, method="GET", path="/plain")
def plain() -> Any:
    return "never called here"


@remote(api, method="GET", path="/numbers")
def numbers(*, limit: int = 3):
    yield from range(limit)
"""

APP = """\
import datetime as dt
from typing import Annotated, Any
from fastapi import Body, Query
from fastapi.responses import PlainTextResponse
from flashc_runtime import create_app, given, own_endpoint, unset
own_endpoint("shop", {"shop": (
    "get_item", "create_item", "update_item", "upload", "slow", "broken", "remove", "wrong",
    "plain")})
import shop
app = create_app("shop")

@app.get("/items/{name}/{part:path}")
def get_item(name: str, part: str, day: dt.date,
             tags: Annotated[list[str], Query(default_factory=unset)],
             size: shop.Size = shop.Size.SMALL, cheap: bool = False,
             note: str | None = None) -> Any:
    return shop.get_item(name=name, part=part, day=day, size=size, cheap=cheap, note=note,
                         **given(tags=tags))

@app.post("/items")
async def create_item(item: shop.Item) -> Any:
    return await shop.create_item(item=item)

@app.put("/items/{name}")
async def update_item(name: str, price: Annotated[float, Body()],
                      when: Annotated[dt.datetime | None, Body()] = None) -> Any:
    return await shop.update_item(name=name, price=price, when=when)

@app.post("/slow")
def slow(seconds: Annotated[float, Body(embed=True)]) -> Any:
    return shop.slow(seconds=seconds)

@app.post("/broken")
def broken() -> Any:
    return shop.broken()

@app.delete("/items/{name}")
def remove(name: str, why: str = "old") -> Any:
    return shop.remove(name=name, why=why)

@app.get("/wrong")
def wrong() -> Any:
    return shop.wrong()

@app.get("/plain")
def plain() -> Any:
    return PlainTextResponse("plain")
"""


class Note(BaseModel):
    """A model that is a whole body."""

    text: str


@pytest.fixture(scope="module")
def worker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Worker]:
    folder = write_worker(tmp_path_factory.mktemp("shop"), APP, shop=USER_MODULE)
    sys.path.insert(0, str(folder))
    try:
        with running(folder) as started:
            yield started.ready()
    finally:
        sys.path.remove(str(folder))
        sys.modules.pop("shop", None)


@pytest.fixture
def shop(worker: Worker, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Return the user's module, imported where the endpoint is not."""
    monkeypatch.setenv("FLASH_ENDPOINT_URL_SHOP", f"http://127.0.0.1:{worker.port}/")
    return importlib.import_module("shop")


def test_arguments_arrive_as_they_were_given(shop: Any) -> None:
    import datetime as dt

    result = shop.get_item(
        "a ?#é%", "x/y z", dt.date(2024, 2, 29), tags=["1", "&"], size=shop.Size.SMALL, cheap=True
    )
    assert result == {
        "name": "a ?#é%",
        "part": "x/y z",
        "day": "2024-02-29",
        "tags": ["1", "&"],
        "size": "s",
        "cheap": True,
        "note": None,
    }


@pytest.mark.parametrize("name", [".", "..", "%2e", "+", "ü"])
def test_a_path_parameter_may_be_anything(shop: Any, name: str) -> None:
    assert shop.remove(name) == f"{name} old"


def test_defaults_are_not_sent_and_belong_to_the_endpoint(shop: Any) -> None:
    assert shop.remove("x", why="new") == "x new"
    with pytest.raises(TypeError, match="why=None cannot be sent in a query"):
        shop.remove("x", why=None)


def test_models_go_and_come_as_models(shop: Any) -> None:
    async def use() -> None:
        item = shop.Item(name="Zoë", price=float("inf"))
        assert await shop.create_item(shop.Item(name="Zoë")) == shop.Item(name="Zoë", price=1.5)
        assert (await shop.update_item("x", price=2)) == [shop.Item(name="x None", price=2)]
        with pytest.raises(RuntimeError, match="422"):
            # pydantic writes infinity as null, and null is no price.
            await shop.create_item(item=item)

    asyncio.run(use())


def test_connections_are_reused_within_a_loop_and_closed_with_it(shop: Any) -> None:
    async def many() -> list[Any]:
        return await asyncio.gather(*(shop.update_item(str(each), 1.0) for each in range(20)))

    for _ in range(3):
        assert [item.name for [item] in asyncio.run(many())] == [f"{n} None" for n in range(20)]


def test_bytes_are_uploaded_beside_form_fields(shop: Any) -> None:
    from flashc_runtime.sdk.http.encoding import encode_call

    call = encode_call(shop.upload, "POST", "/upload", [b"\x00\xff", "a title"], {"sizes": [1, 2]})
    assert call.form == {"title": "a title", "sizes": "[1, 2]"}
    assert list(call.files) == [("photo", ("photo", b"\x00\xff"))]


def test_a_sole_model_is_the_body_and_the_servers_parameters_are_not_sent() -> None:
    from flashc_runtime.sdk.http.call import HttpCall
    from flashc_runtime.sdk.http.encoding import encode_call

    def create(body: Note, request: Request) -> None: ...
    def change(request: Request, body: Note | None = None) -> None: ...
    def both(body: Note, other: Note) -> None: ...
    def add(**fields: int) -> None: ...

    sent = HttpCall("POST", "/", b'{"text":"x"}')
    assert encode_call(create, "POST", "/", [Note(text="x")], {}) == sent
    assert encode_call(create, "POST", "/", [], {"body": {"text": "x"}}) == sent
    assert encode_call(change, "POST", "/", [], {"body": Note(text="x")}) == sent
    assert encode_call(change, "POST", "/", [], {}) == HttpCall("POST", "/")
    two = encode_call(both, "POST", "/", [Note(text="x"), Note(text="y")], {})
    assert two.content == b'{"body":{"text":"x"},"other":{"text":"y"}}'
    assert encode_call(add, "PUT", "/", [], {"a": 1}).content == b'{"a":1}'
    with pytest.raises(TypeError, match="missing a required argument: 'body'"):
        encode_call(create, "POST", "/", [], {})


def test_text_comes_back_as_text(shop: Any) -> None:
    assert shop.plain() == "plain"


def test_a_timeout_names_endpoint_and_seconds(shop: Any) -> None:
    stub = LoadBalancerSlsStub(shop.api, timeout=1)
    with pytest.raises(TimeoutError, match=r"^Execution timeout on shop after 1s$"):
        asyncio.run(stub(shop.slow, None, None, True, 600))
    assert LoadBalancerSlsStub(shop.api).timeout == 30
    with pytest.raises(ValueError, match="no @remote route"):
        asyncio.run(stub(print, None, None, True))


def test_an_error_of_the_function_names_the_status(shop: Any) -> None:
    with pytest.raises(RuntimeError, match=r"^HTTP error from endpoint: 500: .*Server Error"):
        shop.broken()


def test_an_endpoint_that_is_not_there_is_a_connection_error(
    shop: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with reserved_port() as port:
        address = f"http://127.0.0.1:{port}"
        monkeypatch.setenv("FLASH_ENDPOINT_URL_SHOP", address)
        with pytest.raises(ConnectionError, match=f"endpoint 'shop' at {address}/plain"):
            shop.plain()
        with pytest.raises(ConnectionError, match="endpoint 'shop'"):
            asyncio.run(shop.update_item("x", 1.0))


def test_a_result_that_does_not_fit_the_annotation_is_a_type_error(shop: Any) -> None:
    with pytest.raises(TypeError, match='wrong returned "text", which its'):
        shop.wrong()


def test_arguments_are_checked_before_anything_is_sent(shop: Any) -> None:
    with pytest.raises(TypeError, match="missing a required argument: 'title'"):
        shop.upload(b"")
    with pytest.raises(TypeError, match="cannot be written into a URL"):
        shop.remove({"a": 1})
    for name in ("", "a/b"):
        with pytest.raises(ValueError, match="name must not be empty or contain '/'"):
            shop.remove(name)


def test_the_address_may_come_from_the_registry(
    shop: Any, worker: Worker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("FLASH_ENDPOINT_URL_SHOP")
    registry = tmp_path / ".flash" / "endpoints.json"
    registry.parent.mkdir()
    (tmp_path / "deep").mkdir()
    monkeypatch.chdir(tmp_path / "deep")
    registry.write_text(
        json.dumps({"endpoints": {"shop": {"url": f"http://127.0.0.1:{worker.port}"}}})
    )
    assert shop.plain() == "plain"
    assert shop.api.endpoint_url == f"http://127.0.0.1:{worker.port}"
    registry.write_text('{"endpoints": {}}')
    with pytest.raises(ValueError, match="Endpoint URL not available"):
        shop.plain()
    registry.write_text("[]")
    with pytest.raises(ValueError, match="is not a registry"):
        shop.plain()


def test_the_accounts_key_goes_to_the_platform_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    from flashc_runtime.sdk.http.client import _authorization

    monkeypatch.setenv("RUNPOD_API_KEY", "k")
    assert _authorization("https://abc.api.runpod.ai") == {"authorization": "Bearer k"}
    for other in ("http://abc.api.runpod.ai", "https://api.runpod.ai.evil.example", "https://x"):
        assert _authorization(other) == {}
