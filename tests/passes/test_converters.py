"""Converters of paths: what they give is what functions get, as far as FastAPI would let it through."""

from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI

from closure.folders import SDK, compiled, messages
from flashc_emitters.worker import emit
from passes.drawn_routes import answers

IMPORTS = """import pathlib
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Literal, NewType
from uuid import UUID

"""
TYPES = (
    "str",
    "int",
    "float",
    "bool",
    "Decimal",
    "date",
    "datetime",
    "time",
    "timedelta",
    "UUID",
    "pathlib.Path",
    "str | None",
    "int | str",
    "UUID | pathlib.Path",
    "Literal['a', 'b']",
    "Literal['1', 1]",
    "NewType('Name', str)",
    "NewType('Number', int)",
    "Any",
)
# What an address may hold: among them something for every type that takes a number.
SENT = {
    "int": ("0", "1", "86400"),
    "float": ("0", "1.0", "1.5", "86400"),
    "uuid": ("0189d7a2-41b3-7cc0-9d5e-3f2b8d7c9e10",),
    "path": ("a", "a/b", "1", "0189d7a2-41b3-7cc0-9d5e-3f2b8d7c9e10", "2026-02-03", "12:30:00"),
    "str": ("a", "1", "0189d7a2-41b3-7cc0-9d5e-3f2b8d7c9e10", "2026-02-03", "12:30:00"),
}


def reached(path: str, kind: Any, sent: tuple[str, ...]) -> bool:
    """Whether FastAPI itself calls a function of that type for any of the addresses."""
    app = FastAPI()

    def function(value: Any) -> str:
        return type(value).__name__

    function.__annotations__["value"] = kind
    app.get(path)(function)
    found = answers(app, "GET", [f"/x/{text}" for text in sent])
    assert {status for status, _ in found} <= {200, 422}
    return any(status == 200 for status, _ in found)


@pytest.mark.parametrize("converter", SENT)
def test_a_route_is_refused_where_fastapi_answers_nobody(tmp_path: Path, converter: str) -> None:
    path = f"/x/{{value:{converter}}}"
    names: dict[str, Any] = {}
    exec(IMPORTS + "\n".join(f"T{i} = {kind}" for i, kind in enumerate(TYPES)), names)  # noqa: S102
    expected, found = {}, {}
    for index, kind in enumerate(TYPES):
        expected[kind] = not reached(path, names[f"T{index}"], SENT[converter])
        text = f'{IMPORTS}{SDK}T = {kind}\napi = LiveLoadBalancer(name="x")\n\n\n'
        text += (
            f'@remote(api, method="GET", path="{path}")\ndef function(value: T):\n    return 1\n'
        )
        said = messages(compiled(tmp_path / str(index), {"m.py": text}))
        found[kind] = any(one.startswith("FC409") for one in said)
    assert found == expected


@pytest.mark.parametrize(
    ("path", "annotation"),
    [
        ("{value:int}", "int"),
        ("{value:float}", "float"),
        ("{value:uuid}", "UUID"),
        ("{value:path}", "str"),
        ("{value}", "str"),
    ],
)
def test_without_an_annotation_the_converter_decides(
    tmp_path: Path, path: str, annotation: str
) -> None:
    text = f'{SDK}api = LiveLoadBalancer(name="x")\n\n\n'
    text += f'@remote(api, method="GET", path="/{path}")\ndef function(value):\n    return 1\n'
    (plan,) = compiled(tmp_path, {"m.py": text}).plans
    app = next(file for file in emit(plan).files if file.path == "src/x_worker/app.py")
    assert f"def function(value: {annotation}) -> Any:" in app.content.decode()
