"""FastAPI imported without the part that only its document needs.

When FastAPI is imported, the models of its OpenAPI document build their validators: a tenth of a
worker's start, for a document that most workers are never asked for. pydantic can build them when
they are first used. FastAPI does not ask it to, so that is done here, for the time of the import.
"""

import sys
from importlib import import_module
from typing import Any

from pydantic import BaseModel


def import_fastapi() -> None:
    """Import FastAPI, and let the models that it defines be built when they are first used."""
    if "fastapi" in sys.modules:
        return
    config, rebuild = BaseModel.model_config, BaseModel.__dict__["model_rebuild"]

    def rebuild_when_used(cls: type[BaseModel], /, **options: Any) -> bool | None:
        # pydantic itself passes options when it needs the model; FastAPI passes none to have it
        # built in advance.
        result: bool | None = rebuild.__func__(cls, **options) if options else None
        return result

    BaseModel.model_config = {**config, "defer_build": True}
    BaseModel.model_rebuild = classmethod(rebuild_when_used)  # type: ignore[method-assign, assignment]
    try:
        import_module("fastapi")
    finally:
        BaseModel.model_config = config
        BaseModel.model_rebuild = rebuild  # type: ignore[method-assign]
