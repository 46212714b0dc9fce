"""One worker that has every kind of parameter, as plan and as the user's source."""

from pathlib import Path

from emitters.plans import (
    body,
    field,
    handler,
    literal,
    model,
    named,
    optional,
    passed,
    path,
    plan,
    query,
)
from flashc.ir.plan.handlers import BodyArgument
from flashc.ir.plan.models import ImportName
from flashc.ir.plan.types import GenericType, LiteralType, NoneType, UnionType, UserDefault
from flashc.ir.plan.worker import WorkerPlan
from flashc_emitters import emit

SOURCE = """
import os
from datetime import date
from typing import Optional

from pydantic import BaseModel


class Item(BaseModel):
    name: str
    size: int = 1


def list_users(limit: int = 10, tags: list = ["a"], since: date = date(2020, 1, 2), kind="x"):
    return {"limit": limit, "tags": tags, "since": since, "kind": kind}


async def create_user(name: str, email: str, data: dict = {"a": 1}, json: Optional[str] = None):
    return {"name": name, "email": email, "data": data, "json": json}


async def update_user(user_id: int, name: str = None, email: str = None):
    return {"user_id": user_id, "name": name, "email": email}


def tag_user(user_id: int, colour="red", **others):
    return {"user_id": user_id, "colour": colour, "others": others}


def add_item(item: Item):
    return {"is_item": isinstance(item, Item), "item": item}


def maybe_item(item: Optional[Item] = None):
    return item


def own_item(item: Item = Item(name="default")):
    return item


def search(q: str, ids: list[int], from_: str = "x"):
    return {"q": q, "ids": ids, "from": from_}


async def count_slowly(n: int):
    for number in range(n):
        yield {"number": number}


def count(n: int):
    yield from range(n)


def fetch(name):
    return name


def mode():
    return os.environ["MODE"]
"""


def _list_of(name: str) -> GenericType:
    return GenericType(origin=named("list"), arguments=(named(name),))


def _item(default: object, type_: object = None) -> BodyArgument:
    return BodyArgument(
        name="item",
        type=type_ or named("user_service.Item"),  # type: ignore[arg-type]
        default=default,  # type: ignore[arg-type]
        optional=False,
    )


_ANY_BY_NAME = GenericType(origin=named("dict"), arguments=(named("str"), named("Any")))
_ITEM_OR_NONE = UnionType(members=(named("user_service.Item"), NoneType()))
_ITEM = (passed("item"),)


def everything() -> WorkerPlan:
    """Return the plan of that worker."""
    return plan(
        handler(
            "GET",
            "/users",
            "list_users",
            query("limit", named("int"), literal(10)),
            query("tags", _list_of("str"), UserDefault(), repeated=True),
            query("since", named("date"), UserDefault()),
            query("kind", LiteralType(name="Literal", values=("x", "it's")), literal("x")),
            docstring="List the users.\n\n    Newest first.\n    ",
            passed=(
                passed("limit"),
                passed("tags", only_if_sent=True),
                passed("since", only_if_sent=True),
                passed("kind"),
            ),
        ),
        handler(
            "POST",
            "/users",
            "create_user",
            body("CreateUserBody"),
            is_async=True,
            docstring="Create a user | with a table's bar.",
            passed=(
                passed("name", "body.name"),
                passed("email", "body.email"),
                passed("data", "body.data", only_if_sent=True),
                passed("json", "body.json_"),
            ),
        ),
        handler(
            "PUT",
            "/users/{user_id}",
            "update_user",
            path("user_id", named("int")),
            body("UpdateUserBody", optional=True),
            is_async=True,
            passed=(passed("user_id"), passed("name", "body.name"), passed("email", "body.email")),
        ),
        handler(
            "PATCH",
            "/users/{user_id}",
            "tag_user",
            path("user_id", named("int")),
            body("TagUserBody", optional=True),
            collect="body",
            passed=(passed("user_id"), passed("colour", "body.colour")),
        ),
        handler(
            "POST", "/items", "add_item", _item(field("x", named("str")).default), passed=_ITEM
        ),
        handler(
            "POST", "/items/maybe", "maybe_item", _item(literal(None), _ITEM_OR_NONE), passed=_ITEM
        ),
        handler(
            "POST",
            "/items/own",
            "own_item",
            _item(UserDefault()),
            passed=(passed("item", only_if_sent=True),),
        ),
        handler(
            "GET",
            "/search",
            "search",
            query("from_value", named("str"), literal("x"), key="from"),
            query("q", named("str")),
            query("ids", _list_of("int"), repeated=True),
            passed=(passed("q"), passed("ids"), passed("from_", "from_value")),
        ),
        handler(
            "GET",
            "/slowly",
            "count_slowly",
            query("n", named("int")),
            is_async=True,
            is_generator=True,
        ),
        handler("GET", "/count", "count", query("n", named("int")), is_generator=True),
        handler("DELETE", "/files/{name:path}", "fetch", path("name", named("str"))),
        handler("GET", "/mode", "mode"),
        models=(
            model(
                "CreateUserBody",
                field("name", named("str")),
                field("email", named("str")),
                field("data", _ANY_BY_NAME, UserDefault()),
                field("json_", optional("str"), literal(None), key="json"),
            ),
            model(
                "UpdateUserBody",
                field("name", optional("str"), literal(None)),
                field("email", optional("str"), literal(None)),
            ),
            model("TagUserBody", field("colour", named("str"), literal("red")), extra=named("Any")),
        ),
        imports=(
            ImportName(module="datetime", name="date", alias=None),
            ImportName(module="typing", name="Literal", alias=None),
        ),
        model_imports=(ImportName(module="typing", name="Any", alias=None),),
        source=SOURCE,
        environment=(("MODE", 'it\'s "fast"\n{{ x }}'),),
        settings={
            "name": "user-service",
            "env": {"MODE": {"value": "fast"}, "TOKEN": {"secret": True}},
        },
        stand_ins=("tetra_rp",),
    )


def written(folder: Path, worker: WorkerPlan | None = None) -> Path:
    """Write the worker's files below the folder and return it."""
    for file in emit(worker or everything()).files:
        target = folder / file.path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(file.content)
    return folder
