"""Runs in a worker's environment: sends requests to its application, and calls the functions too.

Standard input is a JSON list of requests; standard output one of `[status, answer, direct]` each.
"""

import asyncio
import importlib
import inspect
import json
import sys
from typing import Any, get_type_hints

from pydantic import TypeAdapter
from pydantic_core import to_jsonable_python


async def main(package: str, module: str) -> None:
    """Answer every request twice."""
    app = importlib.import_module(f"{package}.app").app
    functions = importlib.import_module(module)
    answers = []
    for request in json.load(sys.stdin):
        status, answer = await ask(app, request)
        function = getattr(functions, request["function"])
        result = function(**typed(function, request["arguments"]))
        direct = await result if inspect.isawaitable(result) else result
        answers.append([status, answer, to_jsonable_python(direct)])
    json.dump(answers, sys.stdout)


def typed(function: Any, arguments: dict[str, Any]) -> dict[str, Any]:
    """Give the arguments as objects of the types that the function states."""
    hints = get_type_hints(inspect.unwrap(function), include_extras=True)
    named = inspect.signature(function).parameters
    return {
        name: (
            TypeAdapter(hint).validate_python(value)
            if (hint := hints.get(name if name in named else "rest_")) is not None
            else value
        )
        for name, value in arguments.items()
    }


async def ask(app: Any, request: dict[str, Any]) -> tuple[int, Any]:
    """Send one request through ASGI, as a server would after decoding its path."""
    body = b"" if request["body"] is None else json.dumps(request["body"]).encode()
    sent: list[dict[str, Any]] = []
    waiting = [{"type": "http.request", "body": body, "more_body": False}]
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": request["method"],
        "scheme": "http",
        "path": request["path"],
        "raw_path": request["path"].encode(),
        "query_string": request["query"].encode(),
        "root_path": "",
        "headers": [(b"content-type", b"application/json")],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 2),
        "state": {},
    }

    async def receive() -> dict[str, Any]:
        return waiting.pop(0) if waiting else await asyncio.Future()

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    await app(scope, receive, send)
    content = b"".join(message.get("body", b"") for message in sent[1:])
    return sent[0]["status"], json.loads(content)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
