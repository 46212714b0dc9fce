"""Importing the worker's application, and with it the user's code."""

import gc
from importlib import import_module

from starlette.types import ASGIApp

from flashc_runtime.deferred import import_fastapi
from flashc_runtime.gate import unavailable
from flashc_runtime.logs import configure_logging, log


def load_app(module: str) -> ASGIApp:
    """Import `module` and return its `app`; when that fails, log why and return a 503 application.

    `SystemExit` counts as a failure: a module that calls `sys.exit()` must not end the worker as
    if all were well.
    """
    # Imports create many objects that live to the end: collecting among them is wasted time now,
    # and freezing them keeps later collections short.
    gc.disable()
    try:
        import_fastapi()
        loaded = import_module(module)
        app = _checked(loaded.app)
        # By name, as it needs FastAPI, which is imported only now.
        import_module("flashc_runtime.markers").refuse_lost_markers(loaded)
    except (Exception, SystemExit) as error:  # noqa: BLE001  (any import may fail in any way)
        configure_logging()
        log.error("cannot import %s; every request is answered with 503", module, exc_info=error)
        return unavailable
    finally:
        gc.enable()
    # Once more: `logging.config` in the user's code silences all loggers that it does not know.
    configure_logging()
    gc.freeze()
    return app


def _checked(app: object) -> ASGIApp:
    if not callable(app):
        raise TypeError(f"app must be an ASGI application, not {app!r}")
    checked: ASGIApp = app
    return checked
