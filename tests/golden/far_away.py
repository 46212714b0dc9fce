"""A program with every kind of parameter that a call can have, as text."""

FAR_AWAY = '''\
"""Functions with every kind of parameter that a call can have."""

import datetime as dt
import enum
import uuid
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any, Literal, Optional

from fastapi import Depends, Header, Query, Request, UploadFile
from pydantic import BaseModel, Field
from tetra_rp import LoadBalancerSlsResource, remote

api = LoadBalancerSlsResource(name="far away")


class Size(enum.Enum):
    SMALL = "small"
    LARGE = "large one"


class Part(BaseModel):
    name: str
    size: Size = Size.SMALL


class Thing(BaseModel):
    title: str = Field(alias="the title")
    parts: list[Part] = []
    when: Optional[dt.datetime] = None


@dataclass
class Point:
    x: float
    y: float = 0.0


def token(x_token: Annotated[str, Header()] = "none") -> str:
    return x_token


@remote(api, method="GET", path="/straße/{name}/é")
def in_path(name: str) -> str:
    return name


@remote(api, method="GET", path="/typed/{number}/{day}/{key}/{size}")
def typed(number: int, day: dt.date, key: uuid.UUID, size: Size) -> list[Any]:
    return [number, day, key, size]


@remote(api, method="GET", path="/files/{rest:path}")
async def rest_of_path(rest: str) -> str:
    return rest


@remote(api, method="GET", path="/query")
def query(
    text: str,
    numbers: list[int],
    flag: bool = False,
    price: Decimal = Decimal("1.50"),
    kind: Literal["a", "b"] = "a",
    names: tuple[str, ...] = (),
    note: Optional[str] = None,
    words: list[str] = ["x"],
) -> dict[str, Any]:
    return {
        "text": text, "numbers": numbers, "flag": flag, "price": price, "kind": kind,
        "names": names, "note": note, "words": words,
    }


@remote(api, method="DELETE", path="/query/{number}")
async def remove(number: int, reason: Optional[str] = None, more: Optional[dict[str, int]] = None) -> list[Any]:
    return [number, reason, more]


@remote(api, method="POST", path="/body")
def body(
    x: float,
    names: set[str],
    table: dict[str, list[Optional[int]]],
    when: dt.datetime,
    amount: Decimal,
    json: Any = None,
) -> dict[str, Any]:
    return {"x": x, "names": sorted(names), "table": table, "when": when, "amount": amount, "json": json}


@remote(api, method="POST", path="/things")
async def thing(thing: Thing) -> Thing:
    return thing


@remote(api, method="PUT", path="/things/{number}")
def put(number: int, thing: Thing, points: list[Point], part: Optional[Part] = None) -> dict[str, Any]:
    return {"number": number, "thing": thing.title, "points": [p.x + p.y for p in points], "part": part and part.name}


@remote(api, method="POST", path="/models")
def models(parts: list[Part]) -> list[Part]:
    return parts[::-1]


@remote(api, method="POST", path="/rest")
def rest(name: str, **others: Any) -> dict[str, Any]:
    return {"name": name, **others}


@remote(api, method="PATCH", path="/keyword")
def keyword(*, a: int = 1, b: Optional[int] = 2) -> list[Optional[int]]:
    return [a, b]


@remote(api, method="POST", path="/upload")
def upload(photo: bytes, title: str, sizes: list[int], more: Optional[bytes] = None) -> list[Any]:
    return [len(photo), photo[:2].hex(), title, sizes, more is None]


@remote(api, method="POST", path="/uploads")
async def uploads(files: list[UploadFile], note: str = "") -> list[Any]:
    return [[file.filename, file.content_type, len(await file.read())] for file in files] + [note]


@remote(api, method="GET", path="/around")
def around(request: Request, page: Annotated[int, Query(alias="p")] = 1, who: str = Depends(token),
           agent_name: Annotated[str, Header()] = "nobody") -> list[Any]:
    return [request.method, page, who, agent_name]


@remote(api, method="GET", path="/count/{limit}")
def count(limit: int) -> Iterator[Point]:
    for number in range(limit):
        yield Point(number)
    if limit > 3:
        raise ValueError("too many")


@remote(api, method="POST", path="/ticks")
async def ticks(names: list[str]) -> AsyncIterator[Part]:
    for name in names:
        yield Part(name=name)


@remote(api, method="POST", path="/nan")
def nan(x: float) -> str:
    return str(x)
'''
