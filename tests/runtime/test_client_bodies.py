"""What FastAPI's markers say of a body: FastAPI reads what the caller gave, or the call says why not.

Each function is the route of an application as it stands, so that FastAPI itself decides.
"""

import asyncio
import enum
import io
from collections.abc import Callable
from typing import Annotated, Any

import httpx
import pytest
from fastapi import Body, Depends, FastAPI, File, Form, Header, Query, UploadFile, params
from pydantic import AliasChoices, AliasPath, BaseModel, Field, Json

from flashc_runtime.sdk.http.client import _parts
from flashc_runtime.sdk.http.encoding import encode_call


class Colour(enum.Enum):
    """One that goes by its value."""

    RED = "r"


class Item(BaseModel):
    """One with a default that is no scalar."""

    name: str
    sizes: list[int] = []


class Login(BaseModel):
    """What a form is read into."""

    name: str
    groups: list[int] = []
    note: str | None = None
    motto: str = ""
    kind: str = Field("user", alias="Kind")


class Titled(params.Body):
    """A marker of the user's own."""


def whole(text: str = Body()) -> Any:
    return text


def whole_number(number: Annotated[int, Body(ge=1)] = 5) -> Any:
    return number


def whole_model(item: Annotated[Item, Body()]) -> Any:
    return item


def whole_list(items: Annotated[list[Item], Body()]) -> Any:
    return items


def whole_or_none(text: str | None = Body("x")) -> Any:
    return text


def of_a_subclass(text: str = Titled()) -> Any:
    return text


def embedded(text: Annotated[str, Body(embed=True)]) -> Any:
    return text


def several(
    a: int = Body(),
    b: Annotated[list[str], Body(alias="B b")] = [],  # noqa: B006  (as users write it)
) -> Any:
    return [a, b]


def one_of_several(a: int = Body(1), b: Annotated[Item | None, Body()] = None) -> Any:
    return [a, b]


def with_query(text: str = Body(), page: int = Query(1), mark: str = Header("none")) -> Any:
    return [text, page, mark]


def field(name: str = Form()) -> Any:
    return name


def fields(
    name: Annotated[str, Form(alias="Full name")],
    tags: Annotated[list[str], Form()] = [],  # noqa: B006  (as users write it)
    loud: bool = Form(False),
    colour: Annotated[Colour | None, Form()] = None,
    size: float = Form(1.5),
) -> Any:
    return [name, tags, loud, colour, size]


def json_fields(
    a: Annotated[Json[dict[str, Any]], Form()],
    b: Annotated[Json[dict[str, int]] | None, Form()] = None,
) -> Any:
    return [a, b]


def form_model(login: Annotated[Login, Form()]) -> Any:
    return login


def form_model_and_field(login: Annotated[Login, Form()], more: str = Form("")) -> Any:
    return [login, more]


def file(data: bytes = File()) -> Any:
    return data.decode()


async def upload(
    data: Annotated[UploadFile, File(alias="the file")], title: str = Form("-")
) -> Any:
    return [(await data.read()).decode(), data.filename, title]


def files(parts: Annotated[list[bytes], File()], name: str | None = Form(None)) -> Any:
    return [[each.decode() for each in parts], name]


def maybe_file(data: Annotated[bytes | None, File()] = None) -> Any:
    return data and data.decode()


def choices(name: str = Body(validation_alias=AliasChoices("first", "second"), embed=True)) -> Any:
    return name


def named_within(name: str = Form(validation_alias=AliasPath("a", "b"))) -> Any:
    return name


def reads(extra: Annotated[str, Form()]) -> str:
    return extra


def reads_if_there(extra: Annotated[str, Body()] = "") -> str:
    return extra


def reads_later(text: str = Depends(reads)) -> str:
    return text


class Reads:
    """A dependency that is a class and takes the body."""

    def __init__(self, item: Item) -> None:
        self.item = item


def needs_more(name: str = Form(), extra: str = Depends(reads_later)) -> Any:
    return [name, extra]


def needs_all(given: Annotated[Reads, Depends()]) -> Any:
    return given.item


def may_take_more(page: int = Query(1), extra: str = Depends(reads_if_there)) -> Any:
    return [page, extra]


def may_take_both(name: str = Body("x"), extra: str = Depends(reads_if_there)) -> Any:
    return [name, extra]


def page_of(page: int = Query(3)) -> int:
    return page


def depends_on_a_query(name: str = Form(), page: int = Depends(page_of)) -> Any:
    return [name, page]


def mixed(name: str, more: str = Body()) -> Any:
    return [name, more]


def ask(function: Callable[..., Any], method: str, *args: Any, **kwargs: Any) -> Any:
    """Make a route of the function, send the call to it, and return what it answers."""
    app = FastAPI()
    app.add_api_route("/x", function, methods=[method])
    call = encode_call(function, method, "/x", args, kwargs)

    async def send() -> httpx.Response:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://here") as client:
            address = "http://here"
            return await client.request(call.method, call.target, **_parts(address, call))

    answer = asyncio.run(send())
    assert answer.status_code == 200, answer.text
    return answer.json()


SENT: list[tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any], Any]] = [
    (whole, ('great "text"',), {}, 'great "text"'),
    (whole, ("",), {}, ""),
    (whole_number, (7,), {}, 7),
    (whole_model, (Item(name="ü", sizes=[1]),), {}, {"name": "ü", "sizes": [1]}),
    (whole_list, ([Item(name="a")],), {}, [{"name": "a", "sizes": []}]),
    (whole_or_none, ("y",), {}, "y"),
    (of_a_subclass, ("x",), {}, "x"),
    (embedded, ("x",), {}, "x"),
    (several, (1, ["x", "y"]), {}, [1, ["x", "y"]]),
    (several, (1, []), {}, [1, []]),
    (several, (1,), {}, [1, []]),
    (one_of_several, (2,), {"b": Item(name="x")}, [2, {"name": "x", "sizes": []}]),
    (one_of_several, (), {"a": 3}, [3, None]),
    (with_query, ("x", 4), {"mark": "m"}, ["x", 4, "m"]),
    (field, ("a&b=ü",), {}, "a&b=ü"),
    (fields, ("n", ["a", "b,c"], True, Colour.RED, 0.5), {}, ["n", ["a", "b,c"], True, "r", 0.5]),
    (fields, ("n",), {"tags": ["one"]}, ["n", ["one"], False, None, 1.5]),
    (json_fields, ({"a": [1, None]}, {"b": 2}), {}, [{"a": [1, None]}, {"b": 2}]),
    (
        form_model,
        (Login(name="me", groups=[1, 2], note="n", Kind="admin"),),
        {},
        {"name": "me", "groups": [1, 2], "note": "n", "motto": "", "Kind": "admin"},
    ),
    (
        form_model_and_field,
        (Login(name="me"), "more"),
        {},
        [{"name": "me", "groups": [], "note": None, "motto": "", "Kind": "user"}, "more"],
    ),
    (file, (b"content",), {}, "content"),
    (files, ([b"a", b"b"],), {"name": "x"}, [["a", "b"], "x"]),
    (files, ([b"a"],), {}, [["a"], None]),
    (maybe_file, (b"x",), {}, "x"),
    (choices, ("x",), {}, "x"),
    (depends_on_a_query, ("x",), {}, ["x", 3]),
]


@pytest.mark.parametrize("method", ["POST", "DELETE"])
@pytest.mark.parametrize(
    ("function", "args", "kwargs", "answer"), SENT, ids=lambda each: getattr(each, "__name__", "")
)
def test_the_endpoint_is_given_what_the_caller_gives(
    method: str, function: Callable[..., Any], args: Any, kwargs: Any, answer: Any
) -> None:
    assert ask(function, method, *args, **kwargs) == answer


@pytest.mark.parametrize(
    ("function", "answer"),
    [
        (whole_number, 5),
        (whole_or_none, "x"),
        (one_of_several, [1, None]),
        (maybe_file, None),
        (may_take_more, [1, ""]),
    ],
    ids=lambda each: getattr(each, "__name__", ""),
)
def test_what_is_not_given_is_not_sent(function: Callable[..., Any], answer: Any) -> None:
    assert ask(function, "POST") == answer


def test_an_upload_keeps_its_name() -> None:
    given = UploadFile(io.BytesIO(b"text"), filename="a.txt")
    assert ask(upload, "POST", given, title="t") == ["text", "a.txt", "t"]
    assert ask(upload, "POST", b"text") == ["text", "the file", "-"]


@pytest.mark.parametrize(
    ("function", "args", "reason"),
    [
        (field, ("",), "name='' cannot be sent in a query, header or form"),
        (fields, ("n", []), None),
        (fields, ("n", ["a"], None), "loud=None cannot be sent"),
        (fields, ("n", [{"a": 1}]), "tags cannot be written into a URL, header or form"),
        (form_model, (Login(name=""),), "login.name='' cannot be sent in a form"),
        (form_model, (Login(name="x", Kind=""),), "login.Kind='' cannot be sent in a form"),
        (needs_more, ("x",), "the dependency of extra reads the body of the request"),
        (needs_all, (), "the dependency of given reads the body of the request"),
        (may_take_both, ("x",), "the dependency of extra reads the body of the request"),
        (mixed, ("x", "y"), "more takes the body by FastAPI's marker"),
        (named_within, ("x",), "name is read from within a part of the body"),
    ],
    ids=lambda each: getattr(each, "__name__", None),
)
def test_what_cannot_be_sent_is_said_and_not_sent(
    function: Callable[..., Any], args: tuple[Any, ...], reason: str | None
) -> None:
    if reason is None:
        assert encode_call(function, "POST", "/x", args, {}).form == {"Full name": "n"}
        return
    with pytest.raises(TypeError) as caught:
        encode_call(function, "POST", "/x", args, {})
    assert str(caught.value).startswith(f"{function.__name__}: {reason}")
