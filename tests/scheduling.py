"""Which tests one process of pytest-xdist runs, one after the other.

By their folder, not by the mark `xdist_group`: pytest-xdist 3.8 writes a test's group into an
attribute of which pytest 9.2 no longer makes the test's name, so that the mark groups nothing.
"""

from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

TOGETHER = ("tests/images/",)
"""Folders of tests that share something outside of their process."""


def group_of(nodeid: str) -> str:
    """Return what one process runs: a folder that stays together, or the test alone."""
    return next((folder for folder in TOGETHER if nodeid.startswith(folder)), nodeid)


class _ByFolder(LoadScopeScheduling):  # type: ignore[misc]
    """Distributes tests one by one, but those that stay together."""

    def _split_scope(self, nodeid: str) -> str:
        return group_of(nodeid)


def scheduler_for(config: pytest.Config, log: Any) -> Any:
    """Return the scheduler of a run; None where the command line asks for another distribution."""
    return _ByFolder(config, log) if config.getoption("dist") == "load" else None
