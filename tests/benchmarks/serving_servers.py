"""The servers that are compared: how each is made, started, asked whether it is healthy, ended."""

import contextlib
import http.client
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PROGRAMS = Path(__file__).with_name("serving_programs")
PATIENCE_SECONDS = 30.0
OURS, FASTAPI, STARLETTE, SDK = "flashc", "FastAPI", "Starlette + pydantic", "runpod_flash"
ALONE = "server alone"
SDK_REQUIREMENTS = ("runpod-flash==1.21.0", "httptools", "uvicorn", "uvloop")


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """A server's command line and where its modules are."""

    module: str
    path: str
    python: str = sys.executable
    folder: str | None = None
    """Where it may write: the SDK leaves files in its working folder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """A server that has answered `/ping` with 200."""

    pid: int
    port: int
    start_seconds: float
    """From the start of the process to that answer."""


def prepare(scratch: Path) -> dict[str, Program]:
    """Compile the program that is measured, and say how it and the others are started."""
    source, out = scratch / "src", scratch / "out"
    source.mkdir()
    shutil.copy(PROGRAMS / "source.py", source / "users.py")
    subprocess.run([sys.executable, "-m", "flashc", str(source), "-o", str(out), "-q"], check=True)
    by_hand = str(PROGRAMS)
    return {
        OURS: Program(module="bench_worker", path=str(out / "bench/src")),
        FASTAPI: Program(module="with_fastapi", path=by_hand),
        STARLETTE: Program(module="with_starlette", path=by_hand),
    }


def server_alone() -> Program:
    """Return the server with an application that does nothing."""
    return Program(module="server_alone", path=str(PROGRAMS))


def prepare_sdk(environment: Path) -> Program:
    """Install the released SDK into an environment that is thrown away.

    Raises `subprocess.CalledProcessError` where it cannot be installed.
    """
    python = str(environment / "bin/python")
    subprocess.run([sys.executable, "-m", "venv", str(environment)], check=True)
    subprocess.run([python, "-m", "pip", "install", "-q", *SDK_REQUIREMENTS], check=True)
    return Program(
        module="with_runpod_flash", path=str(PROGRAMS), python=python, folder=str(environment)
    )


@contextlib.contextmanager
def running(program: Program, *, log: bool = False) -> Iterator[Running]:
    """Start a server on a free port, and end it afterwards.

    What it logs goes where nobody reads; `log` makes it log each request.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith("FLASH_")}
    port = free_port()
    logging = {"FLASH_ACCESS_LOG": "1", "BENCHMARK_LOG": "1"} if log else {}
    address = {"HOST": "127.0.0.1", "PORT": str(port)}
    began = time.monotonic()
    process = subprocess.Popen(
        [program.python, "-m", program.module],
        env={**kept, **address, **logging, "PYTHONPATH": program.path},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=program.folder,
    )
    try:
        while not is_healthy(port):
            if process.poll() is not None or time.monotonic() - began > PATIENCE_SECONDS:
                raise SystemExit(f"{program.module} does not start")
            time.sleep(0.005)
        yield Running(pid=process.pid, port=port, start_seconds=time.monotonic() - began)
    finally:
        process.terminate()
        process.wait(PATIENCE_SECONDS)


def free_port() -> int:
    """Return a port that nobody listens on at this moment."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
        return port


def is_healthy(port: int) -> bool:
    """Ask `/ping` once."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
    try:
        connection.request("GET", "/ping")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()
