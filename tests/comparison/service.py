"""The functions that both handlers serve: one of each kind that a request can reach differently."""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Literal

from fastapi import HTTPException, Response
from pydantic import BaseModel

from runpod_flash import Endpoint

api = Endpoint(name="compared", cpu="cpu3c-1-2")


class Colour(StrEnum):
    """What a request may name."""

    RED = "red"
    BLUE = "blue"


class Item(BaseModel):
    """What a request may hold."""

    name: str
    price: float = 1.0


@api.get("/scalars/{number}")
def scalars(number: int, text: str = "x", flag: bool = False, ratio: float | None = None):
    return {"number": number, "text": text, "flag": flag, "ratio": ratio}


@api.get("/lists")
def lists(names: list[str], numbers: list[int] | None = None):
    return {"names": names, "numbers": numbers}


@api.get("/typed")
async def typed(colour: Colour, day: date, price: Decimal, size: Literal["s", "m"] = "s"):
    return {"colour": colour, "day": day, "price": price, "size": size}


@api.get("/plain")
def plain(first, second="2"):
    return [first, second]


@api.get("/people/{name}")
def a_person(name: str):
    return {"name": name}


@api.get("/people/me")
def myself():
    return {"name": "it is me"}


@api.get("/files/{path:path}")
def files(path: str):
    return {"path": path}


@api.post("/add")
async def add(x: int, y: int = 1):
    return x + y


@api.post("/optional")
async def optional(x: int | None = None, y: str = "y"):
    return [x, y]


@api.post("/item")
def item(item: Item):
    return {"kind": type(item).__name__, "name": item.name, "price": item.price}


@api.post("/items")
def items(items: list[Item]):
    return [type(one).__name__ for one in items]


@api.post("/both")
def both(item: Item, count: int):
    return {"name": item.name, "count": count}


@api.post("/anything")
async def anything(**payload):
    return payload


@api.post("/data")
async def data(data: dict, options: dict | None = None):
    return {"data": data, "options": options}


@api.put("/scalars/{number}")
async def change(number: int, text: str, flag: bool = False):
    return {"number": number, "text": text, "flag": flag}


@api.patch("/scalars/{number}")
def patch(number: int, text: str | None = None):
    return {"number": number, "text": text}


@api.delete("/scalars/{number}")
def remove(number: int, force: bool = False):
    return {"number": number, "force": force}


@api.post("/fails")
def fails(how: str):
    if how == "http":
        raise HTTPException(status_code=418, detail={"tea": True})
    if how == "value":
        raise ValueError("a secret of the server")
    return "fine"


@api.post("/results")
def results(kind: str):
    if kind == "response":
        return Response("plain", status_code=201, media_type="text/plain")
    if kind == "stream":
        return (number for number in range(3))
    made = {"nan": float("nan"), "set": {1}, "model": Item(name="x"), "none": None, "bytes": b"ab"}
    return {"made": made.get(kind)}
