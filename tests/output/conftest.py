"""What every test of the output shares."""

import os

import pytest


@pytest.fixture(autouse=True)
def _unsynchronised(monkeypatch: pytest.MonkeyPatch) -> None:
    """Spare the disk: no test can cut the power, and hundreds of builds are written here."""
    monkeypatch.setattr(os, "fsync", lambda _descriptor: None)
