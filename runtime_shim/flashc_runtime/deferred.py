"""FastAPI imported without what most workers never need of it.

When FastAPI is imported, the models of its OpenAPI document build their validators: a tenth of a
worker's start, for a document that few workers are ever asked for. pydantic can build them when
they are first used. FastAPI does not ask it to, so that is done here, for the time of the import.

When it learns a route, FastAPI imports the whole of pydantic's first version, to refuse its models:
another tenth. Where nobody has imported that version, there is no such model.
"""

import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any

from pydantic import BaseModel

_FIRST = "pydantic.v1"


def import_fastapi() -> None:
    """Import FastAPI, and put off what it would do in advance until it is needed."""
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
    _look_for_first_version_where_it_is()


def _look_for_first_version_where_it_is() -> None:
    shared = sys.modules.get("fastapi._compat.shared")
    look: Callable[[Any], bool] | None = getattr(shared, "is_pydantic_v1_model_class", None)
    if shared is not None and look is not None:
        vars(shared)["is_pydantic_v1_model_class"] = lambda cls: _FIRST in sys.modules and look(cls)
