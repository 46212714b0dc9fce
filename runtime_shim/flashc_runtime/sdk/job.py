"""Jobs of a queue that runs elsewhere."""

from collections.abc import Awaitable, Callable
from typing import Any

_DONE = frozenset({"COMPLETED", "FAILED", "CANCELLED", "TIMED_OUT"})
# Seconds between two questions: they grow by half each time.
_FIRST_PAUSE, _LONGEST_PAUSE = 0.25, 5.0
# So many questions in a row may go unanswered.
_MOST_FAILURES = 5

Ask = Callable[..., Awaitable[dict[str, Any]]]


class EndpointJob:
    """One job; `status()`, `cancel()` and `wait()` bring it up to date."""

    def __init__(self, data: dict[str, Any], ask: Ask) -> None:
        self._data = data
        self._ask = ask

    def __repr__(self) -> str:
        return f"EndpointJob(id={self.id!r}, status={self._status!r})"

    @property
    def id(self) -> str:
        """The job's id at its endpoint."""
        return str(self._data.get("id", ""))

    @property
    def output(self) -> Any:
        """What the job gave; None until it has completed."""
        return self._data.get("output")

    @property
    def error(self) -> str | None:
        """Why the job failed."""
        return self._data.get("error")

    @property
    def done(self) -> bool:
        """Whether the job has ended, in whatever way."""
        return self._status in _DONE

    @property
    def _status(self) -> str:
        return str(self._data.get("status", "UNKNOWN"))

    async def status(self) -> str:
        """Ask for the job's state, and return it: `IN_QUEUE`, `IN_PROGRESS`, `COMPLETED` ..."""
        self._data = await self._ask("GET", f"/status/{self.id}", None)
        return self._status

    async def cancel(self) -> "EndpointJob":
        """Cancel the job."""
        self._data.update(await self._ask("POST", f"/cancel/{self.id}", None))
        return self

    async def wait(self, timeout: float | None = None) -> "EndpointJob":
        """Wait until the job has ended, at most `timeout` seconds; then raise `TimeoutError`."""
        import asyncio  # noqa: PLC0415  (slow to import, and most programs never wait)

        try:
            async with asyncio.timeout(timeout):
                await self._until_done(asyncio.sleep)
        except TimeoutError:
            if timeout is None:
                raise
            raise TimeoutError(
                f"job {self.id} did not complete within {timeout}s (last status: {self._status})"
            ) from None
        return self

    async def _until_done(self, sleep: Callable[[float], Awaitable[None]]) -> None:
        pause, failures = _FIRST_PAUSE, 0
        while not self.done:
            await sleep(pause)
            pause = min(pause * 1.5, _LONGEST_PAUSE)
            try:
                await self.status()
                failures = 0
            except (ConnectionError, TimeoutError):
                # A worker that is busy or restarted; the job itself is not lost by that.
                failures += 1
                if failures >= _MOST_FAILURES:
                    raise
