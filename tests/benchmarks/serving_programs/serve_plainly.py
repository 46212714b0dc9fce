"""How every program that is measured beside a worker is served: the server that workers use.

With BENCHMARK_LOG in the environment uvicorn logs each request, otherwise none.
"""

import os
from typing import Any

import uvicorn


def serve(application: Any) -> None:
    """Serve on 127.0.0.1 until SIGTERM."""
    log = bool(os.environ.get("BENCHMARK_LOG"))
    uvicorn.run(
        application,
        port=int(os.environ["PORT"]),
        http="httptools",
        loop="uvloop",
        access_log=log,
        log_level="info" if log else "warning",
    )
