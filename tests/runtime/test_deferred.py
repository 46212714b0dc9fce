"""A worker imports FastAPI without building the models of a document that nobody asked for."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from runtime.processes import environment, eventually, run_worker, running, write_worker

APP = """\
from typing import Any
from fastapi.security import OAuth2PasswordBearer
from pydantic import BaseModel
from flashc_runtime import create_app
app = create_app("demo")
bearer = OAuth2PasswordBearer(tokenUrl="token")

class Item(BaseModel):
    size: int
    inside: "list[Item]" = []

@app.post("/items")
async def make(item: Item) -> Any:
    return item
"""

LOOK = """\
import json
from pydantic import BaseModel
from flashc_runtime.loading import load_app
before = dict(BaseModel.model_config), BaseModel.__dict__["model_rebuild"]
app = load_app("demo_worker.app")
from fastapi.openapi import models
unbuilt = [models.OpenAPI.__pydantic_complete__, models.Schema.__pydantic_complete__]
from demo_worker.app import Item
print(json.dumps({
    "unbuilt": unbuilt,
    "restored": before == (dict(BaseModel.model_config), BaseModel.__dict__["model_rebuild"]),
    "item": Item.__pydantic_complete__,
    "document": app.openapi(),
    "built": models.OpenAPI.__pydantic_complete__,
}))
"""


def look(folder: Path, program: str) -> Any:
    """Run a program beside the worker and return what it prints."""
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=environment(folder),
        capture_output=True,
        check=True,
    )
    return json.loads(done.stdout)


def test_the_documents_models_are_built_when_the_document_is_asked_for(tmp_path: Path) -> None:
    found = look(write_worker(tmp_path, APP), LOOK)
    assert found["unbuilt"] == [False, False]
    assert found["built"]
    # `python -m demo_worker openapi` imports FastAPI as everybody does.
    assert found["document"] == json.loads(run_worker(tmp_path, "openapi").stdout)


def test_models_of_the_user_are_built_as_ever(tmp_path: Path) -> None:
    found = look(write_worker(tmp_path, APP), LOOK)
    assert found["restored"]
    assert found["item"]


def test_a_running_worker_serves_its_document(tmp_path: Path) -> None:
    with running(write_worker(tmp_path, APP)) as worker:
        status, document = worker.ready().ask("GET", "/openapi.json")
        assert status == 200
        assert document == json.loads(run_worker(tmp_path, "openapi").stdout)


FIRST_VERSION = """\
import warnings
from typing import Any
from flashc_runtime import create_app
app = create_app("demo")
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from pydantic.v1 import BaseModel

class Old(BaseModel):
    size: int

@app.post("/old")
async def make(old: Old) -> Any:
    return old
"""

LOOK_FOR_FIRST = """\
import json, sys
from flashc_runtime.loading import load_app
app = load_app("demo_worker.app")
print(json.dumps([type(app).__name__, "pydantic.v1" in sys.modules]))
"""


def test_the_first_version_of_pydantic_is_not_imported_for_nothing(tmp_path: Path) -> None:
    assert look(write_worker(tmp_path, APP), LOOK_FOR_FIRST) == ["WorkerApp", False]


def test_a_model_of_the_first_version_is_refused_as_ever(tmp_path: Path) -> None:
    with running(write_worker(tmp_path, FIRST_VERSION)) as worker:
        eventually(lambda: worker.ask("GET", "/ping")[0] == 503, "the import has failed")
        assert "PydanticV1NotSupportedError" in worker.log
