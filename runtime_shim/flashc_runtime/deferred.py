"""FastAPI imported without what most workers never need of it.

When FastAPI is imported, the models of its OpenAPI document build their validators: a tenth of a
worker's start, for a document that few workers are ever asked for. pydantic can build them when
they are first used. FastAPI does not ask it to, so that is done here, for the time of the import.

When it learns a route, FastAPI imports the whole of pydantic's first version, to refuse its models:
another tenth. Where nobody has imported that version, there is no such model.

It stands on names that are not public. Where one of them is missing or is something else, FastAPI
is imported as it is, and the worker only starts more slowly. Tested with FastAPI 0.165.0, pydantic
2.14.0 and 2.14.4, Starlette 1.6.0 and 1.10.0.
"""

import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from pydantic import BaseModel

log = logging.getLogger("flashc_runtime")

_FIRST = "pydantic.v1"


def import_fastapi() -> None:
    """Import FastAPI, and put off what it would do in advance until it is needed."""
    if "fastapi" in sys.modules:
        return
    rebuild = vars(BaseModel).get("model_rebuild")
    if isinstance(rebuild, classmethod):
        before = set(sys.modules)
        try:
            with _built_when_used(rebuild):
                import_module("fastapi")
        except Exception as error:  # noqa: BLE001  (other insides may fail in any way)
            log.warning("FastAPI is imported with all its models: %r", error)
            _forget_modules(before)
    # What fails now fails for everybody.
    import_module("fastapi")
    _look_for_first_version_where_it_is()


@contextmanager
def _built_when_used(rebuild: "classmethod[Any, ..., Any]") -> Iterator[None]:
    config = BaseModel.model_config

    def rebuild_when_used(cls: type[BaseModel], /, **options: Any) -> bool | None:
        # pydantic itself passes options when it needs the model; FastAPI passes none to have it
        # built in advance.
        result: bool | None = rebuild.__func__(cls, **options) if options else None
        return result

    BaseModel.model_config = {**config, "defer_build": True}
    BaseModel.model_rebuild = classmethod(rebuild_when_used)  # type: ignore[method-assign, assignment]
    try:
        yield
    finally:
        BaseModel.model_config = config
        BaseModel.model_rebuild = rebuild  # type: ignore[method-assign, assignment]


def _forget_modules(before: set[str]) -> None:
    """Forget what the import that failed has left half done."""
    for name in set(sys.modules) - before:
        if name.partition(".")[0] == "fastapi":
            del sys.modules[name]


def _look_for_first_version_where_it_is() -> None:
    shared = sys.modules.get("fastapi._compat.shared")
    look: Callable[..., Any] | None = getattr(shared, "is_pydantic_v1_model_class", None)
    if shared is None or look is None:
        return

    def look_where_it_is(*arguments: Any, **options: Any) -> Any:
        return _FIRST in sys.modules and look(*arguments, **options)

    vars(shared)["is_pydantic_v1_model_class"] = look_where_it_is
