"""`POST /execute`: what it runs, and what it answers when that fails."""

import base64
import logging
import threading
from typing import Any

import cloudpickle
import pytest

from flashc_runtime import create_app
from flashc_runtime.execute.endpoint import MOST_RUNNING
from runtime.asgi import call
from runtime.sent import LOCAL, ask, error, pickled, result, task


def test_sync_and_async_functions_run_with_their_arguments() -> None:
    assert result("def f(a, b=2, *, c): return a, b, c", 1, kwargs={"c": pickled({3})}) == (
        1,
        2,
        {3},
    )
    code = "async def f(x):\n    import asyncio\n    await asyncio.sleep(0)\n    return x * 2"
    assert result(code, 21) == 42


def test_arguments_and_results_are_any_python_objects() -> None:
    class Local:
        def __init__(self, size: int) -> None:
            self.size = size

    made = result("def f(x, g): return [x, g(x.size)]", Local(3), lambda size: size + 1)
    assert (made[0].size, made[1]) == (3, 4)
    made = result("class Own:\n    size = 5\ndef f(): return Own()")
    assert made.size == 5


def test_annotations_of_names_that_were_not_sent_do_no_harm() -> None:
    assert result("def f(x: Optional[Unknown] = None) -> List[int]: return x", 1) == 1


def test_other_functions_and_fields_left_out_are_fine() -> None:
    code = "def g(x): return x + 1\ndef f(x): return g(x)"
    assert result(code, 1) == 2
    answer = ask({"function_name": "f", "function_code": "def f(): return None", "args": None})
    assert cloudpickle.loads(base64.b64decode(answer.json()["result"])) is None


def test_each_call_has_a_namespace_of_its_own() -> None:
    assert result("seen = []\ndef f():\n    seen.append(1)\n    return len(seen)") == 1
    assert result("seen = []\ndef f():\n    seen.append(1)\n    return len(seen)") == 1


def test_the_requests_id_is_known_to_the_code_and_to_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    code = (
        "def f():\n"
        "    from flashc_runtime.request_id import current_request_id\n"
        "    raise ValueError(current_request_id())"
    )
    headers = (*LOCAL, ("x-request-id", "trace-9"))
    app = create_app("dev", execute=True)
    with caplog.at_level(logging.ERROR, logger="flashc_runtime"):
        answer = call(app, "POST", "/execute", task(code), headers=headers)
    assert answer.json()["error"] == "Function execution failed: ValueError: trace-9"
    assert answer.headers["x-request-id"] == "trace-9"
    assert "POST /execute (f): Function execution failed: ValueError: trace-9" in caplog.text
    # The log's traceback begins in the code that was sent, and quotes it.
    trace = caplog.text.partition("Traceback")[2]
    assert trace.splitlines()[1].startswith('  File "<execute f ')
    assert "raise ValueError(current_request_id())" in trace


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("def g(): pass", "Function 'f' not found in executed code: it must be defined at module"),
        ("f = 3", "Function 'f' not found in executed code"),
        ("def f(:", "Error executing function code: SyntaxError: "),
        ("1 / 0", "Error executing function code: ZeroDivisionError: division by zero"),
        ("raise SystemExit(3)", "Error executing function code: SystemExit: 3"),
        ("def f(): raise KeyError('x')", "Function execution failed: KeyError: 'x'"),
        ("def f(): raise SystemExit", "Function execution failed: SystemExit"),
        ("async def f(): raise KeyboardInterrupt", "Function execution failed: KeyboardInterrupt"),
        ("def f(x): pass", "Function execution failed: TypeError: f() missing 1 required"),
        ("def f(): return f()", "Function execution failed: RecursionError: "),
        ("def f(): yield 1", "Failed to serialize result: TypeError: cannot pickle"),
        ("import threading\ndef f(): return threading.Lock()", "Failed to serialize result: "),
    ],
)
def test_what_goes_wrong_is_named(code: str, text: str) -> None:
    assert error(task(code)).startswith(text)


_HOSTILE = {
    "raises itself": "def __str__(s): raise E()",
    "gives no text": "def __str__(s): return 1",
    "exits": "def __str__(s): raise SystemExit",
    "hides its class": "@property\n    def __class__(s): raise E()",
    "keeps its traceback": "def with_traceback(s, t): raise E()",
    "hides its traceback": "__traceback__ = property(lambda s: 1 / 0)",
    "hides its cause": "__cause__ = property(lambda s: exec('raise SystemExit'))",
}


@pytest.mark.parametrize("name", _HOSTILE)
def test_an_exception_that_cannot_be_described_is_an_answer_and_takes_no_place(
    name: str, caplog: pytest.LogCaptureFixture
) -> None:
    code = f"class E(BaseException):\n    {_HOSTILE[name]}\ndef f(): raise E()"
    app = create_app("dev", execute=True)
    for _ in range(MOST_RUNNING + 2):
        answer = ask(task(code), app)
        assert (answer.status, answer.json()["success"]) == (200, False)
        assert answer.json()["error"].startswith("Function execution failed: ")
    answer = ask(task("def f(): return 1"), app)
    assert (answer.status, answer.json()["success"]) == (200, True)
    assert "POST /execute (f): Function execution failed: " in caplog.text


def test_a_name_of_a_class_may_be_hostile_too() -> None:
    code = (
        "class M(type):\n    __name__ = property(lambda c: 1 / 0)\n"
        "class E(Exception, metaclass=M): pass\ndef f(): raise E()"
    )
    assert "an exception that cannot be described" in error(task(code))


def test_what_breaks_the_runtime_itself_is_an_answer_and_takes_no_place(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from flashc_runtime.execute import run

    def fail(*_: object) -> None:
        raise MemoryError

    app = create_app("dev", execute=True)
    with monkeypatch.context() as broken:
        broken.setattr(run, "run_task", fail)
        for _ in range(MOST_RUNNING + 2):
            answer = ask(task("def f(): return 1"), app)
            assert answer.json()["error"] == "The code could not be run; the worker's log says why"
        broken.setattr(threading.Thread, "start", fail)
        for _ in range(MOST_RUNNING + 2):
            assert ask(task("def f(): return 1"), app).status == 500
    assert "MemoryError" in caplog.text
    assert ask(task("def f(): return 1"), app).json()["success"] is True


def test_a_function_that_is_not_at_module_level_is_not_found() -> None:
    code = "def outer():\n    def process_data(x): return x\nclass Shop:\n    pass"
    assert error(task(code, name="process_data")) == (
        "Function 'process_data' not found in executed code: it must be defined at module level, "
        "under this name. It defines Shop, outer."
    )


def test_what_the_module_around_the_function_had_is_explained() -> None:
    said = error(task("def f(): return users_db"))
    assert said.startswith("Function execution failed: NameError: name 'users_db' is not defined")
    assert said.endswith(
        "(only the function's own source is sent: import inside of it what it uses)"
    )


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (b"", "Invalid request body: "),
        (b"\xff\xfe", "Invalid request body: "),
        (b"[" * 200_000, "Invalid request body: "),
        (b"[]", "Invalid request body: it must be a JSON object"),
        ({}, "Missing function_name or function_code in request"),
        ({"function_name": "f"}, "Missing function_name or function_code in request"),
        ({"function_name": "f", "function_code": 1}, "function_code must be a text"),
        ({"function_name": ["f"], "function_code": "x"}, "function_name must be a text"),
        (task("x", args="abc"), "args must be a list of texts"),
        (task("x", args=[1]), "args must be a list of texts"),
        (task("x", kwargs=[]), "kwargs must be an object of texts"),
        (task("x", modules={"a.py": 1}), "modules must be an object of texts"),
        (task("x", dependencies="numpy"), "dependencies must be a list of texts"),
        (task("x", accelerate_downloads="yes"), "accelerate_downloads must be true or false"),
        (task("x", execution_type="class"), "unknown field 'execution_type'; known are "),
        (task("x", args=["%%%"]), "Failed to deserialize arguments: args: "),
        (task("x", kwargs={"k": "é"}), "Failed to deserialize arguments: kwargs['k']: "),
        (task("x", args=["AAAA"]), "Failed to deserialize arguments: "),
        (task("def f(): 'a\x00'"), "Error executing function code: "),
        (
            task("def f(): pass", name="f\nINFO forged"),
            "function_name must be a name of a function",
        ),
        (task("x", name="\ud800"), "function_name must be a name of a function"),
        (task("\ud800"), "Error executing function code: "),
    ],
)
def test_a_body_that_is_wrong_is_named(body: Any, text: str) -> None:
    assert text in error(body)


def test_a_result_that_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLASH_MAX_BODY_BYTES", "1000")
    assert "more than FLASH_MAX_BODY_BYTES (1000)" in error(task("def f(): return 'x' * 2000"))
    assert ask(task("x" * 2000)).status == 413
    assert result("def f(): return 'x' * 200") == "x" * 200
