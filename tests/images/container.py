"""A worker in a container that may do nothing but serve: read-only, without any capability."""

import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from golden.worker import SECONDS, Answer, ask_port
from images.engine import Engine
from runtime.processes import reserved_port

_HARDENED = (
    *("--read-only", "--tmpfs", "/tmp:rw,size=16m", "--cap-drop=ALL"),  # noqa: S108
    *("--security-opt", "no-new-privileges", "--pids-limit", "64"),
    *("--memory", "256m", "--memory-swap", "256m"),
)


@dataclass(frozen=True, slots=True)
class Container:
    """A running container, which shares the network of this machine."""

    engine: Engine
    name: str
    port: int

    @property
    def log(self) -> str:
        """What it has written so far, to either stream."""
        done = self.engine.attempt("podman", "logs", self.name)
        return done.stdout + done.stderr

    def ask(
        self,
        method: str,
        target: str,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Send one request and read the whole response."""
        return ask_port(self.port, method, target, body, headers)

    def wait_until(self, status: int) -> None:
        """Ask `/ping` until its answer has that status."""
        deadline = time.monotonic() + SECONDS
        while (seen := self._ping()) != status:
            assert seen in (0, 204), f"{seen}\n{self.log}"
            assert time.monotonic() < deadline, f"never {status}\n{self.log}"
            time.sleep(0.05)

    def _ping(self) -> int:
        try:
            return self.ask("GET", "/ping").status
        except ConnectionError:
            assert self._state("Running") == "true", self.log
            return 0

    def is_healthy(self) -> bool:
        """Run the image's own health command, as the engine does at intervals."""
        return self.engine.attempt("podman", "healthcheck", "run", self.name).returncode == 0

    def execute(self, *command: str) -> str:
        """Run a command in the container; return what it prints."""
        return self.engine.run("podman", "exec", self.name, *command).strip()

    def manages(self, *command: str) -> bool:
        """Say whether a command succeeds in the container."""
        return self.engine.attempt("podman", "exec", self.name, *command).returncode == 0

    def stop(self) -> int:
        """End it as orchestrators do, with the image's signal; return the exit code."""
        self.engine.run("podman", "stop", "--time", "30", self.name)
        return int(self._state("ExitCode"))

    def _state(self, field: str) -> str:
        template = f"{{{{.State.{field}}}}}"
        return self.engine.run("podman", "inspect", self.name, "--format", template).strip()


@contextmanager
def running(engine: Engine, image: str, **variables: str) -> Iterator[Container]:
    """Run an image until the block ends."""
    with reserved_port() as port:
        name = f"flashc-tests-{os.getpid()}-{port}"
        environment = {**variables, "HOST": "127.0.0.1", "PORT": str(port)}
        options = [f"--env={variable}={value}" for variable, value in environment.items()]
        try:
            engine.run(
                *("podman", "run", "--detach", "--name", name, "--network", "host"),
                *(*_HARDENED, *options, image),
            )
            yield Container(engine, name, port)
        finally:
            engine.run("podman", "rm", "--force", "--time", "0", "--ignore", name)
