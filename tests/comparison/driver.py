"""Sends requests to an ASGI application in its own process: argv names a module that has `app`.

Requests come as JSON on the standard input, answers go as JSON to the standard output; bytes that are
no UTF-8 are half surrogates in both. Nothing of the project is imported here: it runs in environments
that hold only what is compared.
"""

import asyncio
import contextlib
import importlib
import json
import sys
from urllib.parse import unquote

# What an answer says besides its body. Ours also has an id for each request, and dates are a server's.
HEADERS = ("allow", "location", "set-cookie", "www-authenticate", "x-made")


async def _ask(app, request):
    target, _, query = request["target"].partition("?")
    body = request["body"].encode("utf-8", "surrogateescape")
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": request["method"],
        "scheme": "http",
        "path": unquote(target),
        "raw_path": target.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [
            (b"host", b"compared"),
            (b"content-length", str(len(body)).encode()),
            *([(b"content-type", request["type"].encode())] if request["type"] else []),
            *((name.encode(), value.encode()) for name, value in request.get("headers", ())),
        ],
        "client": ("127.0.0.1", 1),
        "server": ("compared", 80),
        "state": {},
    }
    sent = [{"type": "http.request", "body": body, "more_body": False}]
    answer = {"status": 0, "type": "", "body": b"", "headers": {}}

    async def receive():
        if sent:
            return sent.pop()
        return await asyncio.Future()

    async def send(message):
        if message["type"] == "http.response.start":
            headers = dict(message["headers"])
            answer["status"] = message["status"]
            answer["type"] = headers.get(b"content-type", b"").decode()
            found = {name: headers.get(name.encode(), b"").decode() for name in HEADERS}
            answer["headers"] = {name: value for name, value in found.items() if value}
        elif message["type"] == "http.response.body":
            answer["body"] += message.get("body", b"")

    with contextlib.suppress(ValueError):
        # Starlette raises what it answered with a 500 once more, for the server's log.
        await app(scope, receive, send)
    return {**answer, "body": answer["body"].decode("utf-8", "surrogateescape")}


async def _main(app, requests):
    started = asyncio.Event()
    stop = asyncio.Event()

    async def receive():
        if not started.is_set():
            return {"type": "lifespan.startup"}
        await stop.wait()
        return {"type": "lifespan.shutdown"}

    async def send(_message):
        started.set()

    lifespan = asyncio.create_task(app({"type": "lifespan", "state": {}}, receive, send))
    await started.wait()
    answers = [await _ask(app, request) for request in requests]
    stop.set()
    await lifespan
    return answers


if __name__ == "__main__":
    application = importlib.import_module(sys.argv[1]).app
    print(json.dumps(asyncio.run(_main(application, json.load(sys.stdin)))))
