"""A function gives the same JSON when it is called directly and over HTTP."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from environments import Shared
from golden.compiling import compile_accepted
from golden.fixtures import Fixture, named
from golden.replay import ask
from golden.worker import environment, python_of, running

# Calls functions in a process that knows the user's modules, the stand-in SDK and pydantic, and
# prints what they give as JSON. There is no server in it.
CALLER = """
import asyncio, importlib, inspect, json, sys
from pydantic_core import to_jsonable_python
results = []
for module, name, arguments in json.load(sys.stdin):
    result = getattr(importlib.import_module(module), name)(**arguments)
    if inspect.isawaitable(result):
        result = asyncio.run(result)
    results.append(to_jsonable_python(result))
print(json.dumps(results))
"""

Call = tuple[str, str, dict[str, Any]]
CASES: dict[str, list[tuple[Call, dict[str, Any]]]] = {
    "constants_and_resource_live_in_other_modules": [
        (
            ("shop.orders", "total", {"thing": "tea", "count": 3}),
            {"method": "GET", "path": "/v1/orders", "query": {"thing": "tea", "count": 3}},
        ),
        (
            ("shop.orders", "total", {"thing": "cake"}),
            {"method": "GET", "path": "/v1/orders", "query": {"thing": "cake"}},
        ),
        (
            ("shop.orders", "change", {"number": 7, "thing": "cake"}),
            {"method": "PUT", "path": "/v1/orders/7", "json": {"thing": "cake"}},
        ),
    ],
    "methods_in_any_letter_case": [
        (("note", "read", {}), {"method": "GET", "path": "/note"}),
        (
            ("note", "append", {"more": " \u00e9\u6f22\U0001f388"}),
            {"method": "POST", "path": "/note", "json": {"more": " \u00e9\u6f22\U0001f388"}},
        ),
        (("note", "shorten", {"to": 3}), {"method": "PATCH", "path": "/note", "json": {"to": 3}}),
        (("note", "clear", {}), {"method": "DELETE", "path": "/note"}),
    ],
    "keyword_arguments_take_the_rest_of_the_body": [
        (
            ("settings_of_people", "everything", {"a": [1.5, None], "b": {"c": True}}),
            {"method": "POST", "path": "/all", "json": {"a": [1.5, None], "b": {"c": True}}},
        ),
        (
            ("settings_of_people", "change", {"person": 5, "likes": "tea"}),
            {"method": "PATCH", "path": "/people/5", "json": {"likes": "tea"}},
        ),
    ],
}


@pytest.mark.parametrize("fixture", [named(name) for name in CASES], ids=repr)
def test_a_direct_call_and_a_request_give_the_same(
    fixture: Fixture, light_path: Path, shared: Shared
) -> None:
    (worker,) = compile_accepted(fixture, light_path).workers
    cases = CASES[fixture.name]
    run = subprocess.run(
        [str(python_of(worker, shared)), "-c", CALLER],
        # The user's own folder, beside the stand-in that stands for the SDK there.
        cwd=light_path / "src",
        env=environment(PYTHONPATH=f"{light_path / 'src'}:{worker / 'src'}"),
        input=json.dumps([call for call, _ in cases]),
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    with running(worker, shared) as process:
        answers = [json.loads(ask(process, request).body) for _, request in cases]
    assert answers == json.loads(run.stdout)
