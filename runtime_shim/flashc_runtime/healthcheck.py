"""The image's health command: `python -S -m flashc_runtime.healthcheck`.

Exit code 0 means that `GET /ping` answered 200. It runs every few seconds in every container, so
it imports nothing but what a socket needs.
"""

import os
import socket
import sys

TIMEOUT_SECONDS = 3.0
_EVERY_ADDRESS = ("", "0.0.0.0", "::")  # noqa: S104  (compared, never bound)


def is_healthy(host: str, port: str) -> bool:
    """Ask `GET /ping`; every way of not answering 200 within three seconds is unhealthy."""
    name = f"[{host}]" if ":" in host else host
    request = f"GET /ping HTTP/1.1\r\nHost: {name}\r\nConnection: close\r\n\r\n"
    try:
        with socket.create_connection((host, int(port)), TIMEOUT_SECONDS) as connection:
            connection.sendall(request.encode("ascii"))
            answer = connection.makefile("rb").readline(64)
    except (OSError, ValueError, OverflowError):
        return False
    return answer.split(b" ")[1:2] == [b"200"]


def main() -> int:
    """Check the worker that the environment describes; return the exit code."""
    host = os.environ.get("HOST", "")
    port = os.environ.get("PORT_HEALTH") or os.environ.get("PORT") or "8000"
    return 0 if is_healthy("127.0.0.1" if host in _EVERY_ADDRESS else host, port) else 1


if __name__ == "__main__":
    sys.exit(main())
