"""What a JSON body may hold: text that is Unicode, nested as deep as an answer can be.

`json.loads` reads lone surrogates and a thousand levels. Neither can be sent back as JSON, so a
function that returns what it was given would fail; such a body is refused before it is called.
"""

import re
from collections.abc import Callable, Coroutine, Iterable
from typing import Any, Final

from fastapi import Request, Response
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException

from flashc_runtime.problems import bound_problems

MAX_DEPTH: Final = 200
"""Levels of arrays and objects, an empty one included: about what `pydantic_core.from_json` reads.

It does not count an empty one, which is why the fast path counts as well.
"""

_SUSPECT = re.compile(rb"\\u[dD][89a-fA-F]|\xed[\xa0-\xbf]|\x00")
"""An escaped surrogate, one in bytes, or another encoding than UTF-8."""


class WorkerRoute(APIRoute):
    """A route whose JSON body is checked before FastAPI sees it."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return FastAPI's handler behind the check."""
        bound_problems(self.dependant)
        handler = super().get_route_handler()

        async def checked(request: Request) -> Response:
            # The same object, so that handlers of exceptions find the body that was read.
            request.__class__ = _CheckedRequest
            return await handler(request)

        return checked


class _CheckedRequest(Request):
    async def json(self) -> Any:
        """Return the decoded body; answers 400 for one that is JSON, but cannot be used."""
        value = await super().json()
        body = await self.body()
        if is_too_deep(body, value):
            raise HTTPException(400, f"The body is nested deeper than {MAX_DEPTH} levels")
        if _SUSPECT.search(body) and not _is_unicode(value):
            raise HTTPException(400, "The body holds half of a surrogate pair, which is no text")
        return value


def is_too_deep(body: bytes, value: Any) -> bool:
    """Say whether a decoded body has more than `MAX_DEPTH` levels."""
    return body.count(b"[") + body.count(b"{") > MAX_DEPTH and _is_deeper(value, MAX_DEPTH)


def _is_deeper(value: Any, depth: int) -> bool:
    level = [value]
    for _ in range(depth + 1):
        level = [each for each in level if isinstance(each, dict | list)]
        if not level:
            return False
        level = [child for each in level for child in _children(each)]
    return True


def _children(value: dict[str, Any] | list[Any]) -> Iterable[Any]:
    return value.values() if isinstance(value, dict) else value


def _is_unicode(value: Any) -> bool:
    waiting = [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, str):
            try:
                each.encode()
            except UnicodeEncodeError:
                return False
        elif isinstance(each, dict):
            waiting.extend(each)
            waiting.extend(each.values())
        elif isinstance(each, list):
            waiting.extend(each)
    return True
