"""The ASGI application of `/execute`."""

import asyncio
import contextlib
import contextvars
import logging
import threading
from importlib import import_module
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.types import Receive, Scope, Send

from flashc_runtime.answers import send_detail, send_json
from flashc_runtime.execute.guard import OF_ANOTHER_USER, Refusal, refusal
from flashc_runtime.execute.peer import is_of_our_user
from flashc_runtime.execute.task import RefusedError, read_task
from flashc_runtime.request_id import current_request_id
from flashc_runtime.settings import Settings

log = logging.getLogger("flashc_runtime")

MOST_RUNNING = 32
"""Executions at once, those included whose request timed out and whose code never returns."""


_Content = dict[str, Any] | Refusal
_BROKEN = {"success": False, "error": "The code could not be run; the worker's log says why"}


class Execute:
    """Runs the code of requests that may do so, each in a thread of its own.

    Code that blocks, loops or exits then leaves the worker's routes and its `/ping` as they are.
    """

    def __init__(self, settings: Settings) -> None:
        self._token = settings.execute_token
        self._largest = settings.max_body_bytes
        self._running = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        refused = refusal(scope, self._token)
        if refused is not None:
            await _refuse(send, refused)
            return
        try:
            body = await _read(receive)
        except HTTPException as error:
            # The boundary counts what arrives.
            headers = [(b"retry-after", b"1")] if error.status_code == 503 else None
            await send_detail(send, error.status_code, headers)
            return
        if self._running >= MOST_RUNNING:
            await send_detail(send, 429, [(b"retry-after", b"1")])
            return
        content = await self._execute(scope, body)
        if isinstance(content, Refusal):
            await _refuse(send, content)
        else:
            await send_json(send, 200, content)

    async def _execute(self, scope: Scope, body: bytes) -> _Content:
        # Imported by the first call: most processes never get one.
        run = import_module("flashc_runtime.execute.run")
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[_Content] = loop.create_future()
        cancellation = run.Cancellation()
        request_id = current_request_id()

        def finish(content: _Content) -> None:
            self._running -= 1
            if not answer.done():
                answer.set_result(content)

        def work() -> None:
            content: _Content = _BROKEN
            try:
                # Here, as asking the system takes its time.
                if self._token or is_of_our_user(scope.get("client"), scope.get("server")):
                    content = self._answer(run, body, cancellation, request_id)
                else:
                    content = OF_ANOTHER_USER
            except BaseException:
                log.exception("POST /execute: failed [%s]", request_id)
            finally:
                # The loop is closed when the worker has ended meanwhile.
                with contextlib.suppress(RuntimeError):
                    loop.call_soon_threadsafe(finish, content)

        context = contextvars.copy_context()
        threading.Thread(target=context.run, args=(work,), name="execute", daemon=True).start()
        # After the start, which may fail; `finish` cannot run before this does.
        self._running += 1
        try:
            return await answer
        except asyncio.CancelledError:
            cancellation.cancel()
            raise

    def _answer(self, run: Any, body: bytes, cancellation: Any, request_id: str) -> dict[str, Any]:
        try:
            result = run.run_task(read_task(body), cancellation, request_id)
        except RefusedError as error:
            return {"success": False, "error": str(error)}
        if self._largest and len(result) > self._largest:
            return {
                "success": False,
                "error": f"Failed to serialize result: it is {len(result)} bytes, more than "
                f"FLASH_MAX_BODY_BYTES ({self._largest})",
            }
        return {"success": True, "result": result}


async def _refuse(send: Send, refused: Refusal) -> None:
    await send_json(send, refused.status, {"detail": refused.reason}, refused.headers)


async def _read(receive: Receive) -> bytes:
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        body += message.get("body", b"")
        if not message.get("more_body", False):
            return bytes(body)
