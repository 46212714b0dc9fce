"""A worker imports FastAPI without building the models of a document that nobody asked for."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

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
        assert worker.stop() == 0
        assert "PydanticV1NotSupportedError" in worker.log


OTHER_INSIDES = {
    # The method is the metaclass's: it works as before, and is not where it was.
    "pydantic rebuilds models elsewhere": """\
from pydantic import BaseModel
rebuild = vars(BaseModel)["model_rebuild"].__func__
type(BaseModel).model_rebuild = lambda cls, **options: rebuild(cls, **options)
del BaseModel.model_rebuild
""",
    "pydantic's method is no class method": """\
from pydantic import BaseModel
class Bound:
    def __get__(self, owner, cls):
        return lambda **options: rebuild(cls, **options)
rebuild = vars(BaseModel)["model_rebuild"].__func__
BaseModel.model_rebuild = Bound()
""",
    "FastAPI needs its models while it is imported": """\
import importlib.abc, sys
from pydantic import BaseModel
class Needing(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name == "fastapi.routing" and BaseModel.model_config.get("defer_build"):
            raise RuntimeError("a model is not built")
sys.meta_path.insert(0, Needing())
""",
    "FastAPI looks for the first version elsewhere": """\
import flashc_runtime.deferred as deferred, sys
first = deferred.import_module
def import_module(name):
    found = first(name)
    sys.modules["fastapi._compat.moved"] = sys.modules.pop("fastapi._compat.shared", None)
    return found
deferred.import_module = import_module
""",
}


@pytest.mark.parametrize("name", OTHER_INSIDES)
def test_other_insides_only_make_the_start_slower(tmp_path: Path, name: str) -> None:
    write_worker(tmp_path, APP)
    expected = json.loads(run_worker(tmp_path, "openapi").stdout)
    (tmp_path / "sitecustomize.py").write_text(OTHER_INSIDES[name], encoding="utf-8")
    with running(tmp_path) as worker:
        worker.ready()
        sent = {"size": 1, "inside": [{"size": 2}]}
        answer = {"size": 1, "inside": [{"size": 2, "inside": []}]}
        assert worker.ask("POST", "/items", sent) == (200, answer)
        assert worker.ask("POST", "/items", {"size": "x"})[0] == 422
        assert worker.ask("GET", "/openapi.json") == (200, expected)
        assert worker.stop() == 0
        told = "FastAPI is imported with all its models: RuntimeError('a model is not built')"
        assert (told in worker.log) == ("while it is imported" in name)
        assert "Traceback" not in worker.log


def test_a_fastapi_that_cannot_be_imported_is_told_once(tmp_path: Path) -> None:
    broken = "import sys\nsys.modules['fastapi.routing'] = None\n"
    write_worker(tmp_path, APP, sitecustomize=broken)
    with running(tmp_path) as worker:
        eventually(lambda: worker.ask("GET", "/ping")[0] == 503, "the import has failed")
        assert worker.stop() == 0
        assert "import of fastapi.routing halted" in worker.log
