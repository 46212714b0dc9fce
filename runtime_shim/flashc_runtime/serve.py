"""Running a worker: from the sockets to the last answer."""

import contextlib
import os
import socket
import sys
import threading
import time

from flashc_runtime.doorkeeper import Doorkeeper
from flashc_runtime.listen import ListenError, open_listeners, port_of, shown
from flashc_runtime.settings import Settings
from flashc_runtime.signals import StartupSignals, StopStartup

EXIT_SECONDS = 2.0
"""How long threads of the user's code may keep a finished process alive."""


def serve(module: str, settings: Settings) -> int:
    """Serve the `app` of `module` until SIGTERM or SIGINT; return the exit code.

    The sockets come first, so that a probe is answered 204 while everything else is imported.
    """
    signals = StartupSignals()
    try:
        listeners = open_listeners(settings.host, settings.port)
        health = _open_health_listeners(settings)
    except ListenError as error:
        sys.stderr.write(f"{module.partition('.')[0]}: {error}\n")
        return 1
    doorkeeper = Doorkeeper(listeners, health, idle_seconds=settings.idle_seconds)
    doorkeeper.start()
    with contextlib.suppress(StopStartup):
        if not _run(module, settings, doorkeeper, (listeners, health), signals):
            return 1
    signals.stop_interrupting()
    _exit_at_latest(EXIT_SECONDS)
    return 0


def _open_health_listeners(settings: Settings) -> list[socket.socket]:
    if settings.health_port is None:
        return []
    return open_listeners(settings.host, settings.health_port)


def _run(
    module: str,
    settings: Settings,
    doorkeeper: Doorkeeper,
    sockets: tuple[list[socket.socket], list[socket.socket]],
    signals: StartupSignals,
) -> bool:
    # Imported while the door is kept already: uvicorn and FastAPI take a third of a second.
    try:
        from flashc_runtime import access_log  # noqa: PLC0415
        from flashc_runtime.loading import load_app  # noqa: PLC0415
        from flashc_runtime.logs import configure_logging, log  # noqa: PLC0415
        from flashc_runtime.server import WorkerServer  # noqa: PLC0415
    except ModuleNotFoundError as error:
        sys.stderr.write(f"{module.partition('.')[0]}: {error}; install requirements.txt\n")
        return False

    configure_logging()
    if settings.access_log:
        access_log.switch_on()
    listeners, health = sockets
    log.info("listening on http://%s", shown(settings.host, port_of(listeners[0])))
    for each in health[:1]:
        log.info("health on http://%s/ping", shown(settings.host, port_of(each)))
    app = load_app(module)
    signals.stop_interrupting()
    server = WorkerServer(app, settings, doorkeeper, health)
    if not signals.stopped:
        server.run(sockets=listeners)
    log.info("stopped")
    return True


def _exit_at_latest(seconds: float) -> None:
    """End the process even if a thread of the user's code never does.

    Python waits for threads at exit, and a function that outlived its request's time would hold
    the process until it is killed, with an exit code that looks like a crash.
    """

    def end() -> None:
        time.sleep(seconds)
        if access_log := sys.modules.get("flashc_runtime.access_log"):
            access_log.flush()
        sys.stderr.flush()
        sys.stdout.flush()
        os._exit(0)

    threading.Thread(target=end, name="exit", daemon=True).start()
