"""The functions that deal with more of a request than values, or answer with more than a value.

Handlers of the released SDK do not start where such a parameter of a POST stands without a model
beside it; that is `refused.py`.
"""

import asyncio
from typing import Annotated

from fastapi import (
    BackgroundTasks,
    Cookie,
    Depends,
    Header,
    HTTPException,
    Query,
    Request,
    Response,
    UploadFile,
)
from fastapi.responses import (
    HTMLResponse,
    JSONResponse,
    PlainTextResponse,
    RedirectResponse,
    StreamingResponse,
)
from service import Item, api


def user_of(x_user: Annotated[str | None, Header()] = None):
    """Refuse who does not say a name."""
    if x_user is None:
        raise HTTPException(401, "who are you?", headers={"www-authenticate": "Name"})
    return x_user.upper()


@api.get("/request")
def whole_request(request: Request):
    return {
        "method": request.method,
        "path": request.url.path,
        "query": request.query_params.multi_items(),
        "token": request.headers.getlist("x-token"),
        "cookies": request.cookies,
    }


@api.get("/headers")
async def headers(
    x_token: Annotated[list[str] | None, Header()] = None,
    x_count: Annotated[int, Header()] = 1,
    session: Annotated[str | None, Cookie()] = None,
):
    return {"token": x_token, "count": x_count, "session": session}


@api.get("/user")
def user(name: Annotated[str, Depends(user_of)], times: int = 1):
    return name * times


@api.get("/queries")
def queries(
    word: Annotated[list[str], Query()], short: Annotated[str, Query(max_length=3)] = "abc"
):
    return [word, short]


@api.get("/cookies/{name}")
def cookies(name: str, response: Response, later: BackgroundTasks):
    later.add_task(len, name)
    response.set_cookie("name", name)
    response.headers["x-made"] = "here"
    response.status_code = 202
    return {"set": name}


@api.get("/answers/{kind}")
def answers(kind: str):
    made = {
        "bytes": lambda: Response(b"\xff\x00", media_type="application/octet-stream"),
        "empty": lambda: Response(status_code=204),
        "html": lambda: HTMLResponse("<b>"),
        "json": lambda: JSONResponse({"a": None}, 203, {"x-made": "json"}),
        "text": lambda: PlainTextResponse("é"),
        "redirect": lambda: RedirectResponse("/plain?first=1"),
        "stream": lambda: StreamingResponse(iter(("a", "b")), media_type="text/csv"),
    }
    if kind not in made:
        raise HTTPException(404, {"kind": kind}, {"x-made": "error"})
    return made[kind]()


@api.get("/status/{code}")
async def status(code: int, detail: str = "because"):
    raise HTTPException(code, detail)


@api.get("/count")
def count(to: int = 3):
    yield from range(to)


@api.get("/count/later")
async def count_later(to: int = 3):
    for number in range(to):
        await asyncio.sleep(0)
        yield {"number": number}


@api.post("/count")
def count_posted(to: int = 3):
    yield from range(to)


@api.post("/count/later")
async def count_posted_later(to: int = 3):
    for number in range(to):
        await asyncio.sleep(0)
        yield number


@api.get("/closed/")
def closed():
    return "with a slash"


@api.post("/upload/{folder}")
async def upload(folder: str, content: bytes, title: str = "none", size: int | None = None):
    return [folder, content.hex(), title, size]


@api.put("/upload")
def upload_two(first: bytes, second: bytes = b"two", tags: list[str] | None = None):
    return [first.hex(), second.hex(), tags]


@api.post("/upload-if")
def upload_if(content: bytes | None = None):
    return None if content is None else content.hex()


@api.post("/file")
async def file(file: UploadFile, title: str = "none"):
    return [file.filename, file.content_type, (await file.read()).hex(), title]


@api.post("/marked")
def marked(x: int, x_token: str | None = Header(None)):
    return [x, x_token]


@api.post("/guarded")
def guarded(item: Item, name: Annotated[str, Depends(user_of)], request: Request):
    return {"name": name, "item": item.name, "type": request.headers.get("content-type")}
