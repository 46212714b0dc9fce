"""The worker's command line: `python -m user_service_worker [openapi]`."""

import contextlib
import json
import os
import sys
import traceback
from collections.abc import Sequence
from importlib import import_module

from flashc_runtime.serve import serve
from flashc_runtime.settings import SettingsError, read_settings

_HELP = """\
usage: python -m {worker}            serve HTTP until SIGTERM
       python -m {worker} openapi    print the OpenAPI document as JSON

environment:
  HOST                    address to listen on (default 0.0.0.0; "::" is IPv4 and IPv6)
  PORT                    TCP port (default 8000; 0 takes a free one, which the log names)
  PORT_HEALTH             a second port that answers /ping alone (default: PORT)
  FLASH_ACCESS_LOG        1 logs a line of JSON for every request (default 0)
  FLASH_FAST_PATH         0 serves every request through all of FastAPI (default 1)
  FLASH_SLOW_REQUEST      log requests that take this many seconds (default 10; 0: none)
  FLASH_REQUEST_TIMEOUT   seconds until a response must begin, else 504 (default 330; 0: none)
  FLASH_MAX_BODY_BYTES    largest request body, else 413 (default 31457280; 0: none)
  FLASH_MAX_INFLIGHT_BYTES  request bodies of all requests, else 503 (default 1073741824; 0: any)
  FLASH_MAX_CONCURRENCY   requests served at once, else 429 (default 0: no limit)
  FLASH_EXECUTE_TOKEN     bearer token for POST /execute, in workers that have it (default: none)
  FLASH_IDLE_TIMEOUT      seconds a connection may stay open without a request (default 65; 0: any)
  FLASH_CANCEL_ON_DISCONNECT  1 cancels an async function whose client has gone away (default 0)
  FLASH_SHUTDOWN_TIMEOUT  seconds for running requests after SIGTERM (default 30)
"""


def main(module: str, arguments: Sequence[str] | None = None) -> int:
    """Run the worker whose application is `app` of `module`; return the exit code.

    0: ended when asked to. 1: cannot listen, or the application cannot be imported for `openapi`.
    2: unknown arguments or a variable of the environment that means nothing.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    worker = module.partition(".")[0]
    if given in (["--help"], ["-h"]):
        sys.stdout.write(_HELP.format(worker=worker))
        return 0
    if given == ["openapi"]:
        return print_openapi(module)
    if given:
        unknown = " ".join(given)
        sys.stderr.write(f"{worker}: unknown arguments: {unknown}; try --help\n")
        return 2
    return _serve(module, worker)


def _serve(module: str, worker: str) -> int:
    try:
        settings = read_settings(os.environ)
    except SettingsError as error:
        sys.stderr.write(f"{worker}: {error}\n")
        return 2
    return serve(module, settings)


def print_openapi(module: str) -> int:
    """Print the OpenAPI document; what the user's code prints meanwhile goes to standard error."""
    try:
        with contextlib.redirect_stdout(sys.stderr):
            document = import_module(module).app.openapi()
    except (Exception, SystemExit):  # noqa: BLE001  (any import may fail in any way)
        traceback.print_exc()
        return 1
    text = json.dumps(document, indent=2, ensure_ascii=False) + "\n"
    sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace"))
    return 0
