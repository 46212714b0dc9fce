"""Requests to `/execute`, as the SDKs' clients make them."""

import base64
from typing import Any

import cloudpickle

from flashc_runtime import create_app
from runtime.asgi import Answer, call

LOCAL = (("host", "localhost:8000"),)


def pickled(value: Any) -> str:
    """Return a value as it goes over the wire."""
    return base64.b64encode(cloudpickle.dumps(value)).decode()


def task(code: str, *args: Any, name: str = "f", **fields: Any) -> dict[str, Any]:
    """Return a request's body as the SDKs' clients make it."""
    return {
        "function_name": name,
        "function_code": code,
        "args": [pickled(each) for each in args],
        "dependencies": [],
        "system_dependencies": [],
        "accelerate_downloads": True,
        **fields,
    }


def ask(body: Any, app: Any = None) -> Answer:
    """Send a request to `/execute`, from this machine."""
    return call(app or create_app("dev", execute=True), "POST", "/execute", body, headers=LOCAL)


def result(code: str, *args: Any, **fields: Any) -> Any:
    """Run a function and return what it gave."""
    answer = ask(task(code, *args, **fields))
    assert answer.status == 200
    assert answer.json()["success"] is True, answer.json()
    assert set(answer.json()) == {"success", "result"}
    return cloudpickle.loads(base64.b64decode(answer.json()["result"]))


def error(body: Any) -> str:
    """Return why a body was not executed."""
    answer = ask(body)
    assert answer.status == 200
    assert set(answer.json()) == {"success", "error"}
    assert answer.json()["success"] is False
    text: str = answer.json()["error"]
    return text
