"""Faults at single changes of the disk, by replacing every function of the one module that makes any."""

import errno
import inspect
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FunctionType
from typing import Any

import pytest

from flashc_emitters.output import disk

Fault = Callable[[int, Callable[..., Any], tuple[Any, ...]], Any]

MUTATIONS = {
    name: function
    for name, function in vars(disk).items()
    if inspect.isfunction(function)
    and function.__module__ == disk.__name__
    and not name.startswith("_")
}


@contextmanager
def injected(fault: Fault) -> Iterator[list[str]]:
    """Let `fault` decide on each change, given its number from 1; yields the names of all so far."""
    made: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        for name, function in MUTATIONS.items():
            patch.setattr(disk, name, _replaced(made, name, function, fault))
        yield made


def _replaced(
    made: list[str], name: str, function: FunctionType, fault: Fault
) -> Callable[..., Any]:
    def mutation(*arguments: Any) -> Any:
        made.append(name)
        return fault(len(made), function, arguments)

    return mutation


def none(_: int, function: Callable[..., Any], arguments: tuple[Any, ...]) -> Any:
    """Let everything pass, to be counted."""
    return function(*arguments)


def error_before(at: int) -> Fault:
    """Fail instead of the change number `at`."""
    return _fault(lambda number: number == at, lambda _function, _arguments: _refuse())


def error_onwards(at: int) -> Fault:
    """Fail instead of the change number `at` and of every later one, as a full disk does."""
    return _fault(lambda number: number >= at, lambda _function, _arguments: _refuse())


def error_after(at: int) -> Fault:
    """Make the change number `at`, then report it as failed, as a network file system may."""

    def act(function: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
        function(*arguments)
        _refuse()

    return _fault(lambda number: number == at, act)


def error_within(at: int) -> Fault:
    """Write half of the content of change number `at`, then fail, as a disk that fills up does."""

    def act(function: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
        _write_half(function, arguments)
        _refuse()

    return _fault(lambda number: number == at, act)


def interrupt(at: int) -> Fault:
    """Press Ctrl-C at the change number `at`."""

    def act(_function: Callable[..., Any], _arguments: tuple[Any, ...]) -> None:
        raise KeyboardInterrupt

    return _fault(lambda number: number == at, act)


def kill(at: int) -> Fault:
    """Die at the change number `at`, without any clean-up, having written half of a file."""

    def act(function: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
        _write_half(function, arguments)
        os._exit(9)

    return _fault(lambda number: number == at, act)


def _fault(
    hits: Callable[[int], bool], act: Callable[[Callable[..., Any], tuple[Any, ...]], None]
) -> Fault:
    def fault(number: int, function: Callable[..., Any], arguments: tuple[Any, ...]) -> Any:
        if hits(number):
            return act(function, arguments)
        return function(*arguments)

    return fault


def _refuse() -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "injected")


def _write_half(function: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
    if function in (MUTATIONS["write_file"], MUTATIONS["write_durably"]):
        path, content = arguments
        Path(path).write_bytes(content[: len(content) // 2])
