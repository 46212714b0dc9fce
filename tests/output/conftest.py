"""What every test of the output shares."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from output.scenario import MEMORY


@pytest.fixture
def memory_path() -> Iterator[Path]:
    """Give a folder in memory where the system has one, for tests that write many builds."""
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        yield Path(folder)


@pytest.fixture(autouse=True)
def _unsynchronised(monkeypatch: pytest.MonkeyPatch) -> None:
    """Spare the disk: no test can cut the power, and hundreds of builds are written here."""
    monkeypatch.setattr(os, "fsync", lambda _descriptor: None)
