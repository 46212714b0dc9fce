"""`mypy --strict` and ruff pass with the settings that the worker itself carries."""

import dataclasses
import os
import subprocess
import sys
from pathlib import Path

import pytest

from emitters.everything import everything, written
from emitters.plans import REQUIRED, body, field, handler, model, named, passed, plan
from flashc.ir.plan.handlers import BodyArgument
from flashc.ir.plan.models import ImportName, LoadModule
from flashc.ir.plan.worker import UserFile, WorkerPlan

NUMBERED = """
import a_package_that_is_not_installed
from pydantic import BaseModel

class Item(BaseModel):
    name: str

def add(item: Item, count: int = None):
    return item
"""


def numbered() -> WorkerPlan:
    """Return a worker whose module no import statement can spell."""
    load = LoadModule(module="01_hello.my-api", variable="my_api")
    item = BodyArgument(name="item", type=named("my_api.Item"), default=REQUIRED, optional=False)
    fields = (field("item", named("my_api.Item")), field("count", named("int")))
    worker = plan(
        handler("POST", "/a", "add", item, target="my_api.add", passed=(passed("item"),)),
        handler(
            "POST",
            "/b",
            "add_many",
            body("AddManyBody"),
            target="my_api.add",
            passed=(passed("item", "body.item"), passed("count", "body.count")),
        ),
        models=(model("AddManyBody", *fields),),
        model_imports=(load,),
        user_files=(UserFile(path="01_hello/my-api.py", content=NUMBERED.encode()),),
        user_modules=("01_hello.my-api",),
    )
    from_models = ImportName(module="user_service_worker.models", name="AddManyBody", alias=None)
    app = dataclasses.replace(worker.app, imports=(load, from_models))
    return dataclasses.replace(worker, app=app)


@pytest.mark.parametrize("worker", [everything(), numbered()], ids=["everything", "numbered"])
def test_the_worker_is_clean(worker: WorkerPlan, tmp_path: Path) -> None:
    written(tmp_path, worker)
    python = (sys.executable, "-m")
    for command in (
        (*python, "mypy", "--strict", "--cache-dir", os.devnull),
        ("ruff", "check", "--no-cache"),
        (*python, "black", "--check", "--quiet", "."),
    ):
        run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert run.returncode == 0, run.stdout + run.stderr
