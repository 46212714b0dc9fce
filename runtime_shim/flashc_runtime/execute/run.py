"""Running the code of a task. Everything here happens in a thread of its own."""

import __future__

import asyncio
import base64
import contextlib
import inspect
import linecache
import logging
import threading
from collections.abc import Awaitable, Callable, Mapping
from hashlib import blake2b
from importlib import import_module
from types import TracebackType
from typing import Any, NamedTuple, cast

from flashc_runtime.execute.dependencies import check_dependencies, check_system_dependencies
from flashc_runtime.execute.modules import SentModules
from flashc_runtime.execute.task import RefusedError, Task

# Annotations name what only the function's own module imports; as texts they do no harm.
_LAZY_ANNOTATIONS = __future__.annotations.compiler_flag

log = logging.getLogger("flashc_runtime")
_modules = SentModules()
# It has no types; as a module whose names are not known it needs no exception from checking them.
cloudpickle = import_module("cloudpickle")


class Cancellation:
    """Ends an async function from outside of its thread, once."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._cancel: Callable[[], object] | None = None
        self._wanted = False

    def cancel(self) -> None:
        """Cancel what runs, or what will; a function that is not async runs on."""
        with self._lock:
            self._wanted = True
            cancel = self._cancel
        if cancel is not None:
            cancel()

    def attach(self, cancel: Callable[[], object]) -> None:
        """Take how to cancel what has just begun."""
        with self._lock:
            self._cancel = cancel
            wanted = self._wanted
        if wanted:
            cancel()


class _Code(NamedTuple):
    """The text of a request, with the name that its traceback shows."""

    text: str
    filename: str


def run_task(task: Task, cancellation: Cancellation, request_id: str) -> str:
    """Run the task's function and return its pickled result in base64.

    Raises `RefusedError` with the text for the caller, whatever the code did; the log has the
    traceback.
    """
    check_dependencies(task.dependencies)
    check_system_dependencies(task.system_dependencies)
    _modules.activate(task.modules)
    digest = blake2b(task.function_code.encode("utf-8", "replace"), digest_size=4).hexdigest()
    code = _Code(task.function_code, f"<execute {task.function_name} {digest}>")
    attempt = _Attempt(task.function_name, code, request_id)
    args, kwargs = attempt("Failed to deserialize arguments", lambda: _arguments(task))
    namespace: dict[str, Any] = {"__name__": "__execute__"}
    attempt("Error executing function code", lambda: _run(code, namespace))
    function = _find(task.function_name, namespace)
    result = attempt(
        "Function execution failed", lambda: _call(function, args, kwargs, cancellation)
    )
    pickled = attempt("Failed to serialize result", lambda: cloudpickle.dumps(result))
    return base64.b64encode(pickled).decode("ascii")


class _Attempt:
    """Does one step; what it raises, `SystemExit` included, becomes an answer and a log entry."""

    def __init__(self, name: str, code: _Code, request_id: str) -> None:
        self._name, self._code, self._request_id = name, code, request_id

    def __call__(self, what: str, step: Callable[[], Any]) -> Any:
        try:
            return step()
        except BaseException as error:  # noqa: BLE001  (the code may raise anything)
            reason = f"{what}: {_described(error)}"
            self._log(reason, error)
            raise RefusedError(reason + _hint(error)) from None

    def _log(self, reason: str, error: BaseException) -> None:
        lines = self._code.text.splitlines(keepends=True)
        # The traceback quotes lines of a file that does not exist.
        linecache.cache[self._code.filename] = (len(self._code.text), None, lines, "")
        entry = ("POST /execute (%s): %s [%s]", self._name, reason, self._request_id)
        try:
            trace = _below_runtime(error.__traceback__)
            # The class may have a `with_traceback` of its own.
            log.error(*entry, exc_info=BaseException.with_traceback(error, trace))
        except BaseException:  # noqa: BLE001  (it is made of what the code has written)
            log.error(*entry)
        finally:
            linecache.cache.pop(self._code.filename, None)


def _arguments(task: Task) -> tuple[list[Any], dict[str, Any]]:
    args = [cloudpickle.loads(each) for each in task.args]
    return args, {name: cloudpickle.loads(each) for name, each in task.kwargs.items()}


def _run(code: _Code, namespace: dict[str, Any]) -> None:
    compiled = compile(code.text, code.filename, "exec", flags=_LAZY_ANNOTATIONS, dont_inherit=True)
    exec(compiled, namespace)  # noqa: S102  (what the endpoint is for)


def _find(name: str, namespace: Mapping[str, Any]) -> Callable[..., Any]:
    function = namespace.get(name) if not name.startswith("__") else None
    if callable(function):
        return cast("Callable[..., Any]", function)
    reason = f"Function {name!r} not found in executed code"
    others = sorted(str(each) for each, value in namespace.items() if callable(value))
    hint = f" It defines {', '.join(others)}." if others else ""
    raise RefusedError(f"{reason}: it must be defined at module level, under this name.{hint}")


def _call(
    function: Callable[..., Any],
    args: list[Any],
    kwargs: Mapping[str, Any],
    cancellation: Cancellation,
) -> Any:
    result = function(*args, **kwargs)
    return asyncio.run(_wait(result, cancellation)) if inspect.isawaitable(result) else result


async def _wait(awaitable: Awaitable[Any], cancellation: Cancellation) -> Any:
    loop, task = asyncio.get_running_loop(), asyncio.current_task()
    assert task is not None  # noqa: S101  (asyncio.run made it)

    def cancel() -> None:
        # The loop is closed where the function has just ended by itself.
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(task.cancel)

    cancellation.attach(cancel)
    return await awaitable


def _described(error: BaseException) -> str:
    try:
        text = str(error)
        return f"{type(error).__name__}: {text}" if text else type(error).__name__
    except BaseException:  # noqa: BLE001  (its methods and its class are the code's own)
        return "an exception that cannot be described: its __str__ fails"


def _hint(error: BaseException) -> str:
    # The type itself: `isinstance` would ask the exception for its `__class__`.
    if issubclass(type(error), NameError):
        return " (only the function's own source is sent: import inside of it what it uses)"
    return ""


def _below_runtime(trace: TracebackType | None) -> TracebackType | None:
    while trace and trace.tb_frame.f_globals.get("__name__") in (__name__, "asyncio.runners"):
        trace = trace.tb_next
    return trace
